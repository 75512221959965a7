internal import CWorkerHooks
internal import Glibc

/// A clock for measurements.
enum Stopwatch {
  /// The time in seconds, from an arbitrary beginning.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The number of pages of memory that the system has mapped for this process as they were touched.
  static func pageFaults() -> Int {
    var usage = rusage()
    // The C library's headers give this parameter one of two types, as their settings are.
    getrusage(.init(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_minflt
  }

  /// The number of times that this thread has asked for memory.
  static func allocations() -> Int { cwh_allocations() }

  /// Returns the least time that `body` takes, out of at least five calls.
  static func least(seconds: Double, _ body: () -> Void) -> Double {
    let begin = now()
    var (least, calls) = (Double.infinity, 0)
    while calls < 5 || now() - begin < seconds {
      let start = now()
      body()
      least = min(least, now() - start)
      calls += 1
    }
    return least
  }
}
