/// The outcome of one `expect`, checked when the notebook ran.
public struct Expectation: Sendable, Equatable {
  /// Whether it holds.
  public var passed: Bool
  /// Whether the cell fails if it does not hold; false for an expectation about an example that has been changed.
  public var isBinding: Bool
  /// What the author calls the expectation; empty when nothing was said.
  public var comment: String
  /// What was found, and what had to be found, when the expectation failed.
  public var details: String
  /// The line of the call in the markdown file, from 1.
  public var line: Int
  /// The column of the call in the markdown file, from 1.
  public var column: Int

  /// Creates an outcome.
  public init(
    passed: Bool, isBinding: Bool = true, comment: String, details: String, line: Int, column: Int
  ) {
    self.passed = passed
    self.isBinding = isBinding
    self.comment = comment
    self.details = details
    self.line = line
    self.column = column
  }
}
