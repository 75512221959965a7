internal import CNN

/// One way to compute what must not change a bit.
struct Variation: Equatable {
  /// The instruction set of the kernels.
  let kernels: String
  /// The number of threads.
  let threads: Int

  /// The environment that makes a run compute so.
  var environment: [String: String] { ["NBRUN_KERNELS": kernels, "NBRUN_THREADS": "\(threads)"] }

  /// The variation in words.
  var words: String { "\(kernels), \(threads) \(threads == 1 ? "thread" : "threads")" }

  /// Every number of threads that is looked at with the best of `levels`, then each other level.
  static func all(levels: [String]) -> [Variation] {
    guard let best = levels.last else { return [] }
    return [1, 2, 5].map { Variation(kernels: best, threads: $0) }
      + levels.dropLast().reversed().map { Variation(kernels: $0, threads: 2) }
  }
}
