internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The root of all randomness of this process: the notebook's seed.
///
/// Whatever takes a `seed:` falls back to this one.
public enum Randomness {
  private static let state = Mutex<UInt64?>(nil)

  /// The root seed: what was assigned last, else the environment variable `NBRUN_SEED`, else 0.
  public static var seed: UInt64 {
    get {
      state.withLock { seed in
        if let seed { return seed }
        let initial = getenv("NBRUN_SEED").flatMap { UInt64(String(cString: $0)) } ?? 0
        seed = initial
        return initial
      }
    }
    set { state.withLock { $0 = newValue } }
  }
}
