/// The arithmetic of sizes in words.
extension ConvolutionGeometry {
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
    func isReached(_ axis: AxisGeometry, _ place: Int) -> Bool {
      (0..<axis.window).contains { axis.output(for: place, at: $0) != nil }
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
