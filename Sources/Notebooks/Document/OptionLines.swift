/// The lines at the top of a cell that hold options.
enum OptionLines {
  /// Returns `code` with `//|` in place of the `#|` that Quarto and Jupyter write at the top, which is no Swift.
  ///
  /// What stands behind a mark and a blank keeps its column.
  static func marked(_ code: String) -> String {
    guard code.contains("#|") else { return code }
    var isAtTop = true
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let bare = line.drop { $0 == " " || $0 == "\t" }
      isAtTop = isAtTop && (bare.isEmpty || bare.hasPrefix("//|") || bare.hasPrefix("#|"))
      guard isAtTop, bare.hasPrefix("#|") else { return String(line) }
      let value = bare.dropFirst(2)
      return line.prefix(line.count - bare.count) + "//|" + value.dropFirst(value.first == " " ? 1 : 0)
    }
    return lines.joined(separator: "\n")
  }
}
