/// A color for a data series, told apart by color-blind readers and legible on both themes.
public enum SeriesColor: String, Sendable, CaseIterable {
  case blue, orange, green, purple, red, cyan, gray

  /// Returns the shade for `theme`.
  public func color(in theme: Theme) -> Color {
    switch (self, theme) {
    case (.blue, .light): Color(hex: 0x1a66ad)
    case (.blue, .dark): Color(hex: 0x4f9df0)
    case (.orange, .light): Color(hex: 0xdd6400)
    case (.orange, .dark): Color(hex: 0xffa03c)
    case (.green, .light): Color(hex: 0x0f8a62)
    case (.green, .dark): Color(hex: 0x35b88a)
    case (.purple, .light): Color(hex: 0xc764aa)
    case (.purple, .dark): Color(hex: 0xee9fdc)
    case (.red, .light): Color(hex: 0x8f1a2c)
    case (.red, .dark): Color(hex: 0xf0635c)
    case (.cyan, .light): Color(hex: 0x2f9ab5)
    case (.cyan, .dark): Color(hex: 0x8ae4f2)
    case (.gray, .light): Color(hex: 0x6b737c)
    case (.gray, .dark): Color(hex: 0xa3abb4)
    }
  }

  /// Returns the color of the series at `index` when its author chose none.
  static func automatic(_ index: Int) -> SeriesColor {
    allCases[index % allCases.count]
  }
}
