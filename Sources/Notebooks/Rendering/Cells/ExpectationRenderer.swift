/// Turns checked expectations into rows with a mark.
struct ExpectationRenderer {
  /// The notebook, for places.
  let notebook: Notebook
  /// What the page says.
  let words: PageWords

  /// Returns one expectation, which was checked `count` times with the same outcome, as an item of a list.
  func html(_ expectation: ExpectationOutput, count: Int = 1) -> HTML {
    let code = expectation.code.trimmingBlanks
    var name: HTML =
      expectation.comment.isEmpty
      ? .element("code", [:], HTML(code)) : .element("span", [:], HTML(expectation.comment))
    if count > 1 { name += HTML(" × \(count)") }
    if expectation.passed {
      return .element("li", ["class": "passed"], mark("✓", words.holds), HTML(" "), name)
    }
    let location = HTML.element("span", ["class": "place"], HTML(notebook.location(expectation.location)))
    let details = [expectation.comment.isEmpty ? "" : code, expectation.details].filter { !$0.isEmpty }
      .joined(
        separator: "\n")
    let block = HTML.element("pre", ["tabindex": "0"], TextOutput.html(details, words))
    let sign =
      expectation.exemption.map { mark($0.sign, words.exemption($0)) } ?? mark("✗", words.doesNotHold)
    let exemption = expectation.exemption.map {
      HTML.element("span", ["class": "exemption"], HTML(" " + words.exemption($0)))
    }
    return .element(
      "li", ["class": expectation.isFailure ? "failed" : "exempt"], sign, HTML(" "), name,
      exemption ?? .empty,
      HTML(" "),
      location, details.isEmpty ? .empty : block)
  }

  /// Returns the item that says of several expectations that they hold.
  func passed(_ summary: String) -> HTML {
    .element(
      "li", ["class": "passed"], .element("span", ["class": "mark", "aria-hidden": "true"], HTML("✓")),
      HTML(" "),
      HTML(summary))
  }

  private func mark(_ sign: String, _ meaning: String) -> HTML {
    .element("span", ["class": "mark", "role": "img", "aria-label": meaning], HTML(sign))
  }
}

extension Notebook {
  /// Returns a place as handouts show it: without folder, since that is another one on every machine.
  func location(_ location: SourceLocation) -> String {
    let isSubmitted = submitted.map { location.line > $0.start } ?? false
    let file = isSubmitted ? submitted.map { Notebook.fileName(ofFileAt: $0.path) } : nil
    return "\(file ?? fileName):\(shownLine(location.line)):\(location.column)"
  }
}

extension ExpectationOutput.Exemption {
  /// The mark before the expectation, which tells it from others without colors, too.
  var sign: String {
    switch self {
    case .changedExample: "≠"
    case .openExercise: "○"
    }
  }
}
