/// A formula that was cut out of the prose.
package struct Formula: Equatable, Sendable {
  /// The TeX between the dollar signs.
  package var tex: String
  /// Whether it stands on its own (`$$`).
  package var isDisplay: Bool
  /// Where its first dollar sign is.
  package var location: SourceLocation
  /// The name that the author gave it, `$$ … $$ {#eq-name}`; nil if there is none.
  package var label: String?

  /// What the author wrote, apart from line ends.
  package var source: String {
    (isDisplay ? "$$\(tex)$$" : "$\(tex)$") + (label.map { " {#\($0)}" } ?? "")
  }
}
