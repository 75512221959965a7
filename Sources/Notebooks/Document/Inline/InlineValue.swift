/// An expression in the prose, `` `{swift} expression` ``, whose value stands in the sentence.
package struct InlineValue: Equatable, Sendable {
  /// The expression, in its own lines.
  package var expression: String
  /// Where its first character is.
  package var location: SourceLocation
  /// What the author wrote, with the backticks.
  package var source: String
  /// Whether it is an expectation of a quiz, which is checked and has no text.
  package var isExpectation = false

  /// Creates a value.
  package init(expression: String, location: SourceLocation, source: String, isExpectation: Bool = false) {
    self.expression = expression
    self.location = location
    self.source = source
    self.isExpectation = isExpectation
  }
}
