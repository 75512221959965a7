/// The hyperbolic tangent: `y = tanh x`, element by element.
///
/// Backward, `∂L/∂x = ∂L/∂y · (1 − y²)`.
public struct Tanh: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "tanh" }

  /// The function that is applied.
  public var activation: Activation { .tanh }
}
