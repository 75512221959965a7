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
    Self.pieces(of: bytes.count).allSatisfy { piece in
      let start = bytes.baseAddress.map { $0 + piece.lowerBound }
      return ranks_current()?.pointee.send?(Int32(rank), start, piece.count) == 0
    }
  }

  func receive(into bytes: UnsafeMutableRawBufferPointer, from rank: Int) -> Bool {
    Self.pieces(of: bytes.count).allSatisfy { piece in
      let start = bytes.baseAddress.map { $0 + piece.lowerBound }
      return ranks_current()?.pointee.receive?(Int32(rank), start, piece.count) == 0
    }
  }

  /// Returns pieces of `count` bytes, each sent by itself.
  ///
  /// MPI sends short messages at once. A long one waits, over TCP, until the sender next calls MPI, which is when it has
  /// computed its next layer.
  private static func pieces(of count: Int) -> [Range<Int>] {
    let most = 32 << 10
    return stride(from: 0, to: count, by: most).map { $0..<min($0 + most, count) }
  }

  func wait() -> Bool { ranks_current()?.pointee.wait?() == 0 }
}
