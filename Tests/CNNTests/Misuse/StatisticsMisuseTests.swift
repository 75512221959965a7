import CNN
import Testing

/// Wrong calls of the statistics of runs and tensors: each ends a process of its own with the right words.
@Suite struct StatisticsMisuseTests {
  private func text(_ result: ExitTest.Result?) throws -> String {
    String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
  }

  @Test func runs() async throws {
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Runs([Double]())
    }
    #expect(try text(none).contains("Runs takes the values of at least one run, got none"))
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Runs(seeds: -1...1) { Double($0) }
    }
    #expect(try text(negative).contains("a seed is a whole number from 0 to 2⁶⁴ − 1, got -1"))
    let uneven = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Runs.series(seeds: 1...2) { seed in [Double](repeating: 0, count: Int(seed)) }
    }
    #expect(try text(uneven).contains("the runs of a series have the same number of values, got [1, 2]"))
    let curves = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = runCurves(x: "n", y: "loss", at: [1, 2, 3], ["dense": [Runs([1.0])]])
    }
    #expect(try text(curves).contains("there are 3 positions, and 1 runs of \"dense\""))
    let style = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = "\(0.5, .decimals(-1))"
    }
    #expect(try text(style).contains("the number of decimals is at least 0, got -1"))
  }

  @Test func tensors() async throws {
    let counts = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = correlationCoefficient(.ones([2, 2]), .ones([3]))
    }
    #expect(try text(counts).contains("with the same number of elements, got the shapes [2, 2] and [3]"))
    let cosine = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = cosineSimilarity(.ones([2]), .ones([3]))
    }
    #expect(try text(cosine).contains("cosineSimilarity takes two tensors"))
    let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = linearMatrix(of: { $0 }, input: [0, 3])
    }
    #expect(try text(empty).contains("at least one element, got [0, 3]"))
    let uneven = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = linearMatrix(of: { $0[0] == 1 ? .ones([2]) : .ones([3]) }, input: [2])
    }
    #expect(try text(uneven).contains("has to give the same number of elements"))
  }
}
