/// The outline of one character, in units of the font size, with y downward from the baseline.
struct Glyph: Sendable {
  /// The number of the glyph in its font.
  let index: UInt32
  /// The outline.
  let outline: Path
  /// The distance to the next character.
  let advance: Double
}
