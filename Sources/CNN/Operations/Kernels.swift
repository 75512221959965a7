internal import CKernels

/// The compiled kernels that operations call: which instruction set they use, and how many threads.
///
/// Both come from the processor, or from the environment: `NBRUN_KERNELS` is `generic`, `avx2`, `avx512` or
/// `neon`, `NBRUN_THREADS` a number from 1 to 256. No result depends on either.
package enum Kernels {
  /// The names of the instruction sets that this processor has, the plain one first.
  package static var levels: [String] {
    (0..<Int32(ck_level_count.rawValue)).filter { ck_level_is_supported($0) != 0 }.map(name)
  }

  /// The name of the instruction set in use.
  package static var level: String { name(ck_level()) }

  /// The number of threads in use.
  package static var threads: Int { ck_thread_count() }

  /// The bytes of scratch memory that the kernels hold on all threads: it grows to what the largest call needs.
  package static var workspace: Int { ck_scratch_bytes() }

  /// Makes the program keep memory that is freed: a training step asks for as much as the last one gave back.
  ///
  /// This is for whole programs, which call it when they start.
  package static func keepMemory() { ck_keep_memory() }

  /// What is wrong with the environment's choice of kernels or threads, in a sentence without its end.
  package static var environmentError: String? { ck_environment_error().map { String(cString: $0) } }

  /// Returns what `body` does with the kernels of `level`, on `threads` threads; other threads are not touched.
  ///
  /// - Precondition: the processor has the level.
  package static func using<Result>(
    _ level: String, threads: Int, _ body: () throws -> Result
  ) rethrows -> Result {
    guard let number = (0..<Int32(ck_level_count.rawValue)).first(where: { name($0) == level }),
      ck_level_is_supported(number) != 0
    else { fatalError("this processor has no kernels called \(level), but \(levels)") }
    ck_force(number, threads)
    defer { ck_force(-1, 0) }
    return try body()
  }

  /// Calls `body` for the indices 0 ..< `count` on the threads in use, at the same time and in any order.
  ///
  /// What two calls write must not overlap.
  ///
  /// - Parameter cost: About how many nanoseconds a call takes; little work is done by the caller alone.
  static func parallel(_ count: Int, cost: Double, _ body: (Int) -> Void) {
    check()
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { body in
        let call: ck_task = { context, index in
          context?.assumingMemoryBound(to: ((Int) -> Void).self).pointee(index)
        }
        ck_parallel(count, cost, call, UnsafeMutableRawPointer(mutating: body))
      }
    }
  }

  /// Stops with a message if the environment asks for what does not exist.
  static func check() { _ = isChecked }

  private static let isChecked: Bool = {
    require(environmentError == nil, environmentError ?? "")
    return true
  }()

  private static func name(_ level: Int32) -> String { String(cString: ck_level_name(level)) }
}

extension Tensor? {
  /// Calls `body` with where the elements lie; nil if there is no tensor.
  func withPointer<Result>(_ body: (UnsafePointer<Float>?) -> Result) -> Result {
    self?.scalars.withUnsafeBufferPointer { body($0.baseAddress) } ?? body(nil)
  }
}

extension Tensor {
  /// Creates a tensor whose elements `body` writes, all of them.
  init(writing shape: Shape, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    let scalars = [Float](unsafeUninitializedCapacity: shape.count) { elements, count in
      if let start = elements.baseAddress { body(start) }
      count = shape.count
    }
    self.init(shape: shape, scalars: scalars)
  }
}
