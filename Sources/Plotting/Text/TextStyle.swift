/// How a text is set.
public struct TextStyle: Sendable, Hashable {
  /// The font size, in CSS pixels.
  public var size: Double
  /// How heavy it is.
  public var weight: FontWeight
  /// The color.
  public var color: Color

  /// Creates a style.
  public init(size: Double, weight: FontWeight = .regular, color: Color) {
    self.size = size
    self.weight = weight
    self.color = color
  }
}
