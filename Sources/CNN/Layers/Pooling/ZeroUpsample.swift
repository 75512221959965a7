/// Spreads an image out, with `factor − 1` rows and columns of zeros between neighbors.
///
/// Without a size `H` rows become `(H − 1)·factor + 1`; with one there are more zeros at the end, as far as
/// `H·factor`. Backward it keeps every `factor`-th row and column of the gradient.
public struct ZeroUpsample: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The distance of what were neighbors.
  public let factor: [Int]
  /// The rows and columns of the output; nil for as few as possible.
  public let size: Size2D?

  /// Creates a layer.
  ///
  /// - Parameter size: The size of the output, such as that of what a ``Downsample`` got; nil for `(H − 1)·factor + 1`
  ///   rows and as many columns.
  public init(_ factor: some SizesConvertible, size: Size2D? = nil, name: String = "") {
    self.factor = spread(factor.sizes, axes: 2)
    self.size = size
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "upsample" }

  /// Returns `[C, (H−1)·factor+1, (W−1)·factor+1]`, or `[C]` and the size.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try checkRank(input, axes: 2)
    try checkSizes("factor", factor, axes: 2)
    let least = leastSize(input[1], input[2])
    let size = size ?? least
    guard size.rows >= least.rows, size.columns >= least.columns else {
      throw ShapeError(self, .outOfRange("size", got: "\(size)", allowed: "at least \(least)"))
    }
    return [input[0], size.rows, size.columns]
  }

  /// Returns the output and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireSpatialAxes(x, 2)
    let (factor, size) = (factor.size2D, outputSize(x.shape))
    return ForwardPass(upsample(x, by: factor, size: size)) { dy in
      let sampled = downsample(dy, by: factor)  // It may hold positions after the last row or column.
      return LayerGradients(input: crop(sampled, to: x.planeSize))
    }
  }

  /// Returns `Textbook.upsample`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.upsample(x, by: factor.size2D, size: outputSize(x.shape))
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }

  private func outputSize(_ batch: Shape) -> Size2D { size ?? leastSize(batch[2], batch[3]) }

  /// The size of the map of which a downsampling by the factor gives that of the input.
  private func leastSize(_ rows: Int, _ columns: Int) -> Size2D {
    let geometry = WindowGeometry(transposing: [rows, columns], window: [1, 1], stride: factor)
    return geometry.inputPlane
  }
}

/// Returns the top left part of each plane.
func crop(_ x: Tensor, to size: Size2D) -> Tensor {
  let own = x.planeSize
  guard own != size else { return x }
  let planes = x.shape[0] * x.shape[1]
  let rows = (0..<planes * size.rows).flatMap { line in
    let start = (line / size.rows * own.rows + line % size.rows) * own.columns
    return x.scalars[start..<start + size.columns]
  }
  return Tensor(shape: [x.shape[0], x.shape[1], size.rows, size.columns], scalars: rows)
}
