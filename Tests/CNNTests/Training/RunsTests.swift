import CNN
import Testing

@Suite struct RunsTests {
  @Test func statisticsAreThoseOfASample() {
    let runs = Runs([2.0, 4, 4, 4, 5, 5, 7, 9])
    #expect(runs.count == 8 && runs.mean == 5 && runs.minimum == 2 && runs.maximum == 9)
    #expect(runs.standardDeviation == (32.0 / 7).squareRoot())
    #expect(Runs([Float(0.5)]).standardDeviation == 0)
    #expect(Runs([1, .nan, 3.0]).minimum.isNaN && Runs([.nan, 1.0]).maximum.isNaN)
  }

  @Test func eachRunGetsItsSeed() throws {
    #expect(Runs(seeds: 1...5) { seed in Float(seed) }.values == [1, 2, 3, 4, 5])
    #expect(Runs(seeds: [7, 3] as [UInt64]) { Double($0) }.values == [7, 3])
    struct Failed: Error {}
    #expect(throws: Failed.self) { try Runs(seeds: 1...2) { seed -> Double in throw Failed() } }
    let series = Runs.series(seeds: 1...3) { seed in [Double(seed), 10 * Double(seed)] }
    #expect(series.map(\.values) == [[1, 2, 3], [10, 20, 30]])
  }

  @Test func textsSayMeanAndDeviation() {
    let runs = Runs([0.922, 0.934, 0.946])
    #expect("\(runs)" == "0.934 ± 0.012" && "\(runs, .percent)" == "93 ± 1\u{A0}%")
    #expect("\(runs, .decimals(2))" == "0.93 ± 0.01")
    #expect("\(runs, .percent(decimals: 1))" == "93.4 ± 1.2\u{A0}%")
    #expect("\(Runs([0.934]), .percent)" == "93\u{A0}%" && "\(Runs([0.93412]))" == "0.9341")
    #expect("\(Runs([1000.0, 1400]))" == "1200 ± 283" && "\(Runs([0.5, 0.5]))" == "0.5000 ± 0.0000")
    #expect("\(Runs([0.93411, 0.93413]))" == "0.9341 ± 0.0000" && "\(Runs([-2.0, 2]))" == "0.0 ± 2.8")
    #expect("\(Runs([-0.5, .nan]), .decimals(1))" == "NaN ± NaN")
  }

  @Test func curvesShowMeanAndDeviation() throws {
    let dense = [Runs([0.2, 0.4]), Runs([0.5, 0.7]), Runs([0.6, 0.6])]
    let figure = runCurves(
      x: "images", y: "accuracy", at: [40, 120, 320],
      ["dense": dense, "one run": dense.map { Runs([$0.mean]) }], xScale: .log10, height: 300)
    let axes = try #require(figure.panels.first as? Axes)
    #expect(axes.xScale == .log10 && axes.height == 300 && axes.marks.count == 3)
    let band = try #require(axes.marks[0] as? Band)
    #expect(band.x == [40, 120, 320] && band.upper[1] == dense[1].mean + dense[1].standardDeviation)
    let lines = axes.marks.compactMap { $0 as? Line }
    #expect(lines.map(\.label) == ["dense", "one run"])
    #expect(lines.allSatisfy { $0.y == dense.map(\.mean) && $0.marker == .circle })
    let long = runCurves(x: "epoch", y: "loss", at: 1...13, ["loss": (1...13).map { Runs([Double($0)]) }])
    let line = try #require((long.panels.first as? Axes)?.marks.first as? Line)
    #expect(line.marker == nil && line.x.last == 13)
  }
}
