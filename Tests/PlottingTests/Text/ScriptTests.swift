import Display
import Foundation
import Plotting
import Testing

struct ScriptTests {
  private func width(_ text: String) throws -> Double { try Typesetter().width(of: text, size: 100) }

  @Test("Raised and lowered parts are smaller, and braces and marks take no room")
  func widths() throws {
    let digit = try width("2")
    #expect(abs(try width("x_{2}") - (try width("x")) - 0.7 * digit) < 1e-9)
    #expect(try width("10^{−3}") < width("10−3"))
    #expect(try width("x_{}") == width("x"))
  }

  @Test(
    "Marks without braces, and braces without an end, are characters",
    arguments: ["a_b", "x^2", "_{", "{x}", "x_{i"])
  func plain(text: String) throws {
    let sum = try text.reduce(0) { $0 + (try width(String($1))) }
    // Kerning may bring characters nearer.
    #expect(abs(try width(text) - sum) < 15)
  }

  @Test("Raised ink is above and lowered ink below the same text on the line")
  func heights() throws {
    func rows(_ text: String) throws -> [Int] {
      var canvas = try Canvas.testing(width: 60, height: 60)
      canvas.draw(text, at: Point(x: 10, y: 40), style: TextStyle(size: 30, color: .black))
      return (0..<60).filter { row in (0..<60).contains { canvas.color(column: $0, row: row) != .white } }
    }
    let (line, raised, lowered) = (try rows("2"), try rows("^{2}"), try rows("_{2}"))
    #expect(try #require(raised.first) < #require(line.first))
    #expect(try #require(raised.last) < #require(line.last))
    #expect(try #require(lowered.last) > #require(line.last))
  }

  /// Returns the columns in which `text` has ink.
  private func columns(_ text: String, at x: Double = 20) throws -> [Int] {
    var canvas = try Canvas.testing(width: 120, height: 60)
    canvas.draw(text, at: Point(x: x, y: 40), style: TextStyle(size: 30, color: .black))
    return (0..<120).filter { column in
      (0..<60).contains { canvas.color(column: column, row: $0) != .white }
    }
  }

  @Test("Hebrew runs from right to left, and numbers and Latin in it from left to right")
  func rightToLeft() throws {
    // A vav is narrow and a shin is wide.
    let (narrow, wide) = ("\u{05D5}", "\u{05E9}")
    #expect(try width(narrow) < width(wide) / 2)
    let (narrowFirst, wideFirst) = (try columns(narrow + wide), try columns(wide + narrow))
    #expect(narrowFirst != wideFirst)
    #expect(try #require(columns(narrow, at: 20 + width(wide) * 0.3).last) == #require(narrowFirst.last))
    // The letter stands right of the number, whose digits keep their order.
    let mixed = try columns("\(narrow) 17")
    #expect(try Array(mixed.prefix(columns("17").count)) == columns("17"))
    // So does what is lowered.
    let lowered = try columns("\(narrow)_{17}")
    #expect(try #require(lowered.last) - #require(columns(narrow, at: 20 + width("17") * 0.21).last) == 0)
  }

  @Test("Arabic letters are joined")
  func joined() throws {
    let (word, letters) = (
      "\u{0633}\u{0644}\u{0627}\u{0645}", ["\u{0633}", "\u{0644}", "\u{0627}", "\u{0645}"]
    )
    #expect(try width(word) < letters.reduce(0) { try $0 + width($1) } * 0.8)
    // In one piece of ink.
    let ink = try columns("\u{0633}\u{0633}\u{0633}")
    #expect(try ink == Array(#require(ink.first)...#require(ink.last)))
  }

  @Test(
    "Characters that no font has are told with the package that has them",
    arguments: [
      ("\u{1F389}", "fonts-symbola"), ("\u{732B}", "fonts-noto-cjk"), ("\u{0915}", "fonts-noto-core"),
    ])
  func missing(character: String, package: String) throws {
    let typesetter = try Typesetter()
    _ = typesetter.width(of: "a\(character)\(character)", size: 10)
    let folders = [
      "fonts-symbola": "truetype/ancient-scripts", "fonts-noto-cjk": "opentype/noto",
      "fonts-noto-core": "truetype/noto",
    ]
    let isInstalled = FileManager.default.fileExists(atPath: "/usr/share/fonts/\(folders[package] ?? "")")
    let code = String(character.unicodeScalars.first?.value ?? 0, radix: 16, uppercase: true)
    let warning =
      "no installed font has '\(character)' (U+\(String(repeating: "0", count: 4 - min(code.count, 4)) + code)), "
      + "so a box stands in the figure; install the Debian package \(package)"
    #expect(typesetter.warnings == (isInstalled ? [] : [warning]))
    let bundle = try Figure { Axes(character) { Line(y: [1, 2]) } }.mimeBundle(
      fontDirectory: Typesetter.standardDirectory)
    let told = bundle.bytes(of: MIMEType.warnings).map { String(decoding: $0, as: UTF8.self) }
    #expect(told == (isInstalled ? nil : warning))
  }

  @Test("The letters of formulas have glyphs")
  func formulas() throws {
    // A character without a glyph is the box of U+10FFFF.
    func picture(_ character: Character) throws -> [Color] {
      var canvas = try Canvas.testing(width: 24, height: 24)
      canvas.draw(String(character), at: Point(x: 2, y: 18), style: TextStyle(size: 16, color: .black))
      return (0..<24).flatMap { row in (0..<24).map { canvas.color(column: $0, row: row) } }
    }
    let missing = try picture("\u{10FFFF}")
    for character in "αβγδεηθλμσφωΣΔΩ∂∑∇⋆·×≤√∞−" { #expect(try picture(character) != missing) }
  }
}
