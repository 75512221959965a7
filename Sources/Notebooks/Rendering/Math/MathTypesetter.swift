internal import Foundation

/// Typesets the formulas of one handout; the engine starts at the first one.
final class MathTypesetter {
  private let findings: Findings
  private let libraryPath: String
  private let deadline: Deadline
  private var engine: KaTeX?
  private var isUnavailable = false
  /// The formulas so far that define macros for those that follow.
  private var definitions: [Formula] = []

  init(_ findings: Findings, libraryPath: String, deadline: Deadline) {
    self.findings = findings
    self.libraryPath = libraryPath
    self.deadline = deadline
  }

  /// Returns the MathML of `formula`, or its source in red if TeX doesn't understand it.
  func html(_ formula: Formula) -> HTML {
    let source = HTML.element("code", [:], HTML(formula.source))
    switch typeset(formula) {
    case nil: return wrapped(source, formula)
    case .success(let markup): return wrapped(.init(trusted: markup), formula)
    case .failure(let failure):
      let message = MathTypesetter.message(failure)
      findings.problems.append(.init(.error, message, at: MathTypesetter.location(failure, in: formula)))
      let reason = HTML.element("span", ["class": "reason"], HTML(message))
      return wrapped(.element("span", ["class": "math-error"], source, HTML(" "), reason), formula)
    }
  }

  /// Returns the MathML of `formula`; nil without an engine or time.
  private func typeset(_ formula: Formula) -> Result<String, KaTeX.Failure>? {
    let key = MathCache.Key(
      tex: formula.tex, isDisplay: formula.isDisplay, definitions: definitions.map(\.tex),
      library: libraryPath)
    // The engine has to take in what is defined.
    let isDefinition = formula.tex.contains(/\\(gdef|xdef|global)\b/)
    if !isDefinition, let known = MathCache.result(key) { return known }
    guard hasTime(for: formula), let engine = startedEngine(for: formula) else { return nil }
    let result = Result { () throws(KaTeX.Failure) in
      let markup = try engine.mathML(formula.tex, isDisplay: formula.isDisplay, until: deadline)
      return FunctionSpacing.added(to: MathVariant.resolved(markup))
    }
    if engine.isSpent {
      self.engine = nil
      guard hasTime(for: formula) else { return nil }
    }
    if isDefinition {
      definitions.append(formula)
    } else {
      MathCache.keep(result, isSlow: engine.isSpent, for: key)
    }
    return result
  }

  private func hasTime(for formula: Formula) -> Bool {
    guard deadline.isOver else { return true }
    findings.tellTimeIsUp(deadline, "formulas from here on are shown as TeX", at: formula.location)
    return false
  }

  /// Without an engine formulas are shown as TeX: a run that took hours must not be lost for them.
  private func startedEngine(for formula: Formula) -> KaTeX? {
    guard engine == nil, !isUnavailable else { return engine }
    do throws(KaTeX.Unavailable) { engine = try KaTeX(path: libraryPath) } catch {
      isUnavailable = true
      let message = "formulas cannot be typeset: \(error.reason)"
      findings.problems.append(.init(.error, message, at: formula.location))
    }
    // One before it was spent and took them along.
    for definition in definitions {
      _ = try? engine?.mathML(definition.tex, isDisplay: definition.isDisplay, until: deadline)
    }
    return engine
  }

  private func wrapped(_ inner: HTML, _ formula: Formula) -> HTML {
    // A paragraph may hold it, so it is no div.
    formula.isDisplay ? .element("span", ["class": "math-display", "tabindex": "0"], inner) : inner
  }

  /// KaTeX repeats the formula in its message; its place is told by the location.
  private static func message(_ failure: KaTeX.Failure) -> String {
    var text = failure.message[...]
    for prefix in ["KaTeX parse error: ", "ParseError: "] where text.hasPrefix(prefix) {
      text = text.dropFirst(prefix.count)
    }
    if let end = text.range(of: " at position ") ?? text.range(of: " at end of input") {
      let atEnd = text[end].hasSuffix("input") ? " at the end of the formula" : ""
      text = text[..<end.lowerBound] + atEnd
    }
    return "TeX: \(text)"
  }

  private static func location(_ failure: KaTeX.Failure, in formula: Formula) -> SourceLocation {
    // What is missing at the end is better shown behind the last character than on the line of the dollars.
    let tex = formula.tex.reversed().drop(while: \.isWhitespace).reversed()
    let before = String(decoding: Array(String(tex).utf16.prefix(failure.position ?? 0)), as: UTF16.self)
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    var location = formula.location
    location.line += lines.count - 1
    let indentation = lines.count > 1 ? 1 : location.column + (formula.isDisplay ? 2 : 1)
    location.column = indentation + (lines.last?.utf8.count ?? 0)
    return location
  }
}
