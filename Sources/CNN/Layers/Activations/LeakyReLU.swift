/// The leaky ReLU: `y = x` where `x > 0`, else `slope · x`, element by element.
///
/// Backward, `∂L/∂x = ∂L/∂y` where `x > 0`, else `slope · ∂L/∂y`, at 0 too.
public struct LeakyReLU: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The slope below 0.
  public let slope: Float

  /// Creates a layer.
  public init(_ slope: Float = 0.01, name: String = "") {
    self.slope = slope
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "leakyrelu" }

  /// The function that is applied.
  public var activation: Activation { .leakyReLU(slope: slope) }
}
