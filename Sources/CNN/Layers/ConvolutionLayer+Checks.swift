extension ConvolutionLayer {
  /// Returns the geometry of the filters over one input.
  ///
  /// - Throws: `ShapeError` when the layer cannot take such inputs.
  func checkedGeometry(for input: Shape) throws(ShapeError) -> ConvolutionGeometry {
    try checkRank(input, axes: options.axes)
    let (filters, groups) = planes(for: input[0])
    try check(options, filters: filters)
    try checkGroups(groups, channels: input[0], filters: filters)
    try checkDepth(input, filters: filters, groups: groups)
    return try checkedGeometry(input, options, groups: groups)
  }
}

extension ConvolutionLayer {
  /// Checks that the weights, if there are any, are for as many channels as the input has.
  private func checkDepth(_ input: Shape, filters: Int, groups: Int) throws(ShapeError) {
    guard let weight = parameters.first?.value else { return }
    guard weight.shape[0] == filters else {
      let expected = weight.shape[0] * input[0] / filters
      throw ShapeError(self, .convolution(.channels(expected: expected, got: input)))
    }
    guard weight.shape[1] * groups != input[0] else { return }
    throw ShapeError(
      self,
      groups == 1
        ? .channels(expected: weight.shape[1], got: input)
        : .convolution(.channels(expected: weight.shape[1] * groups, got: input)))
  }
}

extension Layer {
  /// Checks that an input has channels and `axes` axes more.
  func checkRank(_ input: Shape, axes: Int) throws(ShapeError) {
    guard input.rank != axes + 1 else { return }
    throw ShapeError(self, axes == 2 ? .notImage(got: input) : .convolution(.rank(axes: axes, got: input)))
  }

  /// Checks the numbers that do not depend on the input.
  func check(_ options: ConvolutionOptions, filters: Int) throws(ShapeError) {
    guard filters > 0 else { throw ShapeError(self, .notPositive("number of filters", "\(filters)")) }
    for (what, sizes) in [
      ("window", options.kernel), ("stride", options.stride), ("dilation", options.dilation),
    ] {
      guard sizes.allSatisfy({ $0 > 0 }) else { throw ShapeError(self, .notPositive(what, text(sizes))) }
    }
    guard options.groups > 0 else {
      throw ShapeError(self, .notPositive("number of groups", "\(options.groups)"))
    }
    if let axes = options.padding.axes, axes != options.axes {
      throw ShapeError(self, .convolution(.paddingAxes(expected: options.axes, got: axes)))
    }
  }

  /// Returns the geometry over an input, whose rank has been checked, as have the options.
  func checkedGeometry(
    _ input: Shape, _ options: ConvolutionOptions, groups: Int
  ) throws(ShapeError) -> ConvolutionGeometry {
    let geometry = options.geometry(Array(input.dimensions.dropFirst()), groups: groups)
    for axis in geometry.axes {
      guard axis.sides.before >= 0, axis.sides.after >= 0 else {
        throw ShapeError(
          self, .convolution(.negative("padding", "\(min(axis.sides.before, axis.sides.after))")))
      }
      guard options.paddingMode.allows(axis.sides, size: axis.input) else {
        throw ShapeError(
          self, .convolution(.padding(mode: options.paddingMode, sides: axis.sides, size: axis.input)))
      }
    }
    guard geometry.fits else { throw ShapeError(self, .convolution(.windowTooLarge(geometry))) }
    if options.stridePolicy == .strict, geometry.axes.contains(where: { $0.dropped > 0 }) {
      throw ShapeError(self, .convolution(.unevenStride(geometry)))
    }
    return geometry
  }
  /// Checks that channels and filters can be divided into groups.
  func checkGroups(_ groups: Int, channels: Int, filters: Int) throws(ShapeError) {
    guard channels > 0 else { throw ShapeError(self, .notPositive("number of channels", "\(channels)")) }
    guard channels % groups == 0, filters % groups == 0 else {
      throw ShapeError(self, .convolution(.groups(groups, channels: channels, filters: filters)))
    }
  }
}
