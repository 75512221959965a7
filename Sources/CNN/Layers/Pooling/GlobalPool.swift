/// A layer that makes one number of each whole channel: `[C, …]` becomes a vector `[C]`, whatever the size.
public protocol GlobalPoolingLayer: ExplainableLayer {
  /// The number of spatial axes: 1, 2 or 3.
  var axes: Int { get }
  /// What is made of a channel.
  var operation: GlobalPooling { get }
}

/// What a global pooling layer makes of each channel.
public enum GlobalPooling: Sendable, Hashable {
  /// The largest element; the first one in row-major order takes the gradient.
  case maximum
  /// The mean; each element takes an equal part of the gradient.
  case mean
}

extension GlobalPoolingLayer {
  /// The kind of layer.
  public var kind: String { "globalpool" }

  /// Returns `[C]` for `[C, …]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try checkRank(input, axes: axes)
    guard input.count > 0 else { throw ShapeError(self, .notPositive("input", "\(input)")) }
    return [input[0]]
  }

  /// Returns the whole input.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField { field.everything }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireSpatialAxes(x, axes)
    switch operation {
    case .maximum:
      let geometry = geometry(x.shape)
      let (y, indices) = Pooling.maxForward(x, geometry: geometry)
      return ForwardPass(y.reshaped(x.shape[0], x.shape[1])) { dy in
        LayerGradients(
          input: Pooling.maxBackward(dy.reshaped(y.shape), indices: indices, geometry: geometry))
      }
    case .mean:
      let positions = x.shape.dimensions.dropFirst(2).reduce(1, *)
      return ForwardPass(Tensor(Textbook.globalMean(NDArray<Float>(x)))) { dy in
        let parts = dy.scalars.flatMap { repeatElement($0 / Float(positions), count: positions) }
        return LayerGradients(input: Tensor(shape: x.shape, scalars: parts))
      }
    }
  }

  /// Returns `Textbook.globalMean`, or `Textbook.maxPool` with one window.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    switch operation {
    case .maximum:
      NDArray(
        shape: [x.shape[0], x.shape[1]], scalars: Textbook.maxPool(x, geometry: geometry(x.shape)).y.scalars)
    case .mean: Textbook.globalMean(x)
    }
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }

  /// One window as large as the channel.
  func geometry(_ batch: Shape) -> WindowGeometry {
    WindowGeometry(axes: batch.dimensions.dropFirst(2).map { AxisGeometry(input: $0, window: $0) })
  }
}

extension Textbook {
  /// Returns the mean of each channel of `x` `[N, C, …]`: the channel's long sum, then divided.
  public static func globalMean<Scalar: TextbookScalar>(_ x: NDArray<Scalar>) -> NDArray<Scalar> {
    let positions = x.shape.dimensions.dropFirst(2).reduce(1, *)
    let means = (0..<x.shape[0] * x.shape[1]).map { plane in
      sum(x.scalars[plane * positions..<(plane + 1) * positions]) / Scalar(positions)
    }
    return NDArray(shape: [x.shape[0], x.shape[1]], scalars: means)
  }
}

/// The mean of each whole channel of signals `[N, C, L]`: a vector `[N, C]`.
///
/// `y[n,c] = (Σ x[n,c,…]) / count`. In the backward pass every element gets `∂L/∂y / count`.
public struct GlobalAveragePool1D: GlobalPoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of spatial axes.
  public var axes: Int { 1 }
  /// The mean.
  public var operation: GlobalPooling { .mean }

  /// Creates a layer.
  public init(name: String = "") { self.name = name }
}

/// The mean of each whole channel of images `[N, C, H, W]`: a vector `[N, C]`.
///
/// `y[n,c] = (Σ x[n,c,…]) / count`. In the backward pass every element gets `∂L/∂y / count`.
///
/// - SeeAlso: Lin, Chen, Yan, "Network in network", arXiv:1312.4400, section 3.2.
public struct GlobalAveragePool2D: GlobalPoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of spatial axes.
  public var axes: Int { 2 }
  /// The mean.
  public var operation: GlobalPooling { .mean }

  /// Creates a layer.
  public init(name: String = "") { self.name = name }
}

/// The mean of each whole channel of volumes `[N, C, D, H, W]`: a vector `[N, C]`.
///
/// `y[n,c] = (Σ x[n,c,…]) / count`. In the backward pass every element gets `∂L/∂y / count`.
public struct GlobalAveragePool3D: GlobalPoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of spatial axes.
  public var axes: Int { 3 }
  /// The mean.
  public var operation: GlobalPooling { .mean }

  /// Creates a layer.
  public init(name: String = "") { self.name = name }
}

/// The largest element of each whole channel of signals `[N, C, L]`: a vector `[N, C]`.
///
/// In the backward pass the first maximum in row-major order gets the gradient. NaN propagates.
public struct GlobalMaxPool1D: GlobalPoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of spatial axes.
  public var axes: Int { 1 }
  /// The largest element.
  public var operation: GlobalPooling { .maximum }

  /// Creates a layer.
  public init(name: String = "") { self.name = name }
}

/// The largest element of each whole channel of images `[N, C, H, W]`: a vector `[N, C]`.
///
/// In the backward pass the first maximum in row-major order gets the gradient. NaN propagates.
public struct GlobalMaxPool2D: GlobalPoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of spatial axes.
  public var axes: Int { 2 }
  /// The largest element.
  public var operation: GlobalPooling { .maximum }

  /// Creates a layer.
  public init(name: String = "") { self.name = name }
}

/// The largest element of each whole channel of volumes `[N, C, D, H, W]`: a vector `[N, C]`.
///
/// In the backward pass the first maximum in row-major order gets the gradient. NaN propagates.
public struct GlobalMaxPool3D: GlobalPoolingLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of spatial axes.
  public var axes: Int { 3 }
  /// The largest element.
  public var operation: GlobalPooling { .maximum }

  /// Creates a layer.
  public init(name: String = "") { self.name = name }
}
