extension Typesetter {
  /// The height of a capital letter in DejaVu Sans, in units of the font size.
  static let capitalHeight = 0.729
  /// The distance between the baselines of two lines, in units of the font size.
  static let lineHeight = 1.3

  /// Returns the length of a text, in CSS pixels.
  public func width(of text: String, size: Double, weight: FontWeight = .regular) -> Double {
    var width = 0.0
    forEachGlyph(of: text, weight) { glyph, position in width = position + glyph.advance }
    return width * size
  }

  /// Returns the outline of a text whose baseline starts at the origin, for font size 1.
  ///
  /// Each glyph is moved to the nearest multiple of `grid`, counted from `origin`: a letter then has few different
  /// pictures, which PNG compresses to almost half.
  func outline(of text: String, weight: FontWeight, grid: Double, origin: Double) -> Path {
    var path = Path()
    forEachGlyph(of: text, weight) { glyph, position in
      let place = ((position + origin) / grid).rounded() * grid - origin
      path.append(glyph.outline.mapped { Point(x: $0.x + place, y: $0.y) })
    }
    return path
  }

  /// Calls `body` with each glyph and its distance from the start, for font size 1.
  private func forEachGlyph(of text: String, _ weight: FontWeight, _ body: (Glyph, Double) -> Void) {
    let font = font(weight)
    var position = 0.0
    var last: Glyph?
    for scalar in text.unicodeScalars {
      if scalar.properties.isDefaultIgnorableCodePoint { continue }
      // A tab or a line break has no outline of its own.
      let glyph = font.glyph(for: scalar.properties.generalCategory == .control ? " " : scalar)
      if let last { position += font.kerning(last, glyph) }
      body(glyph, position)
      position += glyph.advance
      last = glyph
    }
  }
}
