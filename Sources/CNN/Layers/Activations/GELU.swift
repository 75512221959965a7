/// The Gaussian error linear unit: `y = x · Φ(x)` with the standard normal distribution function Φ, element by element.
///
/// Backward, `∂L/∂x = ∂L/∂y · (Φ(x) + x·e^(−x²/2)/√(2π))`. The approximation by the hyperbolic tangent, which some saved
/// models were trained with, is `y = x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))`.
///
/// - SeeAlso: Hendrycks, Gimpel, "Gaussian error linear units", 2016.
public struct GELU: ActivationLayer {
  /// How Φ is computed.
  public enum Form: Sendable {
    /// The distribution function itself.
    case exact
    /// The approximation by the hyperbolic tangent.
    case tanh
  }

  /// The name in summaries and messages.
  public var name: String
  /// How Φ is computed.
  public let form: Form

  /// Creates a layer.
  public init(_ form: Form = .exact, name: String = "") {
    self.form = form
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "gelu" }

  /// The function that is applied.
  public var activation: Activation { form == .exact ? .gelu : .geluTanh }
}

/// The sigmoid linear unit, or swish: `y = x · σ(x)` with `σ(x) = 1 / (1 + e⁻ˣ)`, element by element.
///
/// Backward, `∂L/∂x = ∂L/∂y · σ·(1 + x·(1 − σ))`.
///
/// - SeeAlso: Ramachandran, Zoph, Le, "Searching for activation functions", 2017.
public struct SiLU: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "silu" }

  /// The function that is applied.
  public var activation: Activation { .silu }
}

/// Mish: `y = x · tanh(ln(1 + eˣ))`, element by element.
///
/// Backward, with `t = tanh(ln(1 + eˣ))`: `∂L/∂x = ∂L/∂y · (t + x·σ(x)·(1 − t²))`.
///
/// - SeeAlso: Misra, "Mish: a self regularized non-monotonic activation function", 2019.
public struct Mish: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "mish" }

  /// The function that is applied.
  public var activation: Activation { .mish }
}
