import Notebooks

/// Renders markdown as a page for a test.
struct Rendered {
  let notebook: Notebook
  let handout: Handout

  /// Renders `text` with `outputs` of its first cell.
  init(_ text: String, _ outputs: [Output] = [], outcome: CellOutcome = .succeeded) throws {
    notebook = MarkdownReader.read(text: text, path: "notes/page.md")
    let cells = notebook.cells.map {
      CellResult(
        number: $0.number, name: $0.name, outcome: $0.number == 1 ? outcome : .succeeded,
        outputs: $0.number == 1 ? outputs : [])
    }
    handout = HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: cells))
  }

  /// What is between `<main>` and `</main>`.
  var main: String { between("<main id=\"content\">", "</main>") }

  /// The whole page without its style sheet and script.
  var page: String {
    let html = handout.html
    guard let start = html.range(of: "<style>"), let end = html.range(of: "</script>") else { return html }
    return String(html[..<start.lowerBound] + html[end.upperBound...])
  }

  /// What comes up, as the terminal shows it.
  var problems: [String] {
    handout.problems.map {
      "\($0.location?.line ?? 0):\($0.location?.column ?? 0): \($0.severity): \($0.message)"
    }
  }

  /// Returns what is between the first `start` and the next `end`.
  func between(_ start: String, _ end: String) -> String {
    guard let from = handout.html.range(of: start),
      let to = handout.html[from.upperBound...].range(of: end)
    else { return "" }
    return String(handout.html[from.upperBound..<to.lowerBound])
  }
}

extension String {
  /// Returns the first range of `text`, compared scalar by scalar.
  func range(of text: String) -> Range<Index>? { self[...].range(of: text) }
}

extension Substring {
  /// Returns the first range of `text`, compared scalar by scalar.
  func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
