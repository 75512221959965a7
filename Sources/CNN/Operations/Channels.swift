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
  let images = shapes[0][0]
  var joined: [Float] = []
  joined.reserveCapacity(batches.reduce(0) { $0 + $1.count })
  for n in 0..<images {
    for batch in batches {
      let size = batch.count / max(1, images)
      joined += batch.scalars[n * size..<(n + 1) * size]
    }
  }
  let channels = shapes.reduce(0) { $0 + $1[1] }
  return Tensor(shape: Shape([images, channels] + shapes[0].dimensions.dropFirst(2)), scalars: joined)
}

/// Returns the parts of a batch `[N, C, …]` with the given numbers of channels.
///
/// - Precondition: the numbers add up to `C`.
public func splitChannels(_ batch: Tensor, counts: [Int]) -> [Tensor] {
  require(
    batch.rank >= 2 && counts.allSatisfy { $0 >= 0 } && counts.reduce(0, +) == batch.shape[1],
    "\(counts) channels do not make up a batch of shape \(batch.shape)")
  let size = batch.shape.dimensions.dropFirst(2).reduce(1, *)
  let image = batch.shape[1] * size
  var first = 0
  return counts.map { count in
    defer { first += count }
    var part: [Float] = []
    part.reserveCapacity(batch.shape[0] * count * size)
    for n in 0..<batch.shape[0] {
      let start = n * image + first * size
      part += batch.scalars[start..<start + count * size]
    }
    return Tensor(shape: Shape([batch.shape[0], count] + batch.shape.dimensions.dropFirst(2)), scalars: part)
  }
}
