/// The outline of one character, in units of the font size, with y downward from the baseline.
struct Glyph: Sendable {
  /// The number of the glyph in its font.
  let index: UInt32
  /// The outline.
  let outline: Path
  /// The distance to the next character.
  let advance: Double
}

/// A glyph where it stands in a text, for font size 1.
struct PlacedGlyph {
  /// The glyph.
  let glyph: Glyph
  /// How far right of the start of the text it stands, and how far below the baseline.
  var origin: Point
  /// The distance to the next glyph.
  var advance: Double
}
