/// Numbers of a layer that training changes.
public struct Parameter: Sendable, Equatable {
  /// What they are, such as `weight`: with the layer's name in front, the name in a saved model.
  public let name: String
  /// The numbers.
  public var value: Tensor

  /// Creates a parameter.
  public init(_ name: String, _ value: Tensor) {
    self.name = name
    self.value = value
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
