/// What the panel decides for a mark: its color, and its place among marks that share a category.
public struct MarkStyle: Sendable {
  /// The color of the series.
  public var color: Color
  /// The theme that is drawn for.
  public var theme: Theme
  /// The place among the marks that share each category, from 0.
  public var slot: Int
  /// The number of marks that share each category.
  public var slotCount: Int

  /// Creates a style.
  public init(color: Color, theme: Theme, slot: Int = 0, slotCount: Int = 1) {
    self.color = color
    self.theme = theme
    self.slot = slot
    self.slotCount = slotCount
  }
}
