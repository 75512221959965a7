/// Returns batches `[N, C, …]` put one after the other along the channels.
///
/// - Precondition: there is a batch, and they differ in the number of channels only.
public func concatenateChannels(_ batches: [Tensor]) -> Tensor {
  let shapes = batches.map(\.shape)
  require(
    shapes.allSatisfy {
      $0.rank >= 2 && $0[0] == shapes[0][0] && $0.dimensions.dropFirst(2) == shapes[0].dimensions.dropFirst(2)
    } && !shapes.isEmpty,
    "only batches [N, C, …] that differ in C can be put one after the other, got \(shapes)")
  return Tensor(concatenating: batches, along: 1)
}

/// Returns the parts of a batch `[N, C, …]` with the given numbers of channels.
///
/// - Precondition: the numbers add up to `C`.
public func splitChannels(_ batch: Tensor, counts: [Int]) -> [Tensor] {
  require(
    batch.rank >= 2 && counts.allSatisfy { $0 >= 0 } && counts.reduce(0, +) == batch.shape[1],
    "\(counts) channels do not make up a batch of shape \(batch.shape)")
  return batch.split(sizes: counts, along: 1)
}
