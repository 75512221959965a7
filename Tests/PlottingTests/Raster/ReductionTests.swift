import Plotting
import Testing

struct ReductionTests {
  private func picture(_ image: [[Double]], size: Double) throws -> PNGFile {
    try PNGFile(
      Figure(description: "image") { ImageGrid([GridImage(image)], imageSize: size) }.png(density: 1))
  }

  @Test("An image larger than its place is averaged over each pixel's area")
  func averaged() throws {
    // A checkerboard of single pixels has no gray of its own; its area has nothing else.
    let board = (0..<128).map { row in (0..<128).map { Double((row + $0) % 2) } }
    let file = try picture(board, size: 32)
    for place in [(12, 10), (20, 30), (30, 20)] {
      #expect(file.color(column: place.0, row: place.1) == Colormap.gray.color(at: 0.5))
    }
  }

  @Test("A value that is not finite is not averaged away")
  func gaps() throws {
    var image = Array(repeating: Array(repeating: 0.0, count: 100), count: 100)
    image[49][49] = .nan
    let file = try picture(image, size: 40)
    let gap = Theme.light.gap
    let count = (0..<file.height).reduce(0) { count, row in
      count + (0..<file.width).count { file.color(column: $0, row: row) == gap }
    }
    #expect((1...4).contains(count))
  }

  @Test("Large matrices are heat maps and images of a sensible size")
  func large() throws {
    let values = (0..<1200).map { row in (0..<900).map { Double(row &* $0) } }
    #expect(try PNGFile(Figure(description: "m") { Heatmap(values) }.png(density: 1)).width < 500)
    #expect(
      try PNGFile(Figure(description: "m") { ImageGrid([GridImage(values)]) }.png(density: 1)).width < 500)
    #expect(try !Figure { Heatmap([[1], Array(repeating: 1e308, count: 3000)]) }.png(density: 1).isEmpty)
  }

  @Test("A line of very many points looks like one of all its extremes")
  func line() throws {
    // 100,000 points that fill a band of heights, which ends at both extremes.
    let many = (0..<100_000).map { Double($0 * 7919 % 1000) / 1000 }
    let file = try PNGFile(Figure { Axes(xRange: 0...1e5, yRange: -1...2) { Line(y: many) } }.png(density: 1))
    let blue = SeriesColor.blue.color(in: .light)
    let rows = (0..<file.height).filter { file.color(column: file.width / 2, row: $0) == blue }
    // Every height between is covered.
    #expect(rows.count > file.height / 5)
    #expect(rows.count == (rows.last ?? 0) - (rows.first ?? 0) + 1)
  }
}
