internal import Notebooks

/// One line a notebook, at the end of a call that ran several.
enum BatchSummary {
  /// Returns the table, each line ended.
  static func text(of entries: [Batch.Entry], style: TerminalStyle) -> String {
    let width = entries.map(\.path.escapedForLine.count).max() ?? 0
    let lines = entries.map { entry in
      let name = entry.path.escapedForLine
      let path = name + String(repeating: " ", count: width - name.count)
      guard let status = entry.status else { return "- \(path)  not run\n" }
      let seconds = "\((entry.seconds * 10).rounded() / 10) s"
      return "\(style.mark(status == .succeeded)) \(path)  \(status.words)  \(seconds)\n"
    }
    let failed = entries.count { $0.status != .succeeded }
    let sum =
      failed == 0
      ? "\(style.mark(true)) \(entries.count) notebooks\n"
      : "\(style.mark(false)) \(entries.count) notebooks, \(failed) failed\n"
    return "\n" + lines.joined() + sum
  }
}
