/// The page that a figure is drawn for.
///
/// Backgrounds and texts are those of the handout, so that a figure has no visible frame in it.
public enum Theme: String, Sendable, CaseIterable {
  /// Dark ink on a white page.
  case light
  /// Light ink on a dark page.
  case dark

  /// The color of the page.
  public var background: Color { self == .light ? Color(hex: 0xffffff) : Color(hex: 0x16181d) }
  /// The color of titles and labels.
  public var text: Color { self == .light ? Color(hex: 0x1f2328) : Color(hex: 0xe6e6e6) }
  /// The color of tick labels and of other texts that should stand back.
  public var secondaryText: Color { self == .light ? Color(hex: 0x57606a) : Color(hex: 0xa9b1bb) }
  /// The color of axis lines.
  public var axis: Color { self == .light ? Color(hex: 0x8c959f) : Color(hex: 0x6e7681) }
  /// The color of grid lines.
  public var grid: Color { self == .light ? Color(hex: 0xe7eaee) : Color(hex: 0x2b3038) }
  /// The color of the lines between cells and around images.
  public var divider: Color { self == .light ? Color(hex: 0xd5dae0) : Color(hex: 0x363c45) }
  /// The color of what is not finite in a heatmap or an image, far from the colors of every color map.
  public var gap: Color { self == .light ? Color(hex: 0xe500b4) : Color(hex: 0xff2fd0) }
  /// The color of the frame around highlighted cells.
  public var highlight: Color { self == .light ? Color(hex: 0xe3561b) : Color(hex: 0xff8a3d) }
}
