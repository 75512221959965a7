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

  @Test("Bars stand over their names, whatever the order, and a name that is missing leaves a gap")
  func names() throws {
    func shown(_ first: Bars, _ second: Bars) throws -> (first: [Int], second: [Int]) {
      let file = try PNGFile(
        Figure {
          Axes(width: 400, height: 300) {
            first; second
          }
        }.png(density: 1))
      // The number of the third of the plot in which each color is highest.
      func heights(_ color: Color) -> [Int] {
        let columns = columns(of: color, in: file)
        let left = 30.0
        let slot = (Double(file.width) - 48) / 3
        return (0..<3).map { third in
          columns.filter { Int((Double($0.column) - left) / slot) == third }.map(\.height).max() ?? 0
        }
      }
      return (heights(blue), heights(orange))
    }
    let train = Bars(labels: ["cat", "dog", "owl"], values: [1, 2, 3])
    let ordered = try shown(train, Bars(labels: ["cat", "dog", "owl"], values: [3, 1, 2]))
    let mixed = try shown(train, Bars(labels: ["owl", "cat", "dog"], values: [2, 3, 1]))
    #expect(ordered == mixed)
    #expect(ordered.second[0] > ordered.second[2] && ordered.second[2] > ordered.second[1])
    let missing = try shown(train, Bars(labels: ["owl", "cat"], values: [2, 3]))
    #expect(missing.first == ordered.first)
    #expect(missing.second == [ordered.second[0], 0, ordered.second[2]])
  }

  @Test("Names that only other bars have come after those of the first, a repeated one twice")
  func union() {
    let first = Bars(labels: ["b", "a", "a"], values: [1, 2, 3])
    let second = Bars(labels: ["c", "a", "b"], values: [4, 5, 6])
    let names = ["b", "a", "a", "c"]
    #expect(first.placed(among: names).values.prefix(3) == [1, 2, 3])
    let placed = second.placed(among: names).values
    #expect(placed[0] == 6 && placed[1] == 5 && placed[2].isNaN && placed[3] == 4)
  }
}
