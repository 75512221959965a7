/// What an optimizer remembers from step to step: the number of steps, and a tensor for each parameter.
public struct OptimizerMemory: Sendable, Equatable {
  /// The number of steps taken.
  public var steps = 0
  /// The remembered tensors by their meaning, such as `velocity`: one for each parameter, in their order.
  public var tensors: [String: [Tensor]] = [:]

  /// Creates the memory of a rule that has taken no step.
  public init() {}

  /// Takes out the tensors called `name`, or zeros in the shapes of `parameters` if there are none yet.
  ///
  /// They are taken out, not copied, so that changing them in place copies nothing; put them back after.
  public mutating func take(_ name: String, like parameters: [Parameter]) -> [Tensor] {
    tensors.removeValue(forKey: name) ?? parameters.map { .zeros($0.value.shape) }
  }
}
