internal import Display

/// Compares one output with the stored one, each kind in its own way.
struct OutputComparison {
  /// How far numbers may be from the stored ones.
  let tolerance: Tolerance

  /// What differs within an output.
  struct Part: Equatable {
    var subject: String
    var stored: String?
    var found: String?
  }

  /// Returns what differs; nil stands for an output that is not there.
  func compare(_ stored: Output?, _ found: Output?) -> [Part] {
    switch (stored, found) {
    case (.standardOutput(let old), .standardOutput(let new)): texts("what it printed", old, new)
    case (.standardError(let old), .standardError(let new)): texts("standard error", old, new)
    case (.text(let old), .text(let new)): texts("the value", old, new)
    case (.recorded(let old), .recorded(let new)): recorded(old, new)
    case (.table(let old), .table(let new)): tables(old, new)
    case (.figure(let old), .figure(let new)): figures(old, new)
    case (.expectation(let old), .expectation(let new)): expectations(old, new)
    case (.diagnostic(let old), .diagnostic(let new)): diagnostics(old, new)
    default: [Part(subject: "the output", stored: stored?.summary, found: found?.summary)]
    }
  }

  private func texts(_ subject: String, _ stored: String, _ found: String) -> [Part] {
    tolerance.allows(stored, found) ? [] : [Part(subject: subject, stored: stored, found: found)]
  }

  private func recorded(_ stored: RecordedValue, _ found: RecordedValue) -> [Part] {
    // All digits count, not only those that are shown.
    let words = { (value: RecordedValue) in "\(value.name): \(value.spelling)" }
    return texts("the recorded number", words(stored), words(found))
  }

  private func tables(_ stored: TableOutput, _ found: TableOutput) -> [Part] {
    var parts = texts("the table's caption", stored.caption, found.caption)
    guard stored.columns == found.columns, stored.alignments == found.alignments,
      stored.rows.map(\.count) == found.rows.map(\.count)
    else {
      let size = { (table: TableOutput) in
        let cells = table.rows.reduce(0) { $0 + $1.count }
        let columns = zip(table.columns, table.alignments).map { "'\($0)' (\($1))" }
        return "rows: \(table.rows.count), cells: \(cells), columns: \(columns.joined(separator: ", "))"
      }
      return parts + [Part(subject: "the table's shape", stored: size(stored), found: size(found))]
    }
    for (row, (old, new)) in zip(stored.rows, found.rows).enumerated() {
      for (column, (left, right)) in zip(old, new).enumerated() where !tolerance.allows(left, right) {
        let name = found.columns.indices.contains(column) ? "'\(found.columns[column])'" : "\(column + 1)"
        parts.append(Part(subject: "the table, row \(row + 1), column \(name)", stored: left, found: right))
      }
    }
    return parts
  }

  private func expectations(_ stored: ExpectationOutput, _ found: ExpectationOutput) -> [Part] {
    let parts = { (expectation: ExpectationOutput) in
      [
        expectation.passed ? "holds" : expectation.exemption?.words ?? "fails", expectation.comment,
        expectation.code, expectation.details,
      ]
    }
    if allows(parts(stored), parts(found)) { return [] }
    let words = { (expectation: ExpectationOutput) in
      parts(expectation).filter { !$0.isEmpty }.joined(separator: "\n")
    }
    return [Part(subject: "an expectation", stored: words(stored), found: words(found))]
  }

  private func diagnostics(_ stored: Diagnostic, _ found: Diagnostic) -> [Part] {
    if allows(Self.statement(of: stored), Self.statement(of: found)) { return [] }
    return [Part(subject: "the \(found.severity.rawValue)", stored: stored.summary, found: found.summary)]
  }

  /// What a diagnostic states, part by part, its notes included; a place may move, but not come or go.
  static func statement(of diagnostic: Diagnostic) -> [String] {
    let location = diagnostic.location == nil ? " of no place" : ""
    return [diagnostic.severity.rawValue + location, diagnostic.message]
      + diagnostic.notes.flatMap { statement(of: $0) }
  }

  /// Whether each of `found` may stand for its counterpart.
  private func allows(_ stored: [String], _ found: [String]) -> Bool {
    stored.count == found.count && zip(stored, found).allSatisfy { tolerance.allows($0, $1) }
  }

  private func figures(_ stored: FigureOutput, _ found: FigureOutput) -> [Part] {
    var parts = texts("the figure's description", stored.description, found.description)
    // The description is among the data, too.
    let isDescribedOtherwise = !parts.isEmpty
    if stored.name != found.name {
      parts.append(Part(subject: "the figure's name", stored: stored.name, found: found.name))
    }
    if (stored.width, stored.height) != (found.width, found.height) {
      parts.append(Part(subject: "the figure's size", stored: stored.size, found: found.size))
    }
    if stored.data != found.data {
      let data = SeriesComparison(tolerance: tolerance).compare(stored.data, found.data)
      if (stored.darkPNG == nil) != (found.darkPNG == nil) {
        parts.append(
          Part(
            subject: "the dark picture", stored: stored.darkPNG.map { _ in "a picture" },
            found: found.darkPNG.map { _ in "a picture" }))
      }
      // With other numbers, within the tolerance or not, the picture is another one too.
      return parts
        + data.filter { !isDescribedOtherwise || $0.subject != "description" }.map {
          Part(subject: "the figure, \($0.subject)", stored: $0.stored, found: $0.found)
        }
    }
    for (subject, old, new) in [
      ("the picture", stored.lightPNG as [UInt8]?, found.lightPNG as [UInt8]?),
      ("the dark picture", stored.darkPNG, found.darkPNG),
    ] where old != new {
      guard let difference = PictureComparison.difference(old, new) else { continue }
      parts.append(Part(subject: subject, stored: difference.stored, found: difference.found))
    }
    return parts
  }
}

extension FigureOutput {
  /// The size at which it is shown, in words.
  fileprivate var size: String {
    [width, height].map { $0.map { "\($0)" } ?? "unknown" }.joined(separator: " × ")
  }
}

extension Diagnostic {
  /// The diagnostic and its notes in words.
  var summary: String {
    (["\(severity.rawValue): \(message)"] + notes.map(\.summary)).joined(separator: "\n")
  }
}

extension Output {
  /// The output in a few words.
  fileprivate var summary: String {
    switch self {
    case .standardOutput(let text): "printed: \(text)"
    case .standardError(let text): "standard error: \(text)"
    case .text(let text): "a value: \(text)"
    case .recorded(let value): "a recorded number: \(value.text)"
    case .table(let table): "a table of \(table.rows.count) rows"
    case .figure(let figure): "a figure: \(figure.description)"
    case .expectation(let expectation): "an expectation: \(expectation.code)"
    case .diagnostic(let problem): problem.summary
    }
  }
}
