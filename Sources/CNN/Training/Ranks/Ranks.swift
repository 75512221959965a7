internal import CRanks
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The ranks among which `fit` and `evaluate` deal their images.
///
/// Every rank runs all cells, so it has the same data and the same model. What one rank alone has computed is sent to
/// those that need it; no number depends on how many ranks there are. One thread at a time uses it.
///
/// - SeeAlso: `docs/decisions/ranks.md`.
package final class Ranks: @unchecked Sendable {
  let transport: any RankTransport
  /// The number of meetings of all ranks so far.
  var meetings = 0
  /// What is being sent.
  private var outgoing: [UnsafeMutableRawBufferPointer] = []

  init(_ transport: any RankTransport) { self.transport = transport }

  deinit { for bytes in outgoing { bytes.deallocate() } }

  /// The number of this process, from 0.
  package var rank: Int { transport.rank }
  /// The number of ranks.
  package var count: Int { transport.count }

  /// Begins to send a copy of some numbers.
  func send(_ numbers: UnsafeBufferPointer<Float>, to rank: Int) {
    guard numbers.count > 0 else { return }
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: numbers.count * 4, alignment: 64)
    bytes.copyMemory(from: UnsafeRawBufferPointer(numbers))
    outgoing.append(bytes)
    check(transport.send(UnsafeRawBufferPointer(bytes), to: rank), "send to rank \(rank)")
  }

  /// Waits for numbers, as many as there is space for.
  func receive(into numbers: UnsafeMutableBufferPointer<Float>, from rank: Int) {
    guard numbers.count > 0 else { return }
    check(
      transport.receive(into: UnsafeMutableRawBufferPointer(numbers), from: rank), "receive from rank \(rank)"
    )
  }

  /// Waits until all numbers have been sent.
  func finishSending() {
    check(transport.wait(), "send")
    for bytes in outgoing { bytes.deallocate() }
    outgoing = []
  }

  /// Gives every rank the words of every rank, in their order; all have equally many.
  func allgather(_ own: [UInt64]) -> [[UInt64]] {
    var all = [UInt64](repeating: 0, count: own.count * count)
    let succeeded = own.withUnsafeBytes { own in
      all.withUnsafeMutableBytes { transport.allgather(own, into: $0) }
    }
    check(succeeded, "exchange what it does with the others")
    return (0..<count).map { Array(all[$0 * own.count..<($0 + 1) * own.count]) }
  }

  /// Gives the first `receivers` ranks the tensors of the first ranks, which have the shapes `shapes`.
  ///
  /// - Parameter own: This rank's tensor; nil if it has none.
  func gather(_ own: Tensor?, shapes: [Shape], receivers: Int) -> [Tensor] {
    if let own {
      require(
        own.shape == shapes[rank], "rank \(rank) computed a tensor of shape \(own.shape), not \(shapes[rank])"
      )
      for other in 0..<receivers where other != rank {
        own.scalars.withUnsafeBufferPointer { send($0, to: other) }
      }
    }
    return shapes.enumerated().map { other, shape in
      if other == rank, let own { return own }
      return Tensor(writing: shape) {
        receive(into: UnsafeMutableBufferPointer(start: $0, count: shape.count), from: other)
      }
    }
  }

  private func check(_ succeeded: Bool, _ action: String) {
    require(succeeded, "rank \(rank) could not \(action): the connection between the ranks has failed")
  }
}

extension Ranks {
  /// The ranks of this run; nil if it is one process, and in processes that were forked since.
  package static var current: Ranks? {
    if let own = pthread_getspecific(ofThread) { return Unmanaged.fromOpaque(own).takeUnretainedValue() }
    guard ranks_current() != nil else { return nil }
    return ofProcess.withLock { ranks in
      if ranks == nil { ranks = ProcessTransport().map(Ranks.init) }
      return ranks
    }
  }

  /// Returns what `body` returns, with `transport` for the ranks of this thread.
  package static func using<Result>(
    _ transport: any RankTransport, _ body: () throws -> Result
  ) rethrows -> Result {
    let ranks = Ranks(transport)
    pthread_setspecific(ofThread, Unmanaged.passUnretained(ranks).toOpaque())
    defer {
      pthread_setspecific(ofThread, nil)
      ranks.finishSending()
    }
    return try body()
  }

  private static let ofProcess = Mutex<Ranks?>(nil)

  private static let ofThread: pthread_key_t = {
    var key = pthread_key_t()
    require(pthread_key_create(&key, nil) == 0, "the system gives no more keys for data of threads")
    return key
  }()
}
