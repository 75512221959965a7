internal import CKernels

/// What bounds the kernels on this machine, with the level and threads in use: measured, not looked up.
package enum KernelLimits {
  /// Returns how many floating-point operations a second fused multiply-adds in registers reach.
  package static func operationsPerSecond() -> Double {
    greatestRate { ck_add_products(100_000) }
  }

  /// Returns the bytes a second that `a = b + 3·c` moves, with arrays of `footprint` bytes together.
  package static func bytesPerSecond(footprint: Int) -> Double {
    let count = max(16, footprint / 12)
    let (b, c) = ([Float](repeating: 1, count: count), [Float](repeating: 2, count: count))
    var a = b
    return greatestRate {
      ck_triad(count, b, c, &a)
      return Double(count * 12)
    }
  }

  /// Returns the seconds that a parallel region takes in which all threads meet and do nothing else; nil if they never
  /// all came, as where other programs keep the processors busy.
  ///
  /// It is the least of what a fifth of a second has room for.
  package static func secondsOfRegion() -> Double? {
    var (least, total): (Double?, Double) = (nil, 0)
    while total < 0.2 {
      var didMeet = false
      let time = seconds { didMeet = ck_barrier() != 0 }
      total += time
      if didMeet { least = min(least ?? time, time) }
    }
    return least
  }

  /// Returns the greatest rate of three hundred calls; `body` returns what it has done.
  private static func greatestRate(_ body: () -> Double) -> Double {
    (0..<300).reduce(0) { best, _ in
      var done = 0.0
      let time = seconds { done = body() }
      return max(best, done / time)
    }
  }

  private static func seconds(_ body: () -> Void) -> Double {
    let time = ContinuousClock().measure(body)
    return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
  }
}
