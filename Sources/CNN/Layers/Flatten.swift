/// Lays an input `[C, H, W]` out along one axis: rows first, planes outermost.
///
/// Backward it folds the gradient up again.
///
/// - SeeAlso: deck row 002-04.
public struct Flatten: Layer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "flatten" }

  /// Returns `[C·H·W]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape { [input.count] }

  /// Returns the output, and the way back.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    ForwardPass(x.reshaped(x.shape[0], x.shape.droppingFirst.count)) { dy in
      LayerGradients(input: dy.reshaped(x.shape))
    }
  }

  /// Returns the same elements in the new shape.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    x.reshaped([x.shape[0], x.shape.droppingFirst.count])
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
