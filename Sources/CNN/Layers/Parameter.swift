/// Numbers of a layer that training changes.
public struct Parameter: Sendable, Equatable {
  /// What they are, such as `weight`: with the layer's name in front, the name in a saved model.
  public let name: String
  /// The numbers.
  public var value: Tensor

  /// Whether weight decay pulls the numbers toward 0.
  public let isDecayed: Bool
  /// Whether training may change the numbers; see ``Sequential/freeze(_:)``.
  public let isTrainable: Bool

  /// Creates a parameter.
  ///
  /// By default weights decay, and only they: a weight has two or more axes and is not called `bias`. Biases, and the
  /// scales and shifts of normalizations, have one number a channel, cost no capacity, and shrinking them only shifts
  /// the outputs.
  public init(_ name: String, _ value: Tensor, isDecayed: Bool? = nil, isTrainable: Bool = true) {
    self.name = name
    self.value = value
    self.isTrainable = isTrainable
    self.isDecayed = isDecayed ?? (value.rank >= 2 && !(name == "bias" || name.hasSuffix(".bias")))
  }
}

/// The name and shape of a parameter that need not exist yet.
public struct ParameterShape: Sendable, Hashable {
  /// What it is, such as `weight`.
  public let name: String
  /// Its shape.
  public let shape: Shape

  /// Creates a description.
  public init(_ name: String, _ shape: Shape) {
    self.name = name
    self.shape = shape
  }
}
