/// Gives an input another shape; the elements stay in row-major order: `Reshape([64, 7, 7])` makes maps of a vector.
///
/// Backward it gives the gradient the shape of the input again. ``Flatten`` makes a vector of maps.
public struct Reshape: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The shape of one output; the batch's own axis does not count.
  public let shape: Shape

  /// Creates a layer.
  public init(_ shape: Shape, name: String = "") {
    self.shape = shape
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "reshape" }

  /// Returns the shape, if it has as many elements as the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard shape.count == input.count else {
      throw ShapeError(
        self,
        .outOfRange(
          "shape", got: "\(shape), \(shape.count) elements",
          allowed: "the \(input.count) elements of \(input)"))
    }
    return shape
  }

  /// Returns the whole input: the layer does not know which of its axes are spatial.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField { field.everything }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    require(
      x.rank > 0 && x.shape.droppingFirst.count == shape.count,
      "layer \"\(displayName)\" takes a batch of \(shape.count) elements each, got shape \(x.shape)")
    return ForwardPass(x.reshaped(shape.batched(x.shape[0]))) { LayerGradients(input: $0.reshaped(x.shape)) }
  }

  /// Returns the same elements in the new shape.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    x.reshaped(shape.batched(x.shape[0]))
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
