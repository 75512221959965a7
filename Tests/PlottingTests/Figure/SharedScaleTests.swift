import Display
import Plotting
import Testing

struct SharedScaleTests {
  private func file(scale: ColorScaling = .shared, @FigureBuilder _ panels: () -> [any Panel]) throws
    -> PNGFile
  {
    try PNGFile(Figure(scale: scale, panels: panels).png(density: 1))
  }

  /// Returns the color of a cell of 40 × 40 of the second of two panels whose matrices are one cell high and two wide.
  private func second(_ file: PNGFile, column: Int) -> Color {
    file.color(column: 8 + 80 + 28 + column * 40 + 4, row: 8 + 4)
  }

  /// Returns how many color bars there are: columns of pixels with more than 100 colors of a map, next to each other.
  private func bars(_ file: PNGFile, _ colormap: Colormap) -> Int {
    let palette = Set(colormap.palette(.light))
    let isBar = (0..<file.width).map { column in
      Set((0..<file.height).map { file.color(column: column, row: $0) }).intersection(palette).count > 50
    }
    return isBar.indices.count { isBar[$0] && ($0 == 0 || !isBar[$0 - 1]) }
  }

  /// Returns the rows in which the line of a panel has its blue.
  private func lineRows(_ file: PNGFile, _ columns: Range<Int>) -> [Int] {
    let blue = SeriesColor.blue.color(in: .light)
    return (0..<file.height).filter { row in columns.contains { file.color(column: $0, row: row) == blue } }
  }

  @Test("Panels of one quantity have one axis of y, unless each has its own scale")
  func quantities() throws {
    func panels(_ scale: ColorScaling, _ second: String) throws -> PNGFile {
      try file(scale: scale) {
        Axes(y: "loss", width: 200, height: 200) { Line(y: [1, 1]) }
        Axes(y: second, width: 200, height: 200) { Line(y: [1, 4]) }
      }
    }
    func first(_ file: PNGFile) throws -> Int { try #require(lineRows(file, 0..<file.width / 2).first) }
    let (shared, each) = (try panels(.shared, "loss"), try panels(.each, "loss"))
    // A value of 1 stands in the middle of an axis of its own, and low on one that reaches to 4.
    #expect(try first(shared) > first(each) + 20)
    #expect(try first(panels(.shared, "accuracy")) == first(each))
  }

  @Test("A reversed axis has its values the other way round, and says so")
  func reversed() throws {
    func picture(_ reversed: Set<Axes.Axis>) throws -> PNGFile {
      try file { Axes(reversed: reversed, width: 200, height: 200) { Line(y: [0, 0, 9]) } }
    }
    let (normal, x, y) = (try picture([]), try picture([.x]), try picture([.y]))
    let third = normal.width / 3
    // The last value is far from the others.
    #expect(lineRows(normal, (2 * third + 20)..<normal.width).count > lineRows(normal, 20..<third).count + 20)
    #expect(lineRows(x, 20..<third).count > lineRows(x, (2 * third + 20)..<x.width).count + 20)
    #expect(try #require(lineRows(normal, 40..<third).last) > #require(lineRows(y, 40..<third).last) + 100)
    let axes = Axes(reversed: [.x, .y]) { Line(y: [0, 9]) }
    #expect(axes.description.contains("(reversed x and y)"))
    #expect(axes.data.text.contains(#""reversed":["x","y"]"#) && !Axes {}.data.text.contains("reversed"))
  }

  @Test(
    "Equal numbers have equal colors in all panels, unless each has its own scale, which the picture says")
  func colors() throws {
    func panels(_ scale: ColorScaling) throws -> PNGFile {
      try file(scale: scale) {
        Heatmap([[0, 4]], cellSize: 40)
        Heatmap([[0, 2]], cellSize: 40)
      }
    }
    let palette = Colormap.sequential.palette(.light)
    let (shared, each) = (try panels(.shared), try panels(.each))
    #expect(second(shared, column: 1) == palette[128])
    #expect(second(each, column: 1) == palette[255])
    #expect(second(try panels(.range(0...8)), column: 1) == palette[64])
    // The remark stands below the panels.
    #expect(each.height > shared.height + 10)
    let remark = (shared.height..<each.height - 8).contains { row in
      (0..<each.width).contains { each.color(column: $0, row: row) != .white }
    }
    #expect(remark)
  }

  @Test("Where one panel has negative numbers, 0 has one color in all of them")
  func signed() throws {
    let palette = Colormap.diverging.palette(.light)
    for scale in [ColorScaling.shared, .each] {
      let file = try file(scale: scale) {
        Heatmap([[-4, 4]], cellSize: 40)
        Heatmap([[0, 4]], cellSize: 40)
      }
      #expect(second(file, column: 0) == palette[128] && second(file, column: 1) == palette[255])
    }
  }

  @Test("A panel keeps the range and the color map of its author")
  func own() throws {
    let file = try file {
      Heatmap([[0, 40]], cellSize: 40)
      Heatmap([[0, 2]], range: 0...2, cellSize: 40)
    }
    #expect(second(file, column: 1) == Colormap.sequential.palette(.light)[255])
    let gray = try self.file {
      Heatmap([[0, 40]], cellSize: 40)
      Heatmap([[0, 2]], colormap: .gray, cellSize: 40)
    }
    #expect(second(gray, column: 1) == .white)
  }

  @Test("Images of different grids can be compared")
  func grids() throws {
    let file = try file {
      ImageGrid([GridImage([[0, 4]])], imageSize: 80)
      ImageGrid([GridImage([[0, 1]])], imageSize: 80)
    }
    #expect(second(file, column: 1) == Color(red: 64, green: 64, blue: 64))
  }

  @Test("One color bar says what the colors stand for, and none where numbers do")
  func bar() throws {
    let rows = (0..<20).map { row in (0..<20).map { Double(row * $0) } }
    let half = rows.map { $0.map { $0 / 2 } }
    #expect(
      try bars(
        file {
          Heatmap(rows); Heatmap(half)
        }, .sequential) == 1)
    #expect(
      try bars(
        file(scale: .each) {
          Heatmap(rows); Heatmap(half)
        }, .sequential) == 2)
    #expect(try bars(file { Heatmap(rows) }, .sequential) == 1)
    #expect(
      try bars(
        file {
          Heatmap(rows, range: 0...9); Heatmap(half, range: 0...9)
        }, .sequential) == 1)
    #expect(
      try bars(
        file {
          Heatmap([[1, 2]]); Heatmap([[3, 4]])
        }, .sequential) == 0)
    #expect(try bars(file { Heatmap(rows, showsColorBar: false) }, .sequential) == 0)
    #expect(try bars(file { ImageGrid([GridImage(rows)], colormap: .sequential) }, .sequential) == 1)
    #expect(try bars(file { ImageGrid([GridImage(rows)]) }, .gray) == 0)
  }

  @Test("A color bar of a narrow range says what to add to its numbers")
  func offset() throws {
    func width(_ values: [Double]) throws -> Int { try file { Heatmap([values], showsValues: false) }.width }
    #expect(try width([1e6, 1e6 + 1e-3]) > width([0, 1e-3]) + 15)
  }

  @Test("Cells with numbers are as large as the largest, cells without as small as the smallest")
  func cells() throws {
    func width(_ panels: [any Panel]) throws -> Int { try file { panels }.width - 16 }
    let (short, long) = (Heatmap([[1, 2]]), Heatmap([[-1234.5, 2]]))
    #expect(try width([short]) < width([long]))
    #expect(try width([short, long]) == 2 * width([long]) + 28)
    func square(_ count: Int) -> Heatmap {
      Heatmap(
        Array(repeating: Array(repeating: 1, count: count), count: count), showsValues: false,
        showsColorBar: false)
    }
    // 60 cells of 6 pixels make 360; with them, 20 cells take 120 rather than 360.
    #expect(try width([square(60), square(20)]) == 360 + 28 + 120)
    // Five cells of 6 pixels could hardly be seen.
    #expect(try width([square(60), square(5)]) == 360 + 28 + 140)
  }
}
