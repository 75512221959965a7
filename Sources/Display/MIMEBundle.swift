/// One thing to show, in one or more representations, best first.
///
/// A handout takes the richest representation that it knows; a terminal takes `text/plain`.
public struct MIMEBundle: Sendable, Equatable {
  /// The content in one format.
  public struct Representation: Sendable, Equatable {
    /// The MIME type, such as `text/plain` or `image/png`.
    public var type: String
    /// The content, UTF-8 where the type is a text.
    public var bytes: [UInt8]

    /// Creates a representation from bytes.
    public init(type: String, bytes: [UInt8]) {
      self.type = type
      self.bytes = bytes
    }

    /// Creates a representation from text.
    public init(type: String, text: String) {
      self.init(type: type, bytes: Array(text.utf8))
    }
  }

  /// The representations, best first.
  public var representations: [Representation]

  /// Creates a bundle.
  public init(_ representations: [Representation]) {
    self.representations = representations
  }

  /// Creates a bundle of plain text.
  public init(plainText: String) {
    self.init([.init(type: MIMEType.plainText, text: plainText)])
  }

  /// Returns the bytes of the representation of `type`, if there is one.
  public func bytes(of type: String) -> [UInt8]? {
    representations.first { $0.type == type }?.bytes
  }
}

/// The MIME types that pass between a cell and the runner.
public enum MIMEType {
  /// Plain text, UTF-8.
  public static let plainText = "text/plain"
  /// A value as a piece of a sentence, UTF-8.
  public static let inlineText = "text/plain; role=inline"
  /// A figure drawn for a light page.
  public static let png = "image/png"
  /// Marks the value of a cell's last expression; without content.
  public static let result = "text/plain; role=result"
  /// Asks for what the cell has shown to go; with content, only when it shows something again.
  public static let clear = "text/plain; role=clear"
  /// The same figure drawn for a dark page.
  public static let darkPNG = "image/png; theme=dark"
  /// What a figure shows, as numbers: title, description, size and data series.
  public static let figure = "application/vnd.nbrun.figure+json"
  /// What its author should know of the thing that is shown, one warning a line, UTF-8.
  public static let warnings = "text/plain; role=warnings"
  /// A number that a cell records under a name, as JSON.
  public static let recordedValue = "application/vnd.nbrun.recorded-value+json"
  /// A `Table` as JSON.
  public static let table = "application/vnd.nbrun.table+json"
}
