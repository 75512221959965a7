/// Something to tell the author about a place in the markdown file.
public struct Diagnostic: Sendable, Equatable, Codable {
  /// The severity.
  public enum Severity: String, Sendable, Codable, CaseIterable {
    case error, warning, note
  }

  /// The severity.
  public var severity: Severity
  /// What is wrong, in one line or more.
  public var message: String
  /// Where; nil if it belongs to no place in the file.
  public var location: SourceLocation?
  /// More to know, each at a place of its own.
  public var notes: [Diagnostic]

  /// Creates a diagnostic.
  public init(
    _ severity: Severity, _ message: String, at location: SourceLocation?, notes: [Diagnostic] = []
  ) {
    self.severity = severity
    self.message = message
    self.location = location
    self.notes = notes
  }
}
