extension Typesetter {
  /// The height of a capital letter in DejaVu Sans, in units of the font size.
  static let capitalHeight = 0.729
  /// The distance between the baselines of two lines, in units of the font size.
  static let lineHeight = 1.3

  /// Returns the length of a text, in CSS pixels.
  ///
  /// `_{…}` lowers and `^{…}` raises what is in the braces, as in `x_{i}` and `10^{−3}`.
  public func width(of text: String, size: Double, weight: FontWeight = .regular) -> Double {
    var width = 0.0
    forEachGlyph(of: text, weight) { glyph, position, level in
      width = position + glyph.advance * level.scale
    }
    return width * size
  }

  /// Returns the outline of a text whose baseline starts at the origin, for font size 1.
  ///
  /// Each glyph is moved to the nearest multiple of `grid`, counted from `origin`: a letter then has few different
  /// pictures, which PNG compresses to almost half.
  func outline(of text: String, weight: FontWeight, grid: Double, origin: Double) -> Path {
    var path = Path()
    forEachGlyph(of: text, weight) { glyph, position, level in
      let place = ((position + origin) / grid).rounded() * grid - origin
      let (scale, rise) = (level.scale, level.rise)
      path.append(
        scale == 1
          ? glyph.outline.mapped { Point(x: $0.x + place, y: $0.y) }
          : glyph.outline.mapped { Point(x: $0.x * scale + place, y: $0.y * scale - rise) })
    }
    return path
  }

  /// Calls `body` with each glyph, its distance from the start for font size 1, and its height.
  private func forEachGlyph(
    of text: String, _ weight: FontWeight, _ body: (Glyph, Double, TextRun.Level) -> Void
  ) {
    let font = font(weight)
    var position = 0.0
    for run in TextRun.runs(of: text) {
      var last: Glyph?
      for scalar in run.text.unicodeScalars {
        if scalar.properties.isDefaultIgnorableCodePoint { continue }
        // A tab or a line break has no outline of its own.
        let glyph = font.glyph(for: scalar.properties.generalCategory == .control ? " " : scalar)
        if let last { position += font.kerning(last, glyph) * run.level.scale }
        body(glyph, position, run.level)
        position += glyph.advance * run.level.scale
        last = glyph
      }
    }
  }
}
