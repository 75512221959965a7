import Plotting
import Testing

struct TypesetterTests {
  @Test("A missing font is an error that names the package")
  func missing() {
    let error = #expect(throws: PlotError.self) { try Typesetter(directory: "/nonexistent") }
    #expect(error == .font(path: "/nonexistent/DejaVuSans.ttf"))
    #expect(error?.description.contains("fonts-dejavu-core") == true)
    #expect(error?.description.contains("/nonexistent/DejaVuSans.ttf") == true)
  }

  @Test(
    "A damaged font is the same error",
    arguments: ["", "not a font", String(repeating: "\u{1}", count: 5000)])
  func damaged(content: String) {
    let directory = TemporaryDirectory()
    directory.write(content, to: "DejaVuSans.ttf")
    #expect(throws: PlotError.font(path: "\(directory.path)/DejaVuSans.ttf")) {
      try Typesetter(directory: directory.path)
    }
  }

  @Test("Widths are those of the font's unhinted advances, and grow with the size")
  func width() throws {
    let typesetter = try Typesetter()
    // DejaVu Sans: every digit is 1303 of 2048 units wide.
    #expect(abs(typesetter.width(of: "0", size: 2048) - 1303) < 1e-9)
    #expect(abs(typesetter.width(of: "0123456789", size: 10) - 10 * 1303 / 2048 * 10) < 1e-9)
    #expect(typesetter.width(of: "", size: 10) == 0)
    #expect(typesetter.width(of: "loss", size: 10, weight: .bold) > typesetter.width(of: "loss", size: 10))
  }

  @Test("Pairs of letters are kerned")
  func kerning() throws {
    let typesetter = try Typesetter()
    func width(_ text: String) -> Double { typesetter.width(of: text, size: 100) }
    #expect(width("AV") < width("A") + width("V"))
    #expect(width("HH") == width("H") + width("H"))
  }

  @Test("A character without a glyph is a box, and marks that have no picture take no room")
  func uncovered() throws {
    let typesetter = try Typesetter()
    #expect(typesetter.width(of: "🦆", size: 10) > 3)
    #expect(typesetter.width(of: "a\u{200D}\u{FE0F}", size: 10) == typesetter.width(of: "a", size: 10))
    #expect(typesetter.width(of: "a\nb\tc", size: 10) == typesetter.width(of: "a b c", size: 10))
    var canvas = try Canvas.testing(width: 30, height: 30)
    canvas.draw("🦆", at: Point(x: 5, y: 25), style: TextStyle(size: 20, color: .black))
    #expect(canvas.inkedPixels() > 20)
  }

  @Test("Anchors move the text by its length")
  func anchors() throws {
    func columns(_ along: TextAnchor.Along) throws -> ClosedRange<Int> {
      var canvas = try Canvas.testing(width: 100, height: 20)
      canvas.draw(
        "HHH", at: Point(x: 50, y: 15), anchor: TextAnchor(along), style: TextStyle(size: 12, color: .black))
      let inked = (0..<100).filter { column in
        (0..<20).contains { canvas.color(column: column, row: $0) != .white }
      }
      return try #require(inked.first)...#require(inked.last)
    }
    #expect(try columns(.start).lowerBound == 51)
    #expect(try columns(.end).upperBound == 48)
    let middle = try columns(.middle)
    #expect(abs(middle.lowerBound + middle.upperBound - 99) <= 1)
  }

  @Test("Upright text is level text turned, pixel by pixel")
  func turned() throws {
    var level = try Canvas.testing(width: 40, height: 40)
    var upright = level
    let style = TextStyle(size: 13, color: .black)
    level.draw("loss", at: Point(x: 4, y: 20), style: style)
    upright.draw("loss", at: Point(x: 20, y: 36), angle: 90, style: style)
    #expect(level.inkedPixels() > 50)
    for row in 0..<40 {
      for column in 0..<40 {
        let (a, b) = (level.color(column: column, row: row), upright.color(column: row, row: 39 - column))
        // Areas are summed in another order, so the last bit may differ.
        #expect(abs(Int(a.red) - Int(b.red)) <= 1)
      }
    }
  }

  @Test("A name is shortened in its middle, so that its end still tells it apart")
  func shortenedNames() throws {
    let typesetter = try Typesetter()
    let texts = (0..<12).map { typesetter.truncated("a long layer name \($0)", to: 70, size: 11) }
    #expect(Set(texts).count == 12)
    for (index, text) in texts.enumerated() {
      #expect(text.hasPrefix("a") && text.contains("…") && text.hasSuffix("\(index)"))
      #expect(typesetter.width(of: text, size: 11) <= 70)
    }
  }
}
