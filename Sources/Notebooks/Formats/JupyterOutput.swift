internal import Display
internal import Foundation

/// Outputs as Jupyter keeps them.
struct JupyterOutput {
  private let notebook: Notebook

  init(_ notebook: Notebook) { self.notebook = notebook }

  /// Returns the expectations that were checked one after the other.
  func json(_ rows: ExpectationRows) -> [JSON] {
    rows.rows.map { expectation($0.expectation, count: $0.count) }
      + (rows.summary(notebook.words).map { [shown(["text/plain": .string("✓ " + $0)])] } ?? [])
  }

  /// Returns `output`; a figure or a table comes in several forms at once.
  ///
  /// - Parameters:
  ///   - alternative: What the author says for those who do not see the figure; nil for nothing.
  ///   - caption: What stands below a figure, markdown.
  func json(_ output: Output, alternative: FigureAlternative, caption: String?) -> [JSON] {
    switch output {
    case .standardOutput(let text): [stream("stdout", text)]
    case .standardError(let text): [stream("stderr", text)]
    case .text(let text): [shown(["text/plain": .string(text)])]
    case .recorded(let value): [shown(["text/plain": .string(value.text)])]
    case .table(let table):
      [
        shown([
          "text/html": .string(
            TableRenderer.html(table, notebook.words, caption: HTML(table.caption)).markup),
          "text/plain": .string(PlainTable.text(of: table)),
        ])
      ]
    case .figure(let figure):
      [
        shown(
          [
            "image/png": .string(Data(figure.lightPNG).base64EncodedString()),
            "text/plain": .string(figure.description),
          ], metadata: ["image/png": .object(attributes(of: figure, alternative))])
      ] + (caption.map { [shown(["text/markdown": .string($0), "text/plain": .string($0)])] } ?? [])
    case .expectation(let expectation): [self.expectation(expectation)]
    case .diagnostic(let problem): [diagnostic(problem)]
    }
  }

  private func stream(_ name: String, _ text: String) -> JSON {
    .object(["name": .string(name), "output_type": .string("stream"), "text": .string(text)])
  }

  private func shown(_ data: JSON.Members, metadata: JSON.Members = [:]) -> JSON {
    .object([
      "data": .object(data), "metadata": .object(metadata), "output_type": .string("display_data"),
    ])
  }

  /// What converters make attributes of the picture.
  private func attributes(of figure: FigureOutput, _ alternative: FigureAlternative) -> JSON.Members {
    let alternative = JSON.string(alternative.text(for: figure, notebook.words))
    guard let width = figure.width, let height = figure.height, width.isFinite, height.isFinite else {
      return ["alt": alternative]
    }
    return ["alt": alternative, "height": .double(height), "width": .double(width)]
  }

  private func expectation(_ expectation: ExpectationOutput, count: Int = 1) -> JSON {
    let words = expectation.comment.isEmpty ? expectation.code : expectation.comment
    let name = count > 1 ? "\(words) × \(count)" : words
    if expectation.passed { return shown(["text/plain": .string("✓ " + name)]) }
    if let exemption = expectation.exemption {
      return shown([
        "text/plain": .string(
          "\(exemption.sign) \(name): \(notebook.words.exemption(exemption))\n\(expectation.details)")
      ])
    }
    return error(
      "ExpectationFailed", name,
      [notebook.location(expectation.location), expectation.code, expectation.details])
  }

  private func diagnostic(_ problem: Diagnostic) -> JSON {
    let location = problem.location.map { notebook.location($0) + ": " } ?? ""
    let notes = problem.notes.map { note in
      (note.location.map { notebook.location($0) + ": " } ?? "") + "note: " + note.message
    }
    let line = "\(location)\(problem.severity.rawValue): \(problem.message)"
    guard problem.severity == .error else {
      return stream("stderr", ([line] + notes).joined(separator: "\n") + "\n")
    }
    return error("Error", problem.message, [line] + notes)
  }

  private func error(_ name: String, _ message: String, _ trace: [String]) -> JSON {
    .object([
      "ename": .string(name), "evalue": .string(message), "output_type": .string("error"),
      "traceback": .array(trace.filter { !$0.isEmpty }.map(JSON.string)),
    ])
  }
}

/// A table in columns of equal width.
enum PlainTable {
  /// Returns `table`, each line without blanks at its end.
  static func text(of table: TableOutput) -> String {
    let rows = [table.columns] + table.rows
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    let lines = rows.map { row in
      let cells = row.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - text.count)
        let isRight = table.alignments.indices.contains(column) && table.alignments[column] == "right"
        return isRight ? space + text : text + space
      }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
    return lines.joined(separator: "\n")
  }
}
