/// Keeps every `factor`-th row and column, from the first: what a stride adds to a layer of stride 1.
///
/// Backward it spreads the gradient over the full map that came in, zeros between and after: the layer knows
/// that map's size, so an uneven one comes back whole.
///
/// - SeeAlso: deck rows 002-18 to 002-20, and 000-22 for the full-sized map.
public struct Downsample: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The distance of the rows and columns that are kept.
  public let factor: [Int]

  /// Creates a layer.
  public init(_ factor: some AxisSizesConvertible, name: String = "") {
    self.factor = factor.axisSizes
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "downsample" }

  /// Returns `[C, ⌈H/factor⌉, ⌈W/factor⌉]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let factor = try checkedFactor(factor, input)
    return [
      input[0], (input[1] + factor.rows - 1) / factor.rows,
      (input[2] + factor.columns - 1) / factor.columns,
    ]
  }

  /// Returns the same field with neighbors farther apart.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    field.widened(window: [1, 1], stride: factor.count == 1 ? factor + factor : factor, dilation: [1, 1])
  }

  /// Returns the output, and the way back.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireSpatialAxes(x, 2)
    let factor = pair(factor)
    return ForwardPass(downsample(x, by: factor)) { dy in
      LayerGradients(input: upsample(dy, by: factor, size: x.planeSize))
    }
  }

  /// Returns `Textbook.downsample`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.downsample(x, by: pair(factor))
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}

extension Layer {
  /// Returns the factors for rows and columns of an image.
  ///
  /// - Throws: `ShapeError` when the input is no image, or a factor is not positive.
  func checkedFactor(_ factor: [Int], _ input: Shape) throws(ShapeError) -> Size2D {
    guard input.rank == 3 else { throw ShapeError(self, .notImage(got: input)) }
    guard (1...2).contains(factor.count) else {
      throw ShapeError(self, .sizeCount("factor", expected: 2, got: factor))
    }
    guard factor.allSatisfy({ $0 > 0 }) else {
      throw ShapeError(self, .notPositive("factor", "\(pair(factor))"))
    }
    return pair(factor)
  }

  /// Returns one factor for both axes, or one for each.
  func pair(_ factor: [Int]) -> Size2D { Size2D(rows: factor[0], columns: factor[factor.count - 1]) }
}
