/// What the panel decides for a mark: its color, and its place among marks that share a category.
public struct MarkStyle: Sendable {
  /// The color of the series.
  public var color: Color
  /// The number of series before this one that have its color, by which shapes of points and dashes of lines differ.
  public var repetition: Int
  /// The theme that is drawn for.
  public var theme: Theme
  /// The place among the marks that share each category, from 0.
  public var slot: Int
  /// The number of marks that share each category.
  public var slotCount: Int

  /// Creates a style.
  public init(color: Color, theme: Theme, slot: Int = 0, slotCount: Int = 1, repetition: Int = 0) {
    self.color = color
    self.repetition = repetition
    self.theme = theme
    self.slot = slot
    self.slotCount = slotCount
  }
}
