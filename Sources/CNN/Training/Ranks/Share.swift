/// The images of a batch that this rank computes, and the ranks that have the others.
///
/// With N images on R ranks, the first A = min(R, N) ranks take part: rank r has images `N·r/A ..< N·(r + 1)/A`. The
/// other ranks run no layer; they get the results.
package struct Share: Sendable {
  let ranks: Ranks
  /// The number of images of the whole batch.
  package let count: Int

  /// The number of ranks that take part.
  var active: Int { min(ranks.count, count) }
  /// Whether this rank takes part.
  var isActive: Bool { ranks.rank < active }
  /// Whether this rank has the first images.
  var isFirst: Bool { ranks.rank == 0 }
  /// Whether this rank has the last images.
  var isLast: Bool { ranks.rank == active - 1 }

  /// The images of this rank.
  package var images: Range<Int> { images(of: ranks.rank) }

  private func images(of rank: Int) -> Range<Int> {
    rank < active ? count * rank / active..<count * (rank + 1) / active : count..<count
  }

  /// Returns the whole batch, of which each rank that takes part has its images.
  ///
  /// - Parameter isForAll: Whether the other ranks get it, too.
  func gather(_ own: Tensor, isForAll: Bool = false) -> Tensor {
    let rest = own.shape.droppingFirst
    let parts = ranks.gather(
      isActive ? own : nil, shapes: (0..<active).map { rest.batched(images(of: $0).count) },
      receivers: isForAll ? ranks.count : active)
    return Tensor(shape: rest.batched(count), scalars: parts.flatMap(\.scalars))
  }

  /// Gives all ranks the tensors that the last rank that takes part has; the other ranks' have the same shapes.
  ///
  /// Each rank passes a block of them on, so that with the sums that have gone from rank to rank, every rank has sent
  /// `2·P·(R − 1)/R` of P numbers, as in an all-reduce on a ring.
  func distribute(_ tensors: inout [Tensor]) {
    var all = tensors.flatMap(\.scalars)
    let (source, blocks) = (active - 1, ranks.count)
    let others = (0..<ranks.count).filter { $0 != source }
    all.withUnsafeMutableBufferPointer { all in
      func block(_ index: Int) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(
          rebasing: all[all.count * index / blocks..<all.count * (index + 1) / blocks])
      }
      func send(_ index: Int, to rank: Int) { ranks.send(UnsafeBufferPointer(block(index)), to: rank) }
      if ranks.rank == source {
        for (index, rank) in others.enumerated() { send(index, to: rank) }
        for rank in others { send(blocks - 1, to: rank) }
        return
      }
      for (index, rank) in others.enumerated() where rank == ranks.rank {
        ranks.receive(into: block(index), from: source)
        for other in others where other != rank { send(index, to: other) }
      }
      for (index, rank) in others.enumerated() where rank != ranks.rank {
        ranks.receive(into: block(index), from: rank)
      }
      ranks.receive(into: block(blocks - 1), from: source)
    }
    guard ranks.rank != source else { return }
    var start = 0
    for index in tensors.indices {
      let shape = tensors[index].shape
      tensors[index] = Tensor(shape: shape, scalars: Array(all[start..<start + shape.count]))
      start += shape.count
    }
  }
}

extension Ranks {
  /// Returns this rank's part of a batch.
  package func share(of images: Int) -> Share { Share(ranks: self, count: images) }
}
