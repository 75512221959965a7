import CNN
import Testing

@Suite struct SoftmaxTests {
  @Test("deck row 001-09: the gradient is p − y")
  func golden() {
    let p = softmax([1, 2, 3])
    #expect(p.largestDifference(from: [0.090031, 0.244728, 0.665241])! < 1e-6)
    #expect((crossEntropy([[1, 2, 3]], labels: [2]) - 0.407606).magnitude < 1e-6)
    let gradient = SoftmaxCrossEntropy.mean([[1, 2, 3]], labels: [2]).gradient
    #expect(gradient.largestDifference(from: [[0.090031, 0.244728, -0.334759]])! < 1e-6)
  }

  @Test func hugeScoresOverflowNowhere() {
    #expect(softmax([[1000, 0], [-1000, -1000]]) == [[1, 0], [0.5, 0.5]])
    #expect(crossEntropy([[1000, 0]], labels: [1]) == 1000)
  }
}
