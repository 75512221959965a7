/// Clipping to an interval: `y = x`, at least `minimum` and at most `maximum`, element by element; NaN stays NaN.
///
/// `Clip(0, 6)` is ReLU6, the activation of MobileNet, and `Clip(-1, 1)` the hard hyperbolic tangent. Backward,
/// `∂L/∂x = ∂L/∂y` where `minimum < x < maximum`, else 0.
public struct Clip: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The least output.
  public let minimum: Float
  /// The largest output.
  public let maximum: Float

  /// Creates a layer; a bound may be infinite.
  public init(_ minimum: Float, _ maximum: Float, name: String = "") {
    self.minimum = minimum
    self.maximum = maximum
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "clip" }

  /// The function that is applied.
  public var activation: Activation { .clip(min: minimum, max: maximum) }

  /// Returns the shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard minimum <= maximum else {
      throw ShapeError(self, .outOfRange("minimum", got: "\(minimum)", allowed: "at most \(maximum)"))
    }
    return input
  }
}
