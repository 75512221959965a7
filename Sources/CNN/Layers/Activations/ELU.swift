/// The exponential linear unit: `y = x` where `x > 0`, else `α · (eˣ − 1)`, element by element.
///
/// Backward, `∂L/∂x = ∂L/∂y` where `x > 0`, else `∂L/∂y · α·eˣ`, at 0 too.
///
/// - SeeAlso: Clevert, Unterthiner, Hochreiter, "Fast and accurate deep network learning by exponential linear units",
///   2016.
public struct ELU: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String
  /// What the function tends to below 0, with the opposite sign.
  public let alpha: Float

  /// Creates a layer.
  public init(_ alpha: Float = 1, name: String = "") {
    self.alpha = alpha
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "elu" }

  /// The function that is applied.
  public var activation: Activation { .elu(alpha: alpha) }
}

/// The scaled exponential linear unit: `y = λ·x` where `x > 0`, else `λ·α·(eˣ − 1)`, element by element.
///
/// With λ = 1.0507… and α = 1.6732… numbers of mean 0 and variance 1 keep them through many layers. Backward,
/// `∂L/∂x = ∂L/∂y · λ` where `x > 0`, else `∂L/∂y · λ·α·eˣ`.
///
/// - SeeAlso: Klambauer, Unterthiner, Mayr, Hochreiter, "Self-normalizing neural networks", 2017.
public struct SELU: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "selu" }

  /// The function that is applied.
  public var activation: Activation { .selu }
}

/// The continuously differentiable exponential linear unit: `y = x` where `x > 0`, else `α · (e^(x/α) − 1)`.
///
/// Backward, `∂L/∂x = ∂L/∂y` where `x > 0`, else `∂L/∂y · e^(x/α)`; α is not 0.
///
/// - SeeAlso: Barron, "Continuously differentiable exponential linear units", 2017.
public struct CELU: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String
  /// What the function tends to below 0, with the opposite sign.
  public let alpha: Float

  /// Creates a layer.
  public init(_ alpha: Float = 1, name: String = "") {
    self.alpha = alpha
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "celu" }

  /// The function that is applied.
  public var activation: Activation { .celu(alpha: alpha) }
}
