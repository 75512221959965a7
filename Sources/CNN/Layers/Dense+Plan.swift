extension Dense {
  /// Returns the shapes of `weight` `[O, I]` and of `bias` `[O]`.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    _ = try outputShape(for: input)
    let weight = ParameterShape("weight", [units, input[0]])
    return hasBias ? [weight, ParameterShape("bias", [units])] : [weight]
  }

  /// Returns the whole input: every output depends on all of it.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField { field.everything }
}
