internal import CRanks

/// How the ranks of a run, which are processes that all run the same cells, exchange bytes.
///
/// One thread at a time uses it. What can fail returns whether it succeeded.
package protocol RankTransport: Sendable {
  /// The number of this process among the ranks, from 0.
  var rank: Int { get }
  /// The number of ranks.
  var count: Int { get }

  /// Gives every rank the bytes of every rank, in their order; all have equally many.
  func allgather(_ own: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer) -> Bool
  /// Begins to send bytes, which must stay until `wait`; they are received in the order of sending.
  func send(_ bytes: UnsafeRawBufferPointer, to rank: Int) -> Bool
  /// Waits for as many bytes as there is space for.
  func receive(into bytes: UnsafeMutableRawBufferPointer, from rank: Int) -> Bool
  /// Waits until all that was sent has left.
  func wait() -> Bool
}

/// The ranks that this process has joined.
struct ProcessTransport: RankTransport {
  let rank: Int
  let count: Int

  /// Creates the transport; nil if the run is one process, and in processes that were forked since.
  init?() {
    guard let ranks = ranks_current()?.pointee else { return nil }
    (rank, count) = (Int(ranks.rank), Int(ranks.count))
  }

  func allgather(_ own: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer) -> Bool {
    ranks_current()?.pointee.allgather?(own.baseAddress, own.count, all.baseAddress) == 0
  }

  func send(_ bytes: UnsafeRawBufferPointer, to rank: Int) -> Bool {
    ranks_current()?.pointee.send?(Int32(rank), bytes.baseAddress, bytes.count) == 0
  }

  func receive(into bytes: UnsafeMutableRawBufferPointer, from rank: Int) -> Bool {
    ranks_current()?.pointee.receive?(Int32(rank), bytes.baseAddress, bytes.count) == 0
  }

  func wait() -> Bool { ranks_current()?.pointee.wait?() == 0 }
}
