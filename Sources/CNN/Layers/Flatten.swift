/// Lays an input out along one axis, row by row: `[C, H, W]` becomes `[C·H·W]`.
///
/// `Flatten(from: 1)` keeps the first axis of an input, so `[C, H, W]` becomes `[C, H·W]`. Backward it gives the gradient
/// the shape of the input again.
public struct Flatten: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The first axis of one input, from 0, that is laid out along the last axis of the output.
  public let firstAxis: Int

  /// Creates a layer; the batch's own axis does not count.
  public init(from axis: Int = 0, name: String = "") {
    firstAxis = axis
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "flatten" }

  /// Returns the axes before the first one that is laid out, and the product of the others.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard (0..<Swift.max(1, input.rank)).contains(firstAxis) else {
      throw ShapeError(
        self,
        .outOfRange("first axis", got: "\(firstAxis)", allowed: "one of the \(input.rank) axes of \(input)"))
    }
    return Shape(input.dimensions.prefix(firstAxis) + [input.dimensions.dropFirst(firstAxis).reduce(1, *)])
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    ForwardPass(x.reshaped(flattened(x.shape))) { dy in LayerGradients(input: dy.reshaped(x.shape)) }
  }

  /// Returns the same elements in the new shape.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    x.reshaped(flattened(x.shape))
  }

  private func flattened(_ batch: Shape) -> Shape {
    require(
      batch.rank > firstAxis,
      "layer \"\(displayName)\" takes a batch with an axis \(firstAxis), got shape \(batch)")
    let kept = batch.dimensions.prefix(firstAxis + 1)
    return Shape(kept + [batch.dimensions.dropFirst(firstAxis + 1).reduce(1, *)])
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
