internal import Foundation

/// Typesets the formulas of one handout; the engine starts at the first one that is not cached.
final class MathTypesetter {
  private let findings: Findings
  private let cache: MarkupCache
  private let deadline: Deadline
  private var engine: KaTeX?
  private var isUnavailable = false
  private var definitions = MathDefinitions()

  init(_ findings: Findings, cache: MarkupCache, deadline: Deadline) {
    self.findings = findings
    self.cache = cache
    self.deadline = deadline
  }

  /// Returns the MathML of `formula`, or its source in red if TeX doesn't understand it.
  func html(_ formula: Formula) -> HTML {
    let source = HTML.element("code", [:], HTML(formula.source))
    switch typeset(formula) {
    case nil: return wrapped(source, formula)
    case .success(let markup): return wrapped(markup, formula)
    case .failure(let failure):
      let message = MathTypesetter.message(failure)
      findings.problems.append(.init(.error, message, at: MathTypesetter.location(failure, in: formula)))
      let reason = HTML.element("span", ["class": "reason"], HTML(message))
      return wrapped(.element("span", ["class": "math-error"], source, HTML(" "), reason), formula)
    }
  }

  /// Returns the MathML of `formula`; nil without an engine or time.
  private func typeset(_ formula: Formula) -> Result<HTML, KaTeX.Failure>? {
    let key = MarkupCache.Key.formula(
      formula.tex, isDisplay: formula.isDisplay, after: definitions.digest)
    let isDefinition = definitions.mayBe(formula.tex)
    // An engine that runs has to take in what is defined; one that starts later takes them in then.
    if !isDefinition || engine == nil, let known = cache.markup(of: key) {
      if isDefinition { definitions.append(formula) }
      return .success(known)
    }
    if !isDefinition, let failure = cache.failure(of: key) { return .failure(failure) }
    guard hasTime(for: formula), let engine = startedEngine(for: formula) else { return nil }
    let result = Result { () throws(KaTeX.Failure) in
      let markup = try engine.mathML(formula.tex, isDisplay: formula.isDisplay, until: deadline)
      return HTML(trusted: MathSpacing.corrected(in: MathVariant.resolved(markup)))
    }
    if engine.isSpent {
      self.engine = nil
      guard hasTime(for: formula) else { return nil }
    } else if isDefinition {
      definitions.append(formula)
    }
    switch result {
    case .success(let markup): cache.keep(markup, of: key)
    // Other failures cost nothing.
    case .failure(let failure): if engine.isSpent { cache.keep(failure, of: key) }
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
    do throws(KaTeX.Unavailable) { engine = try KaTeX(path: cache.mathLibrary) } catch {
      isUnavailable = true
      let message = "formulas cannot be typeset: \(error.reason)"
      findings.problems.append(.init(.error, message, at: formula.location))
    }
    // One before it was spent and took them along, or their markup was cached.
    for definition in definitions.formulas {
      _ = try? engine?.mathML(definition.tex, isDisplay: definition.isDisplay, until: deadline)
      if engine?.isSpent == true {
        engine = nil
        _ = hasTime(for: formula)
      }
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
