extension ConvolutionLayer {
  /// Returns the shapes of `weight` `[K, C/groups, …]` and of `bias` `[K]`.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    _ = try outputShape(for: input)
    let (filters, groups) = planes(for: input[0])
    let weight = ParameterShape("weight", Shape([filters, input[0] / groups] + options.kernel))
    return hasBias ? [weight, ParameterShape("bias", [filters])] : [weight]
  }

  /// Returns the field widened by the filter.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    field.widened(window: options.kernel, stride: options.stride, dilation: options.dilation)
  }
}

extension LocallyConnected2D {
  /// Returns the field widened by the window.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    field.widened(window: options.kernel, stride: options.stride, dilation: options.dilation)
  }
}

extension TransposedConvolutionLayer {
  /// Returns the field of an output, which depends on as many inputs as filters placed a stride apart overlap.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    field.spread(window: options.kernel, stride: options.stride, dilation: options.dilation)
  }
}
