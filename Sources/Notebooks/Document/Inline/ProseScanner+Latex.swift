extension ProseScanner {
  /// A formula as LaTeX and MathJax write it.
  private struct LatexFormula {
    var tex: Range<Int>
    var end: Int
    var isDisplay: Bool
    /// The environment, without a star; nil for brackets.
    var environment: String?
  }

  /// Whether a formula without dollar signs begins at the position.
  var isAtLatexFormula: Bool { mutating get { latexRange() != nil } }

  /// Returns the formula without dollar signs that begins at the position, and moves behind it; nil if none does.
  ///
  /// Those are `\(…\)`, and on lines of their own `\[…\]`, `\begin{align}…\end{align}` and its like.
  mutating func latexFormula() -> Piece? {
    guard let range = latexRange() else { return nil }
    let start = position
    var tex = withoutQuoteMarks(text(range.tex))
    position = range.end
    var formula = Formula(
      tex: tex, isDisplay: range.isDisplay, delimiters: .brackets, location: location(start), label: nil)
    if let environment = range.environment {
      formula.delimiters = .environment(text(start..<range.end))
      if let label = tex.firstMatch(of: /\\label\{([\w:.-]+)\}/) {
        let name = String(label.1.map { $0 == ":" || $0 == "." ? "-" : $0 })
        formula.label = name.hasPrefix("eq-") ? name : "eq-" + name
        tex.removeSubrange(label.range)
      }
      let inner = ["align": "aligned", "gather": "gathered"][environment]
      formula.tex = inner.map { "\\begin{\($0)}\(tex)\\end{\($0)}" } ?? tex
    } else if range.isDisplay {
      formula.label = takeLabel()
    }
    return .formula(formula)
  }

  private mutating func latexRange() -> LatexFormula? {
    guard scalar(at: position) == "\\" else { return nil }
    let start = position + 2
    switch scalar(at: position + 1) {
    case "(":
      guard let end = latexEnds.next(")", from: start), isFormula(start..<end) else { return nil }
      return LatexFormula(tex: start..<end, end: end + 2, isDisplay: false)
    case "[":
      guard beginsLine(position), let end = latexEnds.next("]", from: start), isFormula(start..<end),
        endsLine(end + 2)
      else { return nil }
      return LatexFormula(tex: start..<end, end: end + 2, isDisplay: true)
    case "b":
      for name in ["align", "equation", "gather"] {
        for word in [name, name + "*"] {
          let (begin, close) = (
            Array("\\begin{\(word)}".unicodeScalars), Array("\\end{\(word)}".unicodeScalars)
          )
          guard scalars[position...].starts(with: begin), beginsLine(position) else { continue }
          let inner = position + begin.count
          guard let end = latexEnds.next("e", from: inner), scalars[end...].starts(with: close),
            endsLine(end + close.count)
          else { return nil }
          return LatexFormula(tex: inner..<end, end: end + close.count, isDisplay: true, environment: name)
        }
      }
      return nil
    default: return nil
    }
  }

  private func isFormula(_ range: Range<Int>) -> Bool {
    scalars[range].contains { !$0.properties.isWhitespace }
  }

  private func beginsLine(_ index: Int) -> Bool {
    for scalar in scalars[..<index].reversed() {
      if scalar == "\n" { return true }
      if scalar != " " && scalar != ">" { return false }
    }
    return true
  }

  private func endsLine(_ index: Int) -> Bool {
    let rest = scalars[min(index, scalars.count)...].drop { $0 == " " }
    return rest.isEmpty || rest.first == "\n" || rest.starts(with: "{#eq-".unicodeScalars)
  }
}

/// Where `\)`, `\]` and the outermost `\end` stand in a paragraph, asked for from left to right.
struct LatexEnds {
  private var indices: [Unicode.Scalar: ArraySlice<Int>]

  init(_ scalars: [Unicode.Scalar]) {
    var found: [Unicode.Scalar: [Int]] = [:]
    let (begin, end) = (Array("\\begin{".unicodeScalars), Array("\\end{".unicodeScalars))
    var depth = 0
    var index = 0
    while index < scalars.count {
      guard scalars[index] == "\\", index + 1 < scalars.count else {
        index += 1
        continue
      }
      switch scalars[index + 1] {
      case ")", "]": found[scalars[index + 1], default: []].append(index)
      case "b" where scalars[index...].starts(with: begin): depth += 1
      case "e" where scalars[index...].starts(with: end):
        depth = max(depth - 1, 0)
        if depth == 0 { found["e", default: []].append(index) }
      default: break
      }
      index += 2
    }
    indices = found.mapValues { $0[...] }
  }

  /// Returns the first place of `mark` from `position` on; nil if there is none.
  mutating func next(_ mark: Unicode.Scalar, from position: Int) -> Int? {
    while let first = indices[mark]?.first, first < position { indices[mark]?.removeFirst() }
    return indices[mark]?.first
  }
}
