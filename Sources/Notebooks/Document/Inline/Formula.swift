/// A formula that was taken out of the prose.
package struct Formula: Equatable, Sendable {
  /// The TeX between the dollar signs.
  package var tex: String
  /// Whether it stands on its own (`$$`).
  package var isDisplay: Bool
  /// What stands around it.
  package var delimiters = Delimiters.dollars
  /// Where its first dollar sign is.
  package var location: SourceLocation
  /// The name that the author gave it, `$$ … $$ {#eq-name}`; nil if there is none.
  package var label: String?

  /// What the author wrote, apart from line ends.
  package var source: String {
    switch delimiters {
    case .dollars: break
    case .brackets: return isDisplay ? "\\[\(tex)\\]" : "\\(\(tex)\\)"
    case .environment(let written): return written
    }
    return (isDisplay ? "$$\(tex)$$" : "$\(tex)$") + (label.map { " {#\($0)}" } ?? "")
  }

  /// What stands around a formula.
  package enum Delimiters: Equatable, Sendable {
    /// Dollar signs.
    case dollars
    /// `\(…\)` or `\[…\]`.
    case brackets
    /// Those of an environment, which as a whole was written so.
    case environment(String)
  }
}
