import Plotting
import Testing

struct HeatmapTests {
  /// Returns the color in the upper left part of a cell, where no number stands.
  private func color(_ file: PNGFile, _ row: Int, _ column: Int, origin: (x: Int, y: Int), side: Int) -> Color
  {
    file.color(column: origin.x + column * side + 4, row: origin.y + row * side + 4)
  }

  @Test("Cells have the colors of their values, from the smallest to the largest")
  func sequential() throws {
    let file = try PNGFile(Figure { Heatmap([[0, 1], [2, 4]], cellSize: 40) }.png(density: 1))
    for (row, column, t) in [(0, 0, 0.0), (0, 1, 0.25), (1, 0, 0.5), (1, 1, 1)] {
      let index = Int((t * 255).rounded())
      #expect(
        color(file, row, column, origin: (8, 8), side: 40) == Colormap.sequential.palette(.light)[index])
    }
  }

  @Test("A diverging map is centered on zero, and a range sets its reach", arguments: Theme.allCases)
  func diverging(theme: Theme) throws {
    let palette = Colormap.diverging.palette(theme)
    let values: [[Double]] = [[0, -1], [4, -4]]
    let file = try PNGFile(
      Figure { Heatmap(values, colormap: .diverging, cellSize: 40) }.png(theme: theme, density: 1))
    #expect(color(file, 0, 0, origin: (8, 8), side: 40) == palette[128])
    #expect(color(file, 1, 0, origin: (8, 8), side: 40) == palette[255])
    #expect(color(file, 1, 1, origin: (8, 8), side: 40) == palette[0])
    let wide = Heatmap(values, colormap: .diverging, range: 0...8, cellSize: 40)
    let wideFile = try PNGFile(Figure { wide }.png(theme: theme, density: 1))
    #expect(color(wideFile, 1, 0, origin: (8, 8), side: 40) == palette[191])
  }

  @Test("Numbers are in the cells up to 12 × 12, unless the author says otherwise")
  func numbers() throws {
    func hasNumbers(_ count: Int, _ shows: Bool?) throws -> Bool {
      let values = Array(repeating: Array(repeating: 1.0, count: count), count: count)
      let file = try PNGFile(Figure { Heatmap(values, showsValues: shows, cellSize: 30) }.png(density: 1))
      let ground = color(file, 0, 0, origin: (8, 8), side: 30)
      return (8 + 10..<8 + 20).contains { file.color(column: $0, row: 8 + 15) != ground }
    }
    #expect(try hasNumbers(12, nil))
    #expect(try !hasNumbers(13, nil))
    #expect(try hasNumbers(13, true))
    #expect(try !hasNumbers(3, false))
  }

  @Test("Cells whose values would be smaller than 11 pixels grow, those of equal matrices alike")
  func growingCells() throws {
    let typesetter = try Typesetter()
    func size(_ values: [[Double]], _ side: Double, _ shows: Bool?) -> Size {
      Heatmap(values, showsValues: shows, showsColorBar: false, cellSize: side).size(in: typesetter)
    }
    let long = [[-12.345, 0], [1, 2]]
    #expect(size([[1, 2]], 30, nil).width == 60)
    #expect(size([[1, 2]], 17, nil) == Size(width: 34, height: size([[1, 2]], 22, nil).height))
    // "−12.3" is 34 pixels wide at 11 pixels.
    #expect((2 * 36...2 * 42).contains(size(long, 30, nil).width))
    #expect(size(long, 30, false).width == 60)
    // A side of a few pixels is a picture, unless the author asks for values.
    #expect(size(long, 8, nil).width == 16)
    #expect(size(long, 8, true).width == size(long, 30, nil).width)
    func width(_ second: [[Double]]) throws -> Int {
      try PNGFile(
        Figure(columns: 2) {
          Heatmap(long, cellSize: 30)
          Heatmap(second, cellSize: 30)
        }.png(density: 1)
      ).width
    }
    #expect(try width([[0, 0], [1, 2]]) == width(long))
    #expect(try width([[0, 0]]) == width([[0, 0], [1, 2], [3, 4]]))
    #expect(try width([[0, 0]]) < width(long))
  }

  @Test("What is missing or not finite is crossed out")
  func gaps() throws {
    let file = try PNGFile(
      Figure { Heatmap([[1, .nan], [2]], showsValues: false, cellSize: 40) }.png(density: 1))
    let gap = Theme.light.gap
    for (row, column, isCrossed) in [(0, 0, false), (0, 1, true), (1, 0, false), (1, 1, true)] {
      let center = file.color(column: 8 + column * 40 + 20, row: 8 + row * 40 + 20)
      #expect((center == gap) == isCrossed)
    }
  }

  @Test("Highlighted cells that touch share one frame")
  func highlights() throws {
    let cells: Set = [
      CellIndex(row: 0, column: 0), CellIndex(row: 0, column: 1), CellIndex(row: 9, column: -1),
    ]
    let values = [[1.0, 1, 1], [1, 1, 1]]
    let file = try PNGFile(
      Figure { Heatmap(values, showsValues: false, highlighted: cells, cellSize: 40) }.png(density: 1))
    let frame = Theme.light.highlight
    // Between the two cells there is none; right of the second, and below both, there is.
    #expect(file.color(column: 8 + 40, row: 8 + 20) != frame)
    #expect(file.color(column: 8 + 80, row: 8 + 20) == frame)
    #expect(file.color(column: 8 + 20, row: 8 + 40) == frame)
    #expect(file.color(column: 8 + 100, row: 8 + 40) != frame)
  }

  @Test(
    "A matrix of any shape can be seen, and so can its color bar",
    arguments: [(1, 1000), (1000, 1), (10, 4096), (1, 512), (1, 128), (3, 100), (2, 2), (100, 100)])
  func shapes(rows: Int, columns: Int) throws {
    let values = (0..<rows).map { row in (0..<columns).map { Double((row + $0) % 7) } }
    let map = Heatmap(values, showsValues: false, showsColorBar: true)
    let typesetter = try Typesetter()
    let size = map.size(in: typesetter)
    #expect(size.width >= 16 && size.width < 500 && size.height >= 64 && size.height < 500)
    let file = try PNGFile(Figure { map }.png(density: 1))
    var colors: [Color: (rows: Set<Int>, columns: Set<Int>)] = [:]
    for row in 8..<file.height - 8 {
      for column in 8..<min(file.width - 8, 8 + Int(size.width) - 40) {
        let color = file.color(column: column, row: row)
        if color == .white || color == Theme.light.divider { continue }
        colors[color, default: ([], [])].rows.insert(row)
        colors[color, default: ([], [])].columns.insert(column)
      }
    }
    let (inkedRows, inkedColumns) = colors.values.reduce(into: (Set<Int>(), Set<Int>())) {
      $0.0.formUnion($1.rows)
      $0.1.formUnion($1.columns)
    }
    #expect(inkedRows.count >= 14 && inkedColumns.count >= 14)
  }

  @Test("What is not finite has a color that no value has", arguments: Theme.allCases)
  func gapColor(theme: Theme) {
    let gap = Oklab(theme.gap)
    for colormap in Colormap.allCases {
      for color in colormap.palette(theme).map({ Oklab($0) }) {
        let distance =
          (color.lightness - gap.lightness) * (color.lightness - gap.lightness)
          + (color.a - gap.a) * (color.a - gap.a) + (color.b - gap.b) * (color.b - gap.b)
        #expect(distance >= 0.15 * 0.15)
      }
    }
  }

  @Test("Where many cells share a pixel, what is not finite is seen all the same")
  func smallGaps() throws {
    var values = Array(repeating: Array(repeating: 1.0, count: 500), count: 500)
    values[250] = Array(repeating: .nan, count: 500)
    let file = try PNGFile(
      Figure { Heatmap(values, colormap: .diverging, showsValues: false) }.png(density: 1))
    let colors = Set((0..<file.height).map { file.color(column: file.width / 2, row: $0) })
    #expect(colors.contains(Theme.light.gap))
  }
}
