/// The hard sigmoid: `y = slope·x + offset`, at least 0 and at most 1, element by element.
///
/// Backward, `∂L/∂x = ∂L/∂y · slope` where `0 < y < 1`, else 0. The default slope of 1/6 is that of MobileNetV3 and of
/// PyTorch; ONNX has 0.2 unless the model says otherwise.
public struct HardSigmoid: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The slope between 0 and 1.
  public let slope: Float
  /// The value at 0.
  public let offset: Float

  /// Creates a layer.
  public init(slope: Float = 1 / 6, offset: Float = 0.5, name: String = "") {
    self.slope = slope
    self.offset = offset
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "hardsigmoid" }

  /// The function that is applied.
  public var activation: Activation { .hardSigmoid(slope: slope, offset: offset) }
}

/// Hard swish: `y = x · (x/6 + 1/2)`, the second factor at least 0 and at most 1, element by element.
///
/// Backward, `∂L/∂x = ∂L/∂y · (x/3 + 1/2)` where `−3 < x < 3`; 0 below, and `∂L/∂y` above.
///
/// - SeeAlso: Howard et al., "Searching for MobileNetV3", 2019.
public struct HardSwish: ActivationLayer {
  /// The name in summaries and messages.
  public var name: String

  /// Creates a layer.
  public init(name: String = "") { self.name = name }

  /// The kind of layer.
  public var kind: String { "hardswish" }

  /// The function that is applied.
  public var activation: Activation { .hardSwish }
}
