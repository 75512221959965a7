/// What can be wrong with a convolution and its input, as facts.
public enum ConvolutionProblem: Sendable, Equatable {
  /// The layer takes a signal `[C, L]` or a volume `[C, D, H, W]`.
  case rank(axes: Int, got: Shape)
  /// The layer was built for another number of channels.
  case channels(expected: Int, got: Shape)
  /// Channels or filters cannot be divided into the groups.
  case groups(Int, channels: Int, filters: Int)
  /// The padding is for another number of axes.
  case paddingAxes(expected: Int, got: Int)
  /// A number that must not be negative is.
  case negative(String, String)
  /// The padding mode cannot continue the input so far.
  case padding(mode: PaddingMode, sides: Sides, size: Int)
  /// No window fits into the padded input.
  case windowTooLarge(ConvolutionGeometry)
  /// The stride does not divide evenly, and the layer is strict.
  case unevenStride(ConvolutionGeometry)
  /// The output padding of a transposed convolution is not less than the stride.
  case outputPadding([Int], stride: [Int])
  /// The padding takes away the whole output of a transposed convolution.
  case nothingLeft([Int])
  /// A locally connected layer was built for another number of windows.
  case places(expected: Int, got: Int, input: Shape)
}

extension ConvolutionProblem: CustomStringConvertible {
  /// What happened, with the arithmetic, and a remedy.
  public var description: String {
    switch self {
    case .rank(let axes, let got):
      "expected \(axes == 1 ? "a signal [channels, length]" : "a volume [channels, depth, rows, columns]"),"
        + " got \(got). Build the model with such a shape."
    case .channels(let expected, let got):
      "it was built for \(expected) channels, the input \(got) has \(got[0]). "
        + "Build the model again for this input."
    case .groups(let groups, let channels, let filters):
      Self.explain(groups: groups, channels: channels, filters: filters)
    case .paddingAxes(let expected, let got):
      "its padding is for \(got) \(got == 1 ? "axis" : "axes"), its input has \(expected). "
        + "Use one number for all sides, or \(expected == 1 ? "one" : "\(expected)") in an array."
    case .negative(let what, let value):
      "the \(what) must not be negative, got \(value)."
    case .padding(let mode, let sides, let size):
      "\(mode.rawValue) padding continues \(size) elements by \(mode.limit(size: size) ?? 0) at most, got"
        + " \(max(sides.before, sides.after)). Use less padding, or paddingMode: .zeros."
    case .windowTooLarge(let geometry): geometry.tooLargeMessage
    case .unevenStride(let geometry): geometry.unevenMessage
    case .outputPadding(let got, let stride):
      "the output padding must be at least 0 and less than the stride \(text(stride)), got \(text(got)). "
        + "It chooses among the sizes that a stride makes equal."
    case .nothingLeft(let sizes):
      "the padding takes away the whole output: \(text(sizes)) is left. Use less padding."
    case .places(let expected, let got, let input):
      "it has weights for \(expected) windows, the input \(input) has \(got). Build the model again for this"
        + " input; a convolution shares its weights and takes any size."
    }
  }

  private static func explain(groups: Int, channels: Int, filters: Int) -> String {
    var rests: [String] = []
    if channels % groups != 0 {
      rests.append("\(channels) channels / \(groups) = \(parts(channels, groups))")
    }
    if filters % groups != 0 { rests.append("\(filters) filters / \(groups) = \(parts(filters, groups))") }
    return "\(groups) groups do not divide its channels and filters evenly: \(rests.joined(separator: ", "))."
      + " Use a number of groups that divides both."
  }

  private static func parts(_ count: Int, _ groups: Int) -> String {
    "\(count / groups) remainder \(count % groups)"
  }
}
