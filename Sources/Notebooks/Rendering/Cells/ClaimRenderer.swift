/// Turns checked claims into rows with a mark.
struct ClaimRenderer {
  /// The notebook, for places.
  let notebook: Notebook

  /// Returns one claim, which was checked `count` times with the same outcome, as an item of a list.
  func html(_ claim: ExpectationOutput, count: Int = 1) -> HTML {
    let code = claim.code.trimmingBlanks
    var name: HTML =
      claim.comment.isEmpty ? .element("code", [:], HTML(code)) : .element("span", [:], HTML(claim.comment))
    if count > 1 { name += HTML(" × \(count)") }
    if claim.passed {
      return .element("li", ["class": "passed"], mark("✓", "holds"), HTML(" "), name)
    }
    let place = HTML.element("span", ["class": "place"], HTML(notebook.place(claim.location)))
    let details = [claim.comment.isEmpty ? "" : code, claim.details].filter { !$0.isEmpty }.joined(
      separator: "\n")
    let block = HTML.element("pre", ["tabindex": "0"], TextOutput.html(details))
    let sign = claim.exemption.map { mark($0.sign, $0.words) } ?? mark("✗", "does not hold")
    let words = claim.exemption.map { HTML.element("span", ["class": "exemption"], HTML(" " + $0.words)) }
    return .element(
      "li", ["class": claim.isFailure ? "failed" : "exempt"], sign, HTML(" "), name, words ?? .empty,
      HTML(" "),
      place, details.isEmpty ? .empty : block)
  }

  private func mark(_ sign: String, _ meaning: String) -> HTML {
    .element("span", ["class": "mark", "role": "img", "aria-label": meaning], HTML(sign))
  }
}

extension Notebook {
  /// Returns a place as handouts show it: without folder, since that is another one on every machine.
  func place(_ location: SourceLocation) -> String { "\(fileName):\(location.line):\(location.column)" }
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
