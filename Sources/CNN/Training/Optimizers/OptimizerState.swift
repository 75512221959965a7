/// The state of an optimizer: the number of steps, and a tensor for each parameter.
public struct OptimizerState: Sendable, Equatable {
  /// The number of steps taken.
  public var steps = 0
  /// The tensors by their meaning, such as `velocity`: one for each parameter, in their order.
  public var tensors: [String: [Tensor]] = [:]

  /// Creates the state of a rule that has taken no step.
  public init() {}

  /// Takes out the tensors called `name`, or zeros in the shapes of `parameters` if there are none yet.
  ///
  /// They are taken out, not copied, so that changing them in place copies nothing; put them back after.
  public mutating func take(_ name: String, like parameters: [Parameter]) -> [Tensor] {
    tensors.removeValue(forKey: name) ?? parameters.map { .zeros($0.value.shape) }
  }
}

extension OptimizerState {
  /// Updates all parameters by a rule, whose state is the tensors called `names`, in the order of the rule's formula.
  ///
  /// - Parameter decay: The weight decay λ, which with `all` pulls biases and normalizations, too.
  mutating func update(
    _ parameters: inout [Parameter], by gradients: [Tensor], _ rule: UpdateRule,
    slots names: [String], decay: Float, all: Bool
  ) {
    require(
      gradients.count == parameters.count,
      "there are \(parameters.count) parameters and \(gradients.count) gradients")
    var tensors = names.map { take($0, like: parameters) }
    for (name, slot) in zip(names, tensors) {
      require(
        slot.count == parameters.count,
        "the state of the rule is for \(slot.count) parameters, got \(parameters.count): "
          + "take a new rule after freezing or unfreezing layers")
      for (parameter, tensor) in zip(parameters, slot) {
        require(
          tensor.shape == parameter.value.shape,
          "\(parameter.name) has shape \(parameter.value.shape), its \(name) \(tensor.shape)")
      }
    }
    // Apart, so that each can be changed where it is.
    let none = Array(repeating: Tensor.zeros([0]), count: parameters.count)
    var third = names.count > 2 ? tensors.removeLast() : none
    var second = names.count > 1 ? tensors.removeLast() : none
    var first = tensors.removeLast()
    for index in parameters.indices {
      require(
        gradients[index].shape == parameters[index].value.shape,
        "\(parameters[index].name) has shape \(parameters[index].value.shape), its gradient "
          + "\(gradients[index].shape)")
      let own = parameters[index].isDecayed || all ? decay : 0
      rule.apply(
        &parameters[index].value.scalars, by: gradients[index].scalars, decay: own,
        slots: &first[index].scalars, &second[index].scalars, &third[index].scalars)
    }
    for (name, slot) in zip(names, [first, second, third]) { self.tensors[name] = slot }
    steps += 1
  }
}
