import Plotting
import Testing

struct HistogramTests {
  @Test("Values are counted in equal bins, a limit counting for the bin above it")
  func counts() {
    let histogram = Histogram([0, 0.5, 1, 1, 2, 3, 4, .nan, .infinity], bins: 4)
    #expect(histogram.edges == [0, 1, 2, 3, 4])
    #expect(histogram.heights == [2, 2, 1, 2])
    #expect(histogram.count == 7)
    #expect(
      histogram.summary(on: Axes {})
        == "counts 7 values in 4 bins from 0 to 4, the highest from 0 to 1 with 2 (2 values are not finite)")
    #expect(
      Histogram((0..<100).map { Double($0 % 10) }).summary(on: Axes {}).hasSuffix(", 20 in each"))
  }

  @Test("The number of bins follows Freedman and Diaconis' rule")
  func automatic() {
    // 1000 values from 0.5 to 999.5: IQR 499.5, width 2 · 499.5 / 10 = 99.9, so 10.0 bins over 999.
    #expect(Histogram((0..<1000).map { Double($0) + 0.5 }).heights == Array(repeating: 100, count: 10))
    // No quartile range: ⌈log₂ 8⌉ + 1.
    #expect(Histogram([1, 1, 1, 1, 1, 1, 1, 2.5]).heights.count == 4)
  }

  @Test("Bins of different widths hold densities, and a value on an edge counts for the bin above it")
  func unequal() {
    let histogram = Histogram([0, 0.5, 1, 2, 3, 9, 10, 11, .nan], edges: [0, 1, 2, 10])
    #expect(histogram.heights == [2.0 / 7, 1.0 / 7, 4.0 / 7 / 8] && histogram.count == 7)
    #expect(Histogram([0, 1, 1, 2], edges: [0, 1, 2]).heights == [1, 3])
    #expect(Histogram([0, 1, 1, 2], edges: [0, 1, 2], isDensity: true).heights == [0.25, 0.75])
  }

  @Test("Histograms in one panel have the same bins unless the author chose their limits")
  func shared() throws {
    let (wide, narrow) = ((0..<200).map { Double($0) / 10 }, (0..<200).map { 5 + Double($0) / 1000 })
    let axes = Axes {
      Histogram(wide)
      Histogram(narrow, isDensity: true)
      Histogram(wide, bins: 3, range: 0...20)
    }
    let histograms = axes.marks.compactMap { $0 as? Histogram }
    #expect(histograms[0].edges == histograms[1].edges && histograms[0].edges.count > 4)
    #expect(histograms[0].heights.reduce(0, +) == 200 && histograms[2].edges.count == 4)
    let width = histograms[1].edges[1] - histograms[1].edges[0]
    #expect(abs(histograms[1].heights.reduce(0, +) * width - 1) < 1e-9)
  }

  @Test("Numbers of bins that the author chose divide what all histograms of the panel span")
  func sharedCounts() throws {
    let axes = Axes {
      Histogram([0, 1, 2, 3], bins: 4)
      Histogram([6, 8], bins: 2)
      Histogram([5, 7], bins: 2, range: 4...8)
    }
    let edges = axes.marks.compactMap { ($0 as? Histogram)?.edges }
    #expect(edges == [[0, 2, 4, 6, 8], [0, 2, 4, 6, 8], [4, 6, 8]])
  }

  @Test("A density has area 1, and a range leaves values out")
  func density() {
    let histogram = Histogram([1, 2, 2, 3, 9], bins: 2, range: 0...4, isDensity: true)
    #expect(histogram.count == 4)
    #expect(histogram.heights == [0.125, 0.375])
  }

  @Test(
    "Every set of values gives bins that hold it",
    arguments: [
      [], [3], [.nan], [5, 5, 5], [1e300, -1e300], [1e-320, 2e-320], [1e16, 1e16 + 2],
      [-Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude],
    ] as [[Double]])
  func extremes(values: [Double]) throws {
    for bins in [nil, 0, 1, 7, 1_000_000] {
      let histogram = Histogram(values, bins: bins)
      #expect(histogram.heights.reduce(0, +) == Double(values.count { $0.isFinite }))
      #expect(zip(histogram.edges, histogram.edges.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(try !Figure { Axes { histogram } }.png(density: 1).isEmpty)
      #expect(try !Figure { Axes(yScale: .log10) { histogram } }.png(density: 1).isEmpty)
    }
  }

  @Test("Bins of whole numbers hold as many of them each")
  func wholeNumbers() {
    let digits = Histogram((0..<1000).map { Double($0 % 10) })
    #expect(digits.edges == (0...10).map { Double($0) - 0.5 })
    #expect(digits.heights == Array(repeating: 100, count: 10))
    let wide = Histogram((0..<1000).map(Double.init))
    let widths = Set(zip(wide.edges, wide.edges.dropFirst()).map { $1 - $0 })
    #expect(widths.count == 1 && widths.first == widths.first?.rounded())
    #expect(wide.heights.dropLast().allSatisfy { $0 == wide.heights[0] } && wide.heights.reduce(0, +) == 1000)
    // What is asked for is done.
    #expect(Histogram([0, 1, 2], bins: 2).edges == [0, 1, 2])
    #expect(Histogram([0, 1, 2.5]).edges.first == 0)
  }
}
