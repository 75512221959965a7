import Plotting
import Testing

struct BarsTests {
  private let blue = SeriesColor.blue.color(in: .light)
  private let orange = SeriesColor.orange.color(in: .light)

  private func columns(of color: Color, in file: PNGFile) -> [(column: Int, height: Int)] {
    (0..<file.width).compactMap { column in
      let height = (0..<file.height).count { file.color(column: column, row: $0) == color }
      return height == 0 ? nil : (column, height)
    }
  }

  @Test("Bars are as high as their values, and a gap stays empty")
  func heights() throws {
    let bars = Bars(labels: ["a", "b", "c", "d"], values: [1, 2, .nan, -1])
    let file = try PNGFile(Figure { Axes { bars } }.png(density: 2))
    let heights = Set(columns(of: blue, in: file).map(\.height)).sorted()
    // The bars of 1 and −1 each touch the zero line, which hides a pixel or two.
    let highest = Double(try #require(heights.last))
    let low = heights.filter { Double($0) < highest * 0.6 }
    #expect(low.allSatisfy { abs(Double($0) - highest / 2) < 4 })
    #expect(!low.isEmpty)
  }

  @Test("Bars of two series stand side by side")
  func groups() throws {
    let figure = Figure {
      Axes {
        Bars(labels: ["a", "b"], values: [1, 2])
        Bars(labels: ["a", "b"], values: [2, 1])
      }
    }
    let file = try PNGFile(figure.png(density: 1))
    let first = Set(columns(of: blue, in: file).map(\.column))
    let second = Set(columns(of: orange, in: file).map(\.column))
    #expect(first.count > 50 && second.count > 50)
    #expect(first.isDisjoint(with: second))
  }
}
