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
