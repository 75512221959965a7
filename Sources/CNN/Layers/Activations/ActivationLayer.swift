/// A layer that applies one function to each element, in any shape.
public protocol ActivationLayer: ExplainableLayer {
  /// The function that is applied.
  var activation: Activation { get }
}

extension ActivationLayer {
  /// Returns the shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  /// Returns the output and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    let activation = activation
    return ForwardPass(activation(x)) { LayerGradients(input: activation.backward($0, x: x)) }
  }

  /// Returns `Textbook.activation` of each element.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    NDArray(shape: x.shape, scalars: x.scalars.map { Textbook.activation(activation, $0) })
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
