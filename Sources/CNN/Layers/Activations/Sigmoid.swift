/// The logistic function: `y = 1 / (1 + e⁻ˣ)`, element by element.
///
/// Backward, `∂L/∂x = ∂L/∂y · y · (1 − y)`, at most a quarter of what came.
public struct Sigmoid: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "sigmoid" }

  /// The function that is applied.
  public var activation: Activation { .sigmoid }
}
