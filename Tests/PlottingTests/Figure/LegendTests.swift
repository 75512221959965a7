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
}
