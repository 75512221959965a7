extension Graph {
  /// A box with text.
  public struct Node: Sendable {
    /// What surrounds the text.
    public enum Shape: String, Sendable, CaseIterable {
      /// A rectangle with rounded corners.
      case box
      /// A circle, for operations such as "+".
      case circle
      /// Nothing.
      case plain
    }

    /// The name that edges refer to.
    public var name: String
    /// The text; line breaks divide lines.
    public var text: String
    /// What surrounds the text.
    public var shape: Shape
    /// The color of the outline and, faintly, of the inside; `nil` for gray.
    public var color: SeriesColor?

    /// Creates a box; without a text it shows its name.
    public init(_ name: String, text: String? = nil, shape: Shape = .box, color: SeriesColor? = nil) {
      self.name = name
      self.text = text ?? name
      self.shape = shape
      self.color = color
    }
  }
}
