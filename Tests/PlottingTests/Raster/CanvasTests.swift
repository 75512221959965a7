import Plotting
import Testing

struct CanvasTests {
  @Test("Half a pixel of white on black is half the light, not half the component")
  func blendsLight() throws {
    var canvas = try Canvas.testing(width: 3, height: 1, background: .black)
    canvas.fill(Path(Rectangle(x: 0, y: 0, width: 1.5, height: 1)), with: .white)
    #expect(canvas.color(column: 0, row: 0) == .white)
    // sRGB stores 50 % of the light as 188.
    #expect(canvas.color(column: 1, row: 0) == Color(hex: 0xbcbcbc))
    #expect(canvas.color(column: 2, row: 0) == .black)
  }

  @Test("Opacity blends as coverage does")
  func opacity() throws {
    var canvas = try Canvas.testing(width: 1, height: 1, background: .white)
    canvas.fill(Path(Rectangle(x: 0, y: 0, width: 1, height: 1)), with: Color.black.opacity(0.5))
    #expect(canvas.color(column: 0, row: 0) == Color(hex: 0xbcbcbc))
  }

  @Test("A straight stroke covers its length times its width")
  func stroke() throws {
    var canvas = try Canvas.testing(width: 6, height: 4)
    let line = Path(from: Point(x: 1, y: 2), to: Point(x: 5, y: 2))
    canvas.stroke(line, Stroke(width: 2), with: .black)
    for row in 0..<4 {
      for column in 0..<6 {
        let isInside = (1..<3).contains(row) && (1..<5).contains(column)
        #expect(canvas.color(column: column, row: row) == (isInside ? .black : .white))
      }
    }
  }

  @Test("A stroke that crosses itself or turns back has no holes")
  func strokeUnion() throws {
    var canvas = try Canvas.testing(width: 20, height: 20)
    var path = Path()
    for (index, point) in [(2, 10), (18, 10), (10, 10), (10, 2), (10, 18)].enumerated() {
      let place = Point(x: Double(point.0), y: Double(point.1))
      if index == 0 { path.move(to: place) } else { path.addLine(to: place) }
    }
    canvas.stroke(path, Stroke(width: 4), with: .black)
    for offset in 3..<17 {
      #expect(canvas.color(column: offset, row: 10) == .black)
      #expect(canvas.color(column: 10, row: offset) == .black)
    }
    #expect(canvas.color(column: 5, row: 5) == .white)
  }

  @Test("A miter fills the corner that a round join leaves")
  func joins() throws {
    func corner(_ join: Stroke.Join) throws -> Color {
      var canvas = try Canvas.testing(width: 20, height: 20)
      let path = Path(through: [Point(x: 4, y: 18), Point(x: 4, y: 4), Point(x: 18, y: 4)])
      canvas.stroke(path, Stroke(width: 8, join: join), with: .black)
      return canvas.color(column: 0, row: 0)
    }
    #expect(try corner(.miter) == .black)
    #expect(try corner(.round) == .white)
  }

  @Test("Round caps reach half the width beyond the ends")
  func caps() throws {
    func reach(_ cap: Stroke.Cap) throws -> Int {
      var canvas = try Canvas.testing(width: 20, height: 9)
      let line = Path(from: Point(x: 6, y: 4.5), to: Point(x: 14, y: 4.5))
      canvas.stroke(line, Stroke(width: 6, cap: cap), with: .black)
      return (0..<20).count { canvas.color(column: $0, row: 4) != .white }
    }
    #expect(try reach(.butt) == 8)
    #expect(try reach(.round) == 14)
  }

  @Test("Dashes and gaps have the lengths of the pattern, across corners too")
  func dashes() throws {
    var canvas = try Canvas.testing(width: 12, height: 12)
    let path = Path(through: [Point(x: 0, y: 1), Point(x: 9, y: 1), Point(x: 9, y: 12)])
    canvas.stroke(path, Stroke(width: 2, dash: [4, 2]), with: .black)
    let row = (0..<8).map { canvas.color(column: $0, row: 0) == .black }
    #expect(row == [true, true, true, true, false, false, true, true])
    // The second dash is 6…10 along the path, and ends one pixel below the corner.
    #expect(canvas.color(column: 9, row: 1) == .black)
    #expect(canvas.color(column: 9, row: 3) == .white)
    #expect(canvas.color(column: 9, row: 5) == .black)
  }

  @Test("Drawing stays inside the clip")
  func clip() throws {
    var canvas = try Canvas.testing(width: 6, height: 6)
    canvas.clipped(to: Rectangle(x: 1, y: 2, width: 3, height: 2)) { canvas in
      canvas.fill(Path(Rectangle(x: -9, y: -9, width: 99, height: 99)), with: .black)
      canvas.stroke(
        Path(from: Point(x: 0, y: 0), to: Point(x: 6, y: 6)), Stroke(width: 3), with: .black)
    }
    #expect(canvas.inkedPixels() == 6)
    canvas.fill(Path(Rectangle(x: 0, y: 0, width: 1, height: 1)), with: .black)
    #expect(canvas.inkedPixels() == 7)
  }

  @Test("A line snapped to the grid has no gray edge")
  func snapping() throws {
    var canvas = try Canvas(
      size: Size(width: 5, height: 5), density: 2, background: .white, typesetter: Typesetter())
    canvas.drawHorizontalLine(from: 0, to: 5, y: 2.13, width: 1, color: .black)
    canvas.drawVerticalLine(x: 3.9, from: 0, to: 5, width: 0.1, color: .black)
    for row in 0..<10 {
      for column in 0..<10 {
        let color = canvas.color(column: column, row: row)
        #expect(color == .white || color == .black)
      }
    }
    #expect(canvas.inkedPixels() == 2 * 10 + 10 - 2)
  }

  @Test("Points that are not finite or far away neither trap nor smear")
  func extremes() throws {
    var canvas = try Canvas.testing(width: 4, height: 4)
    var path = Path(from: Point(x: .nan, y: 1), to: Point(x: 1, y: .infinity))
    path.addLine(to: Point(x: 1e300, y: -1e300))
    path.addCurve(to: Point(x: .nan, y: 0), control: Point(x: 0, y: 0))
    canvas.fill(path, with: .black)
    canvas.stroke(path, Stroke(width: .nan), with: .black)
    canvas.stroke(path, Stroke(width: 1, dash: [0, 0]), with: .black)
    canvas.stroke(path, Stroke(width: 1, dash: [.nan]), with: .black)
    #expect(canvas.inkedPixels() == 0)
    canvas.stroke(
      Path(from: Point(x: -1e300, y: 2), to: Point(x: 1e300, y: 2)), Stroke(width: 2), with: .black)
    #expect(canvas.inkedPixels() == 8)
  }

  @Test("A circle covers π r²")
  func circle() throws {
    var canvas = try Canvas.testing(width: 40, height: 40)
    canvas.fill(Path(circleAt: Point(x: 20, y: 20), radius: 15), with: .black)
    var light = 0.0
    for row in 0..<40 {
      for column in 0..<40 { light += canvas.color(column: column, row: row).luminance }
    }
    #expect(abs(1600 - light - 225 * Double.pi) < 1)
  }
}
