import CNN
import Testing

@Suite struct SumTests {
  @Test("sixteen partial sums, then halves are added")
  func sumFollowsTheTree() {
    // In single precision 2²⁴ + 1 is 2²⁴: whether a 1 survives tells in which order things were added.
    let big: Float = 0x1p24
    var values = [Float](repeating: 0, count: 32)
    (values[0], values[1], values[17]) = (big, 1, 1)
    #expect(Textbook.sum(values) == big + 2)
    values = [Float](repeating: 0, count: 32)
    (values[0], values[8], values[9]) = (big, 1, 1)
    #expect(Textbook.sum(values) == big)
    (values[8], values[9], values[1]) = (0, 1, 1)
    #expect(Textbook.sum(values) == big + 2)
  }

  @Test func sumOfWholeNumbersIsExact() {
    #expect(Textbook.sum((1...100).map { Double($0) }) == 5050)
    #expect(Textbook.sum([Float]()) == 0)
  }
}
