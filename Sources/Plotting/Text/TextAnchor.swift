/// Which point of a text is meant by its place.
public struct TextAnchor: Sendable, Hashable {
  /// A place along the text.
  public enum Along: Sendable {
    case start, middle, end
  }

  /// A place across the text.
  public enum Across: Sendable {
    /// The line that letters stand on.
    case baseline
    /// Half the height of a capital letter, which is where digits look centered too.
    case center
  }

  /// The place along the text.
  public var along: Along
  /// The place across the text.
  public var across: Across

  /// Creates an anchor.
  public init(_ along: Along, _ across: Across = .baseline) {
    self.along = along
    self.across = across
  }
}
