/// Softplus, a smooth ReLU: `y = ln(1 + eˣ)`, element by element, also where `eˣ` is tiny or no float.
///
/// Backward, `∂L/∂x = ∂L/∂y / (1 + e⁻ˣ)`.
public struct Softplus: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "softplus" }

  /// The function that is applied.
  public var activation: Activation { .softplus }
}

/// Softsign: `y = x / (1 + |x|)`, element by element.
///
/// Backward, `∂L/∂x = ∂L/∂y / (1 + |x|)²`.
public struct Softsign: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "softsign" }

  /// The function that is applied.
  public var activation: Activation { .softsign }
}
