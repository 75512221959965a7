/// The fonts of one figure, and the measures of texts set in them.
public final class Typesetter {
  private let regular: Font
  private let bold: Font

  /// Where Debian's package fonts-dejavu-core installs its fonts.
  package static let standardDirectory = "/usr/share/fonts/truetype/dejavu"

  /// Opens the fonts.
  /// - Throws: `PlotError.font` if one of them is missing or damaged.
  package init(directory: String = Typesetter.standardDirectory) throws(PlotError) {
    regular = try Font(path: "\(directory)/\(FontWeight.regular.file)")
    bold = try Font(path: "\(directory)/\(FontWeight.bold.file)")
  }

  func font(_ weight: FontWeight) -> Font { weight == .regular ? regular : bold }
}

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

extension Typesetter {
  /// Returns the middle of a centered title, as near to `middle` as its lines fit between 0 and `width`.
  func titleMiddle(_ lines: [String], near middle: Double, width: Double, size: Double) -> Double {
    let half = (lines.map { self.width(of: $0, size: size) }.max() ?? 0) / 2
    return max(min(middle, width - half), min(half, width / 2))
  }

  /// Returns `text` with an ellipsis in place of what makes it longer than `width`, in CSS pixels.
  ///
  /// Names in a figure often differ in their ends only, so what is left out is the middle, or with `keepsEnd` false the
  /// end, as in a sentence.
  package func truncated(
    _ text: String, to width: Double, size: Double, weight: FontWeight = .regular, keepsEnd: Bool = true
  ) -> String {
    if text.isEmpty || self.width(of: text, size: size, weight: weight) <= width { return text }
    let characters = TextRun.pieces(of: text)
    func shortened(to count: Int) -> String {
      let tail = keepsEnd ? count / 2 : 0
      let start = characters[..<(count - tail)].joined().trimmingSpaces
      return start + "…" + characters.suffix(tail).joined().trimmingSpaces
    }
    // The most characters that fit, by bisection.
    var (fits, tooLong) = (0, characters.count)
    while tooLong - fits > 1 {
      let middle = (fits + tooLong) / 2
      if self.width(of: shortened(to: middle), size: size, weight: weight) <= width {
        fits = middle
      } else {
        tooLong = middle
      }
    }
    return shortened(to: fits)
  }

  /// Returns `text` in lines no longer than `width`, in CSS pixels, divided at spaces and line breaks.
  ///
  /// What does not fit in `limit` lines is cut off with an ellipsis.
  func wrapped(
    _ text: String, to width: Double, size: Double, weight: FontWeight = .regular, limit: Int
  ) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(whereSeparator: \.isNewline) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        let longer = line.isEmpty ? String(word) : "\(line) \(word)"
        if line.isEmpty || self.width(of: longer, size: size, weight: weight) <= width {
          line = longer
        } else {
          lines.append(line)
          line = String(word)
        }
      }
      lines.append(line)
    }
    if lines.count > limit {
      let rest = lines[(limit - 1)...].joined(separator: " ")
      lines = lines[..<(limit - 1)] + [rest]
    }
    return lines.map { truncated($0, to: width, size: size, weight: weight, keepsEnd: false) }
  }
}

extension String {
  /// The text without spaces at its ends.
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
