/// The mean of each whole channel: an image `[C, H, W]` becomes a vector `[C]`, whatever its size.
///
/// `y[n,c] = (Σ x[n,c,i,j] over i, j) / (H·W)`. In the backward pass every pixel gets `∂L/∂y / (H·W)`.
///
/// - SeeAlso: Lin, Chen, Yan, "Network in network", arXiv:1312.4400, section 3.2.
public struct GlobalAveragePool2D: Layer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "globalpool" }

  /// Returns `[C]` for `[C, H, W]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard input.rank == 3 else { throw ShapeError(self, .notImage(got: input)) }
    guard input.count > 0 else { throw ShapeError(self, .notPositive("image", "\(input)")) }
    return [input[0]]
  }

  /// Returns the whole input.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField { field.everything }

  /// Returns the output, and the way back.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireSpatialAxes(x, 2)
    let pixels = x.shape[2] * x.shape[3]
    let means = Tensor(Textbook.globalMean(NDArray<Float>(x)))
    return ForwardPass(means) { dy in
      let parts = dy.scalars.flatMap { repeatElement($0 / Float(pixels), count: pixels) }
      return LayerGradients(input: Tensor(shape: x.shape, scalars: parts))
    }
  }

  /// Returns `Textbook.globalMean`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.globalMean(x)
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}

extension Textbook {
  /// Returns the mean of each channel of `x` `[N, C, H, W]`: the plane's long sum, then divided.
  public static func globalMean<Scalar: TextbookScalar>(_ x: NDArray<Scalar>) -> NDArray<Scalar> {
    let pixels = x.shape[2] * x.shape[3]
    let means = (0..<x.shape[0] * x.shape[1]).map { plane in
      sum(x.scalars[plane * pixels..<(plane + 1) * pixels]) / Scalar(pixels)
    }
    return NDArray(shape: [x.shape[0], x.shape[1]], scalars: means)
  }
}
