/// What can be wrong with the windows of a layer and its input, as facts.
public enum WindowProblem: Sendable, Equatable {
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
  case windowTooLarge(WindowGeometry)
  /// The stride does not divide evenly, and the layer is strict.
  case unevenStride(WindowGeometry)
  /// The output padding of a transposed convolution is not less than the stride.
  case outputPadding([Int], stride: [Int])
  /// A window would lie on padding alone, which has no maximum and no mean.
  case emptyWindow(window: [Int])
  /// The padding takes away the whole output of a transposed convolution.
  case nothingLeft([Int])
  /// A locally connected layer was built for another number of windows.
  case positions(expected: Int, got: Int, input: Shape)
}

extension WindowProblem: CustomStringConvertible {
  /// What happened, with the arithmetic, and a remedy.
  public var description: String {
    switch self {
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
    case .emptyWindow(let window):
      "the padding must be less than the \(text(window)) window, as a window of padding alone has no value."
    case .nothingLeft(let sizes):
      "the padding takes away the whole output: \(text(sizes)) is left. Use less padding."
    case .positions(let expected, let got, let input):
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

/// The arithmetic of sizes in words.
extension WindowGeometry {
  /// What the axes are called in messages, outermost first.
  var axisNames: [String] {
    switch rank {
    case 1: ["elements"]
    case 2: ["rows", "columns"]
    default: ["planes", "rows", "columns"]
    }
  }

  private var inputName: String { ["signal", "image", "volume"][rank - 1] }

  private var isDilated: Bool { axes.contains { $0.dilation > 1 } }

  /// Why no window fits.
  var tooLargeMessage: String {
    let arithmetic = zip(axisNames, axes).filter { $1.output == 0 }.map { name, axis in
      "\(axis.input) + \(axis.sides.before) + \(axis.sides.after) = \(axis.padded) \(name) < "
        + (axis.dilation == 1
          ? "\(axis.window)" : "(\(axis.window) − 1)·\(axis.dilation) + 1 = \(axis.extent)")
    }
    let window =
      "\(text(windowSizes)) window" + (isDilated ? " with dilation \(text(axes.map(\.dilation)))" : "")
    return "the \(window) does not fit the \(text(inputSizes)) \(inputName) with its padding: "
      + "\(arithmetic.joined(separator: ", ")). "
      + "Use a smaller window, \(isDilated ? "less dilation, " : "")padding: .same, or fewer poolings before it."
  }

  /// Why the stride leaves something out, with a picture of it.
  var unevenMessage: String {
    let arithmetic = zip(axisNames, axes).filter { $1.dropped > 0 }.map { name, axis in
      "(\(axis.input) + \(axis.sides.before) + \(axis.sides.after) − \(axis.extent)) / \(axis.stride) + 1 "
        + "leaves \(axis.dropped) \(axis.dropped == 1 ? String(name.dropLast()) : name) over"
    }
    return
      "the stride \(text(axes.map(\.stride))) does not divide evenly: \(arithmetic.joined(separator: ", ")). "
      + "Change the padding, or let stridePolicy: .floor leave them out." + coverage
  }

  /// A picture of the pixels that windows reach (■) and of those that none reaches (·).
  ///
  /// It is empty for large inputs.
  private var coverage: String {
    guard rank == 2, rows.input <= 20, columns.input <= 40 else { return "" }
    func isReached(_ axis: AxisGeometry, _ position: Int) -> Bool {
      (0..<axis.window).contains { axis.output(for: position, at: $0) != nil }
    }
    return "\n"
      + (0..<rows.input).map { row in
        "\n"
          + (0..<columns.input).map { column in
            isReached(rows, row) && isReached(columns, column) ? "■" : "·"
          }.joined(separator: " ")
      }.joined()
  }

  /// Which rows and columns of the input no window reaches, as the stride does not divide evenly.
  ///
  /// It is nil if all are reached.
  var droppedNote: String? {
    let lost = zip(axisNames, axes).compactMap { name, axis -> String? in
      let count = axis.dropped - axis.sides.after
      guard count > 0 else { return nil }
      return count == 1 ? "the last \(name.dropLast())" : "the last \(count) \(name)"
    }
    guard !lost.isEmpty else { return nil }
    return "stride \(text(axes.map(\.stride))) leaves out \(lost.joined(separator: " and ")) of"
      + " \(text(inputSizes))"
  }
}
