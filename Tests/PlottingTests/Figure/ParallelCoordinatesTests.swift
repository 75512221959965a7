import Display
import Plotting
import Testing

@Suite("Parallel coordinates")
struct ParallelCoordinatesTests {
  private let panel = ParallelCoordinates(
    "Settings",
    axes: [
      .init("rate", [0.1, 0.1, 1], scale: .log10), .init("kind", [0, 1, 1], names: ["plain", "skip"]),
      .init("accuracy", [0.9, 0.95, .nan]),
    ])

  @Test("The description says where the best item lies, and the data have every value")
  func description() {
    #expect(
      panel.description
        == "Parallel coordinates “Settings” of 3 items over rate, kind, accuracy: "
        + "the highest accuracy is at rate 0.1, kind skip, accuracy 0.95")
    #expect(
      panel.data.text.contains(#""values":[0.1,0.1,1.0]"#)
        || panel.data.text.contains(#""values":[0.1,0.1,1]"#))
    #expect(panel.data.text.contains(#""names":["plain","skip"]"#))
  }

  @Test("Items that differ in their values are drawn at different heights")
  func lines() throws {
    func png(_ values: [Double]) throws -> [UInt8] {
      try Figure { ParallelCoordinates(axes: [.init("a", [0, 1, 2]), .init("b", values)]) }.png()
    }
    #expect(try png([0, 1, 2]) != png([2, 1, 0]))
    #expect(try png([0, 1, 2]) == png([0, 1, 2]))
  }

  @Test(
    "Nothing, one axis, equal values, gaps and a hundred items give pictures",
    arguments: [
      [[]], [[1]], [[1, 1], [2, 2]], [[.nan, 1], [1, .infinity]], [[.nan], [.nan]],
      [(0..<200).map(Double.init), (0..<200).map { Double($0 % 7) }],
    ])
  func edges(columns: [[Double]]) throws {
    for theme in Theme.allCases {
      let axes = columns.enumerated().map { ParallelCoordinates.ItemAxis("axis \($0)", $1) }
      let png = try Figure { ParallelCoordinates("t", axes: axes) }.png(theme: theme)
      #expect(png.count > 100)
    }
    let log = try Figure { ParallelCoordinates(axes: [.init("log", [-1, 0, 10], scale: .log2)]) }.png()
    #expect(log.count > 100)
  }
}
