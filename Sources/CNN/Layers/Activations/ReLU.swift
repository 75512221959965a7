/// The ReLU: `y = max(x, 0)`, element by element, in any shape.
///
/// Backward, `∂L/∂x = ∂L/∂y` where `x > 0`, else 0. At `x = 0`, where there is no derivative, 0 is taken: any
/// number from 0 to 1 would be a subgradient, and 0 keeps a unit that is off at rest.
public struct ReLU: Layer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "relu" }

  /// Returns the shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  /// Returns the output and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    ForwardPass(ActivationKernel.relu.forward(x)) {
      LayerGradients(input: ActivationKernel.relu.backward($0, x: x))
    }
  }

  /// Returns `Textbook.relu`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.relu(x)
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
