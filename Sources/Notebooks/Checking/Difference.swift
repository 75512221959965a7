/// One way in which a run differs from what is stored of an earlier one.
public struct Difference: Sendable, Equatable {
  /// The name of the cell; nil if it is about the notebook as a whole.
  public var cell: String?
  /// What differs: "output 2, the value", "table, row 3, column 'loss'".
  public var subject: String
  /// What is stored; nil if nothing is.
  public var stored: String?
  /// What the run gave; nil if it gave nothing.
  public var found: String?

  /// Creates a difference.
  public init(cell: String?, subject: String, stored: String?, found: String?) {
    self.cell = cell
    self.subject = subject
    self.stored = stored
    self.found = found
  }
}
