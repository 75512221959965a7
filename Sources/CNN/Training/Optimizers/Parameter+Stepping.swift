extension Parameter {
  /// Lowers the numbers by a rule that remembers one number for each.
  ///
  /// - Parameter decay: The weight decay λ for a weight; other parameters have none.
  mutating func lower(
    by gradient: Tensor, decay: Float, remembering memory: inout Tensor, _ rule: SteppingRule
  ) {
    requireSameShape(gradient, memory)
    rule.lower(&value.scalars, by: gradient.scalars, decay: effective(decay), remembering: &memory.scalars)
  }

  /// The same for a rule that remembers two numbers for each.
  mutating func lower(
    by gradient: Tensor, decay: Float, remembering first: inout Tensor, _ second: inout Tensor,
    _ rule: SteppingRule
  ) {
    requireSameShape(gradient, first)
    requireSameShape(gradient, second)
    rule.lower(
      &value.scalars, by: gradient.scalars, decay: effective(decay), remembering: &first.scalars,
      &second.scalars)
  }

  private func requireSameShape(_ gradient: Tensor, _ memory: Tensor) {
    require(
      gradient.shape == value.shape && memory.shape == value.shape,
      "\(name) has shape \(value.shape), its gradient \(gradient.shape) and its memory \(memory.shape)")
  }
}
