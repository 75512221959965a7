import Foundation

/// A generator whose numbers depend on its seed alone (SplitMix64), for tests that try things at random.
struct SeededGenerator: RandomNumberGenerator, CustomStringConvertible {
  private let seed: UInt64
  private var state: UInt64

  /// Creates a generator; without a `seed`, with the one that `NBRUN_TEST_SEED` gives or with any.
  init(seed: UInt64? = nil) {
    self.seed =
      seed ?? ProcessInfo.processInfo.environment["NBRUN_TEST_SEED"].flatMap { UInt64($0) }
      ?? .random(in: 0..<1 << 32)
    state = self.seed
  }

  /// How to repeat a failure: every expectation of such a test says it.
  var description: String { "NBRUN_TEST_SEED=\(seed)" }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}
