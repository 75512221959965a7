import Plotting
import Testing

struct LegendTests {
  private let blue = SeriesColor.blue.color(in: .light)

  /// Draws `y` with and without a name, and returns both pictures.
  private func pictures(_ y: [Double], label: String) throws -> (plain: PNGFile, named: PNGFile) {
    func file(_ label: String) throws -> PNGFile {
      try PNGFile(Figure { Axes { Line(y: y, label: label) } }.png(density: 1))
    }
    return (try file(""), try file(label))
  }

  private func count(_ color: Color, in file: PNGFile) -> Int {
    (0..<file.height).reduce(0) { count, row in
      count + (0..<file.width).count { file.color(column: $0, row: row) == color }
    }
  }

  @Test(
    "The legend hides no data that leaves it a corner",
    arguments: [
      (0..<50).map { 1 / (1 + Double($0)) }, (0..<50).map { Double($0) }, (0..<50).map { -Double($0 * $0) },
      (0..<50).map { abs(25 - Double($0)) }, [1, 1, 1],
    ] as [[Double]])
  func inside(y: [Double]) throws {
    let (plain, named) = try pictures(y, label: "loss")
    #expect((plain.width, plain.height) == (named.width, named.height))
    #expect(count(blue, in: plain) > 100)
    for row in 0..<plain.height {
      for column in 0..<plain.width where plain.color(column: column, row: row) == blue {
        #expect(named.color(column: column, row: row) == blue)
      }
    }
    // The name and its key are somewhere.
    #expect(count(blue, in: named) > count(blue, in: plain))
  }

  @Test("Data everywhere moves the legend above the plot")
  func above() throws {
    let noise = (0..<400).map { Double($0 * 7919 % 1000) }
    let (plain, named) = try pictures(noise, label: "noise")
    func firstRow(_ file: PNGFile) -> Int {
      (0..<file.height).first { row in
        (0..<file.width).contains { file.color(column: $0, row: row) == blue }
      } ?? file.height
    }
    // The key of the legend is the first blue; the plot begins a line of text below it.
    let legend = firstRow(named)
    #expect(legend < firstRow(plain))
    let below = (legend + 4..<legend + 12).allSatisfy { row in
      (0..<named.width).allSatisfy { named.color(column: $0, row: row) != blue }
    }
    #expect(below)
  }

  @Test("Every name of a legend can be found, or their number", arguments: [20, 27, 100])
  func complete(count: Int) throws {
    func picture(renamed: Int?) throws -> [UInt8] {
      let figure = Figure {
        Axes {
          for index in 0..<count {
            // Lines everywhere leave no place for a box.
            Line(
              y: (0..<9).map { Double(($0 * 7 + index) % count) },
              label: index == renamed ? "other" : "series \(index)")
          }
        }
      }
      return try PNGFile(figure.png(density: 1)).pixels
    }
    let plain = try picture(renamed: nil)
    for index in [0, count / 2, 58, count - 1] where index < count {
      #expect(try (picture(renamed: index) == plain) == (index >= 59), "series \(index)")
    }
  }

  @Test("A panel grows until all names have room beside it")
  func growing() throws {
    func height(_ count: Int) throws -> Double {
      let axes = Axes {
        for index in 0..<count { Line(y: [Double(index)], label: "a name of some length \(index)") }
      }
      return axes.size(in: try Typesetter()).height
    }
    #expect(try height(5) == 340)
    #expect(try height(40) > 40 * 13)
    #expect(try height(1000) == height(60))
  }

  @Test("The name of a line beyond the axes says so")
  func beyond() throws {
    func darkPixels(_ range: ClosedRange<Double>) throws -> Int {
      let file = try PNGFile(
        Figure { Axes(yRange: range) { ReferenceLine(y: 5, label: "five") } }.png(density: 1))
      // The legend stands in the upper right corner.
      return (8..<60).reduce(0) { count, row in
        count + (file.width / 2..<file.width).count { file.color(column: $0, row: row).red < 100 }
      }
    }
    #expect(try darkPixels(0...1) > 2 * darkPixels(0...10))
  }
}
