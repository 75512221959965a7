extension ConvolutionGeometry {
  /// Returns the geometry of the correlation that a transposed convolution runs backward.
  ///
  /// Its output is what the transposed convolution takes, and its input is what that gives:
  ///
  ///     (input − 1) · stride + extent − before − after + outputPadding
  ///
  /// along each axis; with `.same` it is `input · stride`.
  ///
  /// - Precondition: there are as many sizes of each kind as axes, and all are positive, but for the output
  ///   padding, which is less than the stride.
  public init(
    transposing input: [Int], window: [Int], stride: [Int], padding: Padding = .valid,
    outputPadding: [Int]? = nil, dilation: [Int]? = nil, groups: Int = 1
  ) {
    let dilation = dilation ?? input.map { _ in 1 }
    let outputPadding = outputPadding ?? input.map { _ in 0 }
    require(
      input.count == window.count && input.count == stride.count && input.count == dilation.count
        && input.count == outputPadding.count,
      "expected sizes along \(input.count) axes, got a window \(window), stride \(stride), dilation"
        + " \(dilation), output padding \(outputPadding)")
    require(stride.allSatisfy { $0 > 0 }, "a stride is at least 1, got \(stride)")
    let extents = zip(window, dilation).map { ($0 - 1) * $1 + 1 }
    let spread = zip(input, stride).map { $0 * $1 }
    let sides = padding.sides(input: spread, extent: extents, stride: stride)
    let axes = input.indices.map { axis in
      require(
        outputPadding[axis] >= 0 && outputPadding[axis] < stride[axis],
        "the output padding must be less than the stride \(stride[axis]), got \(outputPadding[axis])")
      let reached = (input[axis] - 1) * stride[axis] + extents[axis] + outputPadding[axis]
      let size = padding == .same ? spread[axis] : reached - sides[axis].before - sides[axis].after
      return AxisGeometry(
        input: max(0, size), window: window[axis], stride: stride[axis], dilation: dilation[axis],
        sides: sides[axis])
    }
    self.init(axes: axes, groups: groups)
  }
}
