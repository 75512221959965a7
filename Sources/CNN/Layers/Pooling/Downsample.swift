/// Keeps every `factor`-th row and column, from the first: what a stride adds to a layer of stride 1.
///
/// Backward it spreads the gradient over the full map that came in, zeros between and after: the layer knows
/// that map's size, so an uneven one comes back whole.
public struct Downsample: WindowedLayer {
  /// The name in summaries and messages.
  public var name: String
  /// Windows of one pixel, `factor` apart.
  public let options: WindowOptions

  /// Creates a layer.
  public init(_ factor: some SizesConvertible, name: String = "") {
    options = WindowOptions(axes: 2, window: 1, stride: factor)
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "downsample" }

  /// The distance of the rows and columns that are kept.
  public var factor: Size2D { options.stride.size2D }

  /// Returns `[C, ⌈H/factor⌉, ⌈W/factor⌉]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try checkSizes("factor", options.stride, axes: 2)
    try check(options, for: input)
    return Shape([input[0]] + (try checkedGeometry(input, options)).outputSizes)
  }

  /// Returns the output and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireSpatialAxes(x, 2)
    return ForwardPass(downsample(x, by: factor)) { dy in
      LayerGradients(input: upsample(dy, by: factor, size: x.planeSize))
    }
  }

  /// Returns `Textbook.downsample`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.downsample(x, by: factor)
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
