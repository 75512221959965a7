import CNN
import Foundation
import Testing

/// What ends the process, and the environment that it reads: each runs in a process of its own.
@Suite struct MisuseTests {
  @Test func theSeedComesFromTheEnvironment() async {
    await #expect(processExitsWith: .success) {
      setenv("NBRUN_SEED", "77", 1)
      precondition(Randomness.seed == 77)
      precondition(Tensor.random([3]) == Tensor.random([3], seed: 77))
      Randomness.seed = 5
      precondition(Randomness.seed == 5)
      precondition(Tensor.random([3]) == Tensor.random([3], seed: 5))
    }
    await #expect(processExitsWith: .success) {
      unsetenv("NBRUN_SEED")
      precondition(Randomness.seed == 0)
    }
  }

  @Test func wrongShapesAreNamed() async throws {
    let correlation = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = correlate(.ones([2, 5, 5]), .ones([4, 3, 2, 2]))
      })
    #expect(text(correlation).contains("the filters' depth must be the image's: expected 2, got 3"))
    let product = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]).matmul(.ones([2, 3]))
      })
    #expect(text(product).contains("matmul takes [M, K] and [K, N] with equal K, got [2, 3] and [2, 3]"))
    let layer = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Conv2D(2, kernel: 3, name: "first")(.ones([1, 1, 5, 5]))
      })
    #expect(text(layer).contains("layer \"first\" is not built"))
  }

  private func text(_ result: ExitTest.Result) -> String {
    String(decoding: result.standardErrorContent, as: UTF8.self)
  }
}
