import Display
import Testing

struct ApproximatelyComparableTests {
  @Test func `Numbers differ by their distance`() {
    #expect(1.5.largestDifference(from: 1.0) == 0.5)
    #expect(Float(2).largestDifference(from: 5) == 3)
    #expect(Double.infinity.largestDifference(from: .infinity) == 0)
    #expect(Double.nan.largestDifference(from: .nan) == .infinity)
    #expect(Double.infinity.largestDifference(from: 1) == .infinity)
  }

  @Test func `Arrays differ by their largest distance, and not at all comparably by their shape`() {
    #expect([[1.0, 2], [3, 4]].largestDifference(from: [[1, 2.5], [3, 4.25]]) == 0.5)
    #expect([1.0].largestDifference(from: [1.0, 2]) == nil)
    #expect([[1.0]].largestDifference(from: [[1.0, 2]]) == nil)
  }
}
