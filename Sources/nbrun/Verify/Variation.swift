internal import CNN
internal import Notebooks

/// One way to compute what must not change a bit.
struct Variation: Equatable {
  /// The instruction set of the kernels.
  let kernels: String
  /// The number of threads.
  let threads: Int
  /// Which cells the compiler optimizes.
  var optimization = CompilationChoices.Optimization.automatic

  /// The environment that makes a run compute so.
  var environment: [String: String] { ["NBRUN_KERNELS": kernels, "NBRUN_THREADS": "\(threads)"] }

  /// The options that make a run compute so.
  var arguments: [String] { ["--optimize-cells", optimization.rawValue] }

  /// The variation in words.
  var words: String {
    let cells: [CompilationChoices.Optimization: String] = [
      .all: ", all cells optimized", .none: ", no cell optimized",
    ]
    return "\(kernels), \(threads) \(threads == 1 ? "thread" : "threads")\(cells[optimization] ?? "")"
  }

  /// Every number of threads that is looked at with the best of `levels`, then each other level, then other cells
  /// optimized.
  static func all(levels: [String]) -> [Variation] {
    guard let best = levels.last else { return [] }
    return [1, 2, 5].map { Variation(kernels: best, threads: $0) }
      + levels.dropLast().reversed().map { Variation(kernels: $0, threads: 2) }
      + [.all, .none].map { Variation(kernels: best, threads: 2, optimization: $0) }
  }
}
