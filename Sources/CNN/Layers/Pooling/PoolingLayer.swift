/// What a pooling layer makes of each window.
public enum PoolingOperation: Sendable, Hashable {
  /// The largest element; the first one in row-major order takes the gradient.
  case maximum
  /// The p-norm, `(Σ |x|ᵖ)^(1/p)`, for a positive p.
  case norm(Float)
  /// The mean, over the zeros around the image too or over the image's own elements only.
  case mean(countsPadding: Bool)
}

/// A layer that makes one number of each window of each channel; all of them share one implementation.
public protocol PoolingLayer: WindowedLayer, ExplainableLayer {
  /// The number of axes along which windows step: 1, 2 or 3.
  static var axes: Int { get }
  /// What is made of each window.
  var operation: PoolingOperation { get }
}

extension PoolingLayer {
  /// The kind of layer.
  public var kind: String { "pool" }

  /// Returns `[C, …]` with the number of windows along each axis.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard options.axes == Self.axes else {
      throw ShapeError(self, .sizeCount("window", expected: Self.axes, got: options.window))
    }
    let geometry = try checkedPooling(input, options)
    if case .norm(let p) = operation, !(p > 0 && p.isFinite) {
      throw ShapeError(self, .outOfRange("p", got: "\(p)", allowed: "positive and finite"))
    }
    return Shape([input[0]] + geometry.outputSizes)
  }

  /// Returns the output and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireSpatialAxes(x, options.axes)
    let geometry = options.geometry(x.shape.dimensions.dropFirst(2))
    switch operation {
    case .maximum:
      let (output, indices) = Pooling.maxForward(x, geometry: geometry)
      let reluMask = context.fusedReLUs.contains(.before) ? output : nil
      return ForwardPass(output) { dy in
        LayerGradients(
          input: Pooling.maxBackward(dy, indices: indices, geometry: geometry, reluMask: reluMask))
      }
    case .norm(let p):
      let input = NDArray<Float>(sharing: x)
      let output = Textbook.normPool(input, p: p, geometry: geometry)
      return ForwardPass(Tensor(output)) { dy in
        LayerGradients(
          input: Tensor(
            Textbook.normPoolBackward(NDArray(sharing: dy), x: input, y: output, p: p, geometry: geometry)))
      }
    case .mean(let countsPadding):
      return ForwardPass(Pooling.meanForward(x, geometry: geometry, countsPadding: countsPadding)) { dy in
        LayerGradients(input: Pooling.meanBackward(dy, geometry: geometry, countsPadding: countsPadding))
      }
    }
  }

  /// Returns `Textbook.maxPool`, `Textbook.meanPool` or `Textbook.normPool`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    let geometry = options.geometry(x.shape.dimensions.dropFirst(2))
    return switch operation {
    case .maximum: Textbook.maxPool(x, geometry: geometry).y
    case .norm(let p): Textbook.normPool(x, p: Double(p), geometry: geometry)
    case .mean(let countsPadding): Textbook.meanPool(x, geometry: geometry, countsPadding: countsPadding)
    }
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}

extension Layer {
  /// Returns the geometry of windows of which a number is made, over an input `[C, …]`.
  ///
  /// - Throws: `ShapeError` when the layer cannot take such inputs, or a window would lie on padding alone.
  func checkedPooling(_ input: Shape, _ options: WindowOptions) throws(ShapeError) -> WindowGeometry {
    try check(options, for: input)
    let geometry = try checkedGeometry(input, options)
    guard
      geometry.axes.allSatisfy({ max($0.sides.before, $0.sides.after) < $0.extent && !$0.hasEmptyWindow })
    else { throw ShapeError(self, .window(.emptyWindow(window: options.window))) }
    return geometry
  }

  /// Stops with a message unless `x` is a batch with channels and `axes` spatial axes that the layer can take.
  func requireSpatialAxes(_ x: Tensor, _ axes: Int) {
    require(
      x.rank == axes + 2,
      "layer \"\(displayName)\" takes a batch with \(axes + 2) axes, [N, C, …], got shape \(x.shape)")
    do throws(ShapeError) { _ = try outputShape(for: x.shape.droppingFirst) } catch {
      require(false, "\(error)")
    }
  }
}
