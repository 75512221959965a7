extension Conv2D {
  /// Returns the shapes of `weight` `[K, C, R, S]` and of `bias` `[K]`.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    _ = try outputShape(for: input)
    let weight = ParameterShape("weight", [filters, input[0], kernel.rows, kernel.columns])
    return hasBias ? [weight, ParameterShape("bias", [filters])] : [weight]
  }

  /// Returns the field widened by the filter.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    field.widened(
      window: [kernel.rows, kernel.columns], stride: [stride.rows, stride.columns], dilation: [1, 1])
  }
}
