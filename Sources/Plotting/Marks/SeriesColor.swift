/// A color for a data series, told apart by color-blind readers and legible on both themes.
public enum SeriesColor: String, Sendable, CaseIterable {
  case blue, orange, green, purple, red, cyan, gray

  /// Returns the shade for `theme`.
  public func color(in theme: Theme) -> Color {
    switch (self, theme) {
    case (.blue, .light): Color(hex: 0x1f6fb4)
    case (.blue, .dark): Color(hex: 0x58a6ef)
    case (.orange, .light): Color(hex: 0xd65f00)
    case (.orange, .dark): Color(hex: 0xff9d3c)
    case (.green, .light): Color(hex: 0x12805c)
    case (.green, .dark): Color(hex: 0x3cc797)
    case (.purple, .light): Color(hex: 0xa0489f)
    case (.purple, .dark): Color(hex: 0xd894dd)
    case (.red, .light): Color(hex: 0xb3202c)
    case (.red, .dark): Color(hex: 0xff7b72)
    case (.cyan, .light): Color(hex: 0x1897b1)
    case (.cyan, .dark): Color(hex: 0x67d4ea)
    case (.gray, .light): Color(hex: 0x6b737c)
    case (.gray, .dark): Color(hex: 0xa3abb4)
    }
  }

  /// Returns the color of the series at `index` when its author chose none.
  static func automatic(_ index: Int) -> SeriesColor {
    allCases[index % allCases.count]
  }
}
