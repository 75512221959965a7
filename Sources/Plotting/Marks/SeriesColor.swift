/// A color for a data series, told apart by color-blind readers and legible on both themes.
///
/// No two are closer, for readers without red or green receptors and in gray print, than the closest two of Okabe and
/// Ito's palette, which a test computes.
///
/// - SeeAlso: Okabe and Ito, "Color Universal Design", 2008, jfly.uni-koeln.de/color.
public enum SeriesColor: String, Sendable, CaseIterable {
  case blue, orange, green, purple, red, cyan, gray, brown, olive, pink

  /// Returns the shade for `theme`.
  public func color(in theme: Theme) -> Color {
    switch (self, theme) {
    case (.blue, .light): Color(hex: 0x2450a3)
    case (.blue, .dark): Color(hex: 0x5397f3)
    case (.orange, .light): Color(hex: 0xd97215)
    case (.orange, .dark): Color(hex: 0xf98a1d)
    case (.green, .light): Color(hex: 0x23a86b)
    case (.green, .dark): Color(hex: 0x56a98f)
    case (.purple, .light): Color(hex: 0x9b58d9)
    case (.purple, .dark): Color(hex: 0x8d54cb)
    case (.red, .light): Color(hex: 0x861e20)
    case (.red, .dark): Color(hex: 0xd45741)
    case (.cyan, .light): Color(hex: 0x0793a8)
    case (.cyan, .dark): Color(hex: 0x74c5e0)
    case (.gray, .light): Color(hex: 0x6e6e6e)
    case (.gray, .dark): Color(hex: 0xdee7e5)
    case (.brown, .light): Color(hex: 0x431701)
    case (.brown, .dark): Color(hex: 0xf8be8a)
    case (.olive, .light): Color(hex: 0x676606)
    case (.olive, .dark): Color(hex: 0xf4e445)
    case (.pink, .light): Color(hex: 0x5f0d42)
    case (.pink, .dark): Color(hex: 0xc71f6d)
    }
  }

  /// Returns the color of the series at `index` when its author chose none.
  static func automatic(_ index: Int) -> SeriesColor {
    allCases[index % allCases.count]
  }
}
