import CKernels
import CNN
import Foundation
import Testing

/// The pool of threads: it is used from several threads at once, and lives through a fork.
@Suite struct ThreadPoolTests {
  static let x = Tensor.randomNormal([6, 4, 20, 20], name: "x", seed: 5)
  static let w = Tensor.randomNormal([16, 4, 3, 3], name: "w", seed: 5)
  static let geometry = WindowGeometry(input: [20, 20], window: [3, 3], stride: [1, 1])
  static let want = Textbook.correlate(NDArray<Float>(x), NDArray(w), geometry: geometry)

  @Test("callers that come while another has the pool work alone")
  func concurrentCallers() {
    let wrong = Count(0)
    let threads = (0..<4).map { _ in
      Thread {
        for _ in 0..<50 {
          let z = Kernels.using(Kernels.level, threads: 3) {
            Convolution.forward(Self.x, Self.w, bias: nil, geometry: Self.geometry)
          }
          if z.scalars != Self.want.scalars { wrong.add(1) }
        }
        wrong.finish()
      }
    }
    threads.forEach { $0.start() }
    wrong.wait(for: threads.count)
    #expect(wrong.value == 0)
  }

  @Test("what a region costs is measured, and soon given up where threads cannot meet", arguments: [1, 2, 8])
  func costOfRegion(threads: Int) {
    let cost = Kernels.using(Kernels.level, threads: threads) { KernelLimits.secondsOfRegion() }
    // A thread always meets itself; several may never, where others keep the processors busy.
    if threads == 1 { #expect(cost != nil) }
    if let cost { #expect(cost > 0 && cost.isFinite) }
  }

  @Test("a forked process makes threads of its own", arguments: [1, 2, 5])
  func fork(threads: Int) throws {
    let got = Kernels.using(Kernels.level, threads: threads) {
      Convolution.forward(Self.x, Self.w, bias: nil, geometry: Self.geometry)
    }
    #expect(got.scalars == Self.want.scalars)
    // The child may only call what is safe after a fork: C, on memory that is there already.
    let axis = ck_axis(input: 20, window: 3, output: 18, stride: 1, dilation: 1, before: 0)
    let none = ck_axis(input: 1, window: 1, output: 1, stride: 1, dilation: 1, before: 0)
    var problem = ck_convolution(images: 6, channels: 4, filters: 16, groups: 1, axes: (none, axis, axis))
    let level = try #require((0..<Int32(ck_level_count.rawValue)).last { ck_level_is_supported($0) != 0 })
    let bytes = Self.want.scalars.count * MemoryLayout<Float>.size
    let z = UnsafeMutablePointer<Float>.allocate(capacity: Self.want.scalars.count)
    defer { z.deallocate() }
    let symbol = try #require(dlsym(UnsafeMutableRawPointer(bitPattern: 0), "fork"))
    let forkProcess = unsafeBitCast(symbol, to: (@convention(c) () -> Int32).self)
    let status: Int32 = Self.x.scalars.withUnsafeBufferPointer { x in
      Self.w.scalars.withUnsafeBufferPointer { w in
        Self.want.scalars.withUnsafeBufferPointer { want in
          let child = forkProcess()
          if child == 0 {
            alarm(600)
            ck_force(level, threads)
            for _ in 0..<20 { ck_correlate(&problem, x.baseAddress, w.baseAddress, nil, 0, z) }
            _exit(memcmp(z, want.baseAddress!, bytes) == 0 ? 0 : 1)
          }
          var status: Int32 = -1
          waitpid(child, &status, 0)
          return status
        }
      }
    }
    #expect(status == 0)
    let after = Kernels.using(Kernels.level, threads: threads) {
      Convolution.forward(Self.x, Self.w, bias: nil, geometry: Self.geometry)
    }
    #expect(after.scalars == Self.want.scalars)
  }
}

/// A number that several threads change, and that tells when all have finished.
private final class Count: @unchecked Sendable {
  private let condition = NSCondition()
  private var number: Int
  private var finished = 0

  init(_ number: Int) { self.number = number }

  var value: Int { condition.withLock { number } }

  func add(_ amount: Int) { condition.withLock { number += amount } }

  func finish() {
    condition.withLock {
      finished += 1
      condition.broadcast()
    }
  }

  func wait(for count: Int) {
    condition.withLock { while finished < count { condition.wait() } }
  }
}
