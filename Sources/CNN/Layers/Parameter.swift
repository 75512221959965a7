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
