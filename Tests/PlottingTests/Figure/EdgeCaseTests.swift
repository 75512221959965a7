import Plotting
import Testing

struct EdgeCaseTests {
  private static let long = String(repeating: "label ", count: 34)
  private static let most = Double.greatestFiniteMagnitude

  @Test(
    "Every series gives a picture, on every scale",
    arguments: [
      [], [1], [.nan], [5, 5, 5], [0, 0], [1, .nan, 3, .infinity, 2, -.infinity], [-most, most],
      [most, most],
      [1e-320, 2e-320], [1e300, 1e-300], [-1, -2], [1e9, 1e9 + 1e-6],
    ] as [[Double]])
  func series(values: [Double]) throws {
    for scale in [AxisScale.linear, .log10] {
      let figure = Figure {
        Axes("t", x: "x", y: "y", xScale: scale, yScale: scale, width: 200, height: 150) {
          Line(x: values, y: values, label: "line", dash: .dashed)
          Points(x: values, y: values.reversed(), label: "points")
        }
        Axes(yScale: scale, width: 200, height: 150) {
          Bars(labels: values.map { "\($0)" }, values: values, label: "bars")
          Bars(labels: ["one"], values: [1])
        }
        Heatmap([values, [1]], colormap: .diverging, showsColorBar: true)
        ImageGrid([GridImage([values]), GridImage(red: [values], green: [[0]], blue: [])], scale: .each)
      }
      #expect(try PNGFile(figure.png(density: 1)).width > 200)
      #expect(!figure.description.isEmpty)
    }
  }

  @Test(
    "Finite data is always drawn",
    arguments: [[-most, most], [5, 5], [1e-320, 3e-310], [1e9, 1e9 + 1e-6]])
  func drawn(values: [Double]) throws {
    let file = try PNGFile(Figure { Axes { Line(y: values) } }.png(density: 1))
    let blue = SeriesColor.blue.color(in: .light)
    let columns = (0..<file.width).count { column in
      (0..<file.height).contains { file.color(column: column, row: $0) == blue }
    }
    // A steep line has few pixels that it covers entirely, but it crosses the whole plot.
    #expect(columns > 100)
  }

  @Test("Long labels, line breaks and characters without a glyph don't enlarge a panel")
  func labels() throws {
    let long = EdgeCaseTests.long
    let figure = Figure(long + "🦆\n" + long) {
      Axes(long, x: long, y: long, width: 300, height: 200) {
        Line(y: [1, 2, 3], label: long)
        Bars(labels: [long, "🦆", ""], values: [1, 2, 3], label: String(repeating: "x", count: 200))
      }
    }
    let file = try PNGFile(figure.png(density: 1))
    #expect(file.width <= 400)
    #expect(file.height <= 320)
  }

  @Test("A hundred series or categories give a picture")
  func many() throws {
    let figure = Figure {
      Axes { for index in 0..<100 { Line(y: [0, Double(index)], label: "series \(index)") } }
      Axes { Bars(labels: (0..<300).map { "category \($0)" }, values: (0..<300).map(Double.init)) }
    }
    #expect(try PNGFile(figure.png(density: 1)).width > 1100)
  }

  @Test(
    "Odd sizes are held within what can be drawn", arguments: [0, -5, .nan, .infinity, 1e-300, 3] as [Double])
  func sizes(size: Double) throws {
    let figure = Figure(columns: 0) {
      Axes("t", x: "x", y: "y", width: size, height: size) { Line(y: [1, 2], label: "l") }
      Heatmap(
        [[1, 2], [3, 4]], cellSize: size, rowLabels: ["a", "b"], columnLabels: ["long name", "b", "c"])
      ImageGrid([GridImage([[1, 2]], title: "title")], columns: -1, imageSize: size)
    }
    #expect(try PNGFile(figure.png(density: 1)).height > 100)
  }

  @Test("An empty figure is a small empty picture")
  func empty() throws {
    let file = try PNGFile(Figure {}.png())
    #expect(file.form == (depth: 1, colorType: 3))
    #expect(Set(file.pixels) == [255])
  }

  @Test("Equal units make distances comparable; axes without ticks have no numbers")
  func equalUnits() throws {
    func extent(_ isEqual: Bool) throws -> (width: Int, height: Int) {
      let file = try PNGFile(
        Figure {
          Axes(hasEqualUnits: isEqual, width: 500, height: 200) {
            Points(x: [0, 10, 0], y: [0, 0, 10], color: .red)
          }
        }.png(density: 1))
      let red = SeriesColor.red.color(in: .light)
      let rows = (0..<file.height).filter { row in
        (0..<file.width).contains { file.color(column: $0, row: row) == red }
      }
      let columns = (0..<file.width).filter { column in
        (0..<file.height).contains { file.color(column: column, row: $0) == red }
      }
      return (columns.last! - columns.first!, rows.last! - rows.first!)
    }
    let (free, equal) = (try extent(false), try extent(true))
    #expect(free.width > 2 * free.height)
    #expect(abs(equal.width - equal.height) <= 1)
    func ink(_ showsTicks: Bool) throws -> Int {
      let file = try PNGFile(
        Figure { Axes(showsTicks: showsTicks) { Points(x: [0, 1], y: [0, 1]) } }.png(density: 1))
      return (0..<file.height).reduce(0) { count, row in
        count + (0..<file.width).count { file.color(column: $0, row: row) != .white }
      }
    }
    #expect(try ink(false) < ink(true) / 2)
  }
}
