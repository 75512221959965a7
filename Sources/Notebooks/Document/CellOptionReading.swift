/// What the option lines of a cell say, and what is wrong with them.
struct CellOptionReading {
  /// The options.
  let options: CellOptions
  /// What is wrong.
  let problems: [Diagnostic]
  /// Where each option was written.
  let locations: [String: SourceLocation]
  /// Where the text of each option begins.
  let textLocations: [String: SourceLocation]

  /// Reads the lines at the top of `cell` that begin with `//|`.
  init(of cell: Cell) {
    var reader = OptionReader(CellOptions(), keys: CellOptions.keys, noun: "option")
    let count = cell.optionLineCount
    for (offset, line) in cell.lines.enumerated() {
      guard let mark = CellOptionReading.markLength(line) else { continue }
      let start = SourceLocation(line: cell.firstLine + offset, column: cell.indentation + mark + 1)
      if offset < count {
        let yaml = ExpectedFailure.quotingValue(of: String(line.utf8.dropFirst(mark)) ?? "")
        if !yaml.trimmingBlanks.isEmpty { reader.read(yaml, from: start) }
      } else {
        let message = "this option is below the code and says nothing; move it to the top of the cell"
        let column = cell.indentation + line.prefix { $0 == " " || $0 == "\t" }.utf8.count + 1
        reader.problems.append(.init(.warning, message, at: .init(line: start.line, column: column)))
      }
    }
    options = reader.subject
    problems = reader.problems
    locations = reader.locations
    textLocations = reader.textLocations
  }

  /// Returns the number of bytes up to the first character of the option; nil if `line` is code.
  private static func markLength(_ line: Substring) -> Int? {
    let bare = line.drop { $0 == " " || $0 == "\t" }
    guard bare.hasPrefix("//|") else { return nil }
    let yaml = bare.dropFirst(3).drop { $0 == " " || $0 == "\t" }
    return line.utf8.count - yaml.utf8.count
  }
}
