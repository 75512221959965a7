/// The fonts of one figure, and the measures of texts set in them.
public final class Typesetter {
  private let regular: FontList
  private let bold: FontList

  /// Where Debian's package fonts-dejavu-core installs its fonts.
  package static let standardDirectory = "/usr/share/fonts/truetype/dejavu"

  /// Opens the fonts.
  /// - Throws: `PlotError.font` if one of them is missing or damaged.
  package init(directory: String = Typesetter.standardDirectory) throws(PlotError) {
    regular = try FontList(directory: directory, weight: .regular)
    bold = try FontList(directory: directory, weight: .bold)
  }

  /// What to tell of the characters that no installed font has, one line for each package that has some.
  package var warnings: [String] {
    let missing = regular.missing.union(bold.missing).sorted { $0.value < $1.value }
    let packages = Dictionary(grouping: missing, by: FontFace.package).sorted { $0.key < $1.key }
    return packages.map { package, scalars in
      let shown = scalars.prefix(5).map { scalar in
        let code = String(scalar.value, radix: 16, uppercase: true)
        return "'\(scalar)' (U+\(String(repeating: "0", count: max(4 - code.count, 0)))\(code))"
      }.joined(separator: ", ")
      let more = scalars.count > 5 ? " and \(scalars.count - 5) more" : ""
      return
        "no installed font has \(shown)\(more), so a box stands in the figure; install the Debian package "
        + package
    }
  }
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
    forEachRun(of: text, weight) { glyphs, start, level in
      if let last = glyphs.last { width = start + (last.origin.x + last.advance) * level.scale }
    }
    return width * size
  }

  /// Returns the outline of a text whose baseline starts at the origin, for font size 1.
  ///
  /// Each glyph is moved to the nearest multiple of `grid`, counted from `origin`: a letter then has few different
  /// pictures, which PNG compresses to almost half.
  func outline(of text: String, weight: FontWeight, grid: Double, origin: Double) -> Path {
    var path = Path()
    forEachRun(of: text, weight) { glyphs, start, level in
      let (scale, rise) = (level.scale, level.rise)
      for placed in glyphs {
        let place = ((start + placed.origin.x * scale + origin) / grid).rounded() * grid - origin
        let drop = placed.origin.y
        path.append(
          scale == 1
            ? placed.glyph.outline.mapped { Point(x: $0.x + place, y: $0.y + drop) }
            : placed.glyph.outline.mapped { Point(x: $0.x * scale + place, y: ($0.y + drop) * scale - rise) })
      }
    }
    return path
  }

  /// Calls `body` with the glyphs of each run, from left to right, with where it begins for font size 1, and its height.
  private func forEachRun(
    of text: String, _ weight: FontWeight, _ body: ([PlacedGlyph], Double, TextRun.Level) -> Void
  ) {
    let fonts = weight == .regular ? regular : bold
    var runs = TextRun.runs(of: text)
    if runs.count > 1, text.runsRightToLeft { runs.reverse() }
    var start = 0.0
    for run in runs {
      let glyphs = run.text.needsShaping ? shaped(run.text, fonts) : inOrder(run.text, fonts)
      body(glyphs, start, run.level)
      if let last = glyphs.last { start += (last.origin.x + last.advance) * run.level.scale }
    }
  }

  /// Returns the glyphs of characters that stand one behind the other.
  private func inOrder(_ text: Substring, _ fonts: FontList) -> [PlacedGlyph] {
    var glyphs: [PlacedGlyph] = []
    glyphs.reserveCapacity(text.utf8.count)
    var position = 0.0
    var last: (glyph: Glyph, font: Font)?
    for scalar in text.unicodeScalars {
      if scalar.properties.isDefaultIgnorableCodePoint { continue }
      // A tab or a line break has no outline of its own.
      let scalar = scalar.properties.generalCategory == .control ? " " : scalar
      let font = fonts.font(for: scalar, in: text)
      let glyph = font.glyph(for: scalar)
      if let last, last.font === font { position += font.kerning(last.glyph, glyph) }
      glyphs.append(PlacedGlyph(glyph: glyph, origin: Point(x: position, y: 0), advance: glyph.advance))
      position += glyph.advance
      last = (glyph, font)
    }
    return glyphs
  }

  /// Returns the glyphs of a text whose letters have forms that depend on each other, or which runs from right to left.
  private func shaped(_ text: Substring, _ fonts: FontList) -> [PlacedGlyph] {
    let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    var chosen: [Font] = []
    for scalar in scalars {
      // Marks and joiners belong to the letter before them.
      let belongs =
        scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory.isMark
      if belongs, let last = chosen.last, last.has(scalar) || scalar.properties.isDefaultIgnorableCodePoint {
        chosen.append(last)
      } else {
        chosen.append(fonts.font(for: scalar, in: text))
      }
    }
    return Font.shaped(scalars, chosen) ?? inOrder(text, fonts)
  }
}

extension Unicode.GeneralCategory {
  /// Whether it is that of accents and vowel signs.
  fileprivate var isMark: Bool { [.nonspacingMark, .spacingMark, .enclosingMark].contains(self) }
}

extension StringProtocol {
  /// Whether the text holds letters of a script that libraqm has to lay out.
  fileprivate var needsShaping: Bool {
    // Such letters begin with higher bytes, and most texts have none of those.
    guard utf8.contains(where: { $0 >= 0xD6 }) else { return false }
    return unicodeScalars.contains { scalar in
      switch scalar.value {
      // Hebrew, Arabic and its neighbors; the scripts of India, Thai, Lao, Tibetan; Myanmar; Khmer; Mongolian.
      case 0x0590...0x0FFF, 0x1000...0x109F, 0x1780...0x18AF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE: true
      // Hangul in letters, and scripts of the supplementary plane that run from right to left.
      case 0x1100...0x11FF, 0x10800...0x10FFF, 0x11000...0x11FFF, 0x1E800...0x1EFFF: true
      default: false
      }
    }
  }

  /// Whether the first letter that says a direction is one of a script that runs from right to left.
  fileprivate var runsRightToLeft: Bool {
    for scalar in unicodeScalars where scalar.properties.isAlphabetic {
      switch scalar.value {
      case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
        return true
      default: return false
      }
    }
    return false
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
