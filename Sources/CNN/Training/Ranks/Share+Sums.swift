internal import CKernels

/// Sums over images, which go from rank to rank: each goes on with what those before it have added up.
///
/// That is the order of one process. A sum of the ranks' own sums, as an all-reduce makes it, has another order, and
/// rounds to other numbers.
extension Share {
  /// Waits for the sums over the images before this rank's; returns nil if there are none.
  func receiveSums(_ count: Int) -> [Float]? {
    if isFirst { return nil }
    return [Float](unsafeUninitializedCapacity: count) { sums, initialized in
      ranks.receive(into: UnsafeMutableBufferPointer(rebasing: sums[..<count]), from: ranks.rank - 1)
      initialized = count
    }
  }

  /// Hands the sums, to which this rank's images have been added, to the next rank that takes part, if there is one.
  func passOn(_ sums: UnsafeBufferPointer<Float>) {
    if !isLast { ranks.send(sums, to: ranks.rank + 1) }
  }

  /// Hands the sums, to which this rank's images have been added, to the next rank that takes part, if there is one.
  func passOn(_ sums: [Float]) { sums.withUnsafeBufferPointer { passOn($0) } }

  /// Returns blocks of `count` results, of which one rank after the other adds to each while others add to the next.
  ///
  /// - Parameter work: About how many operations the whole batch takes; a message for little work does not pay.
  func blocks(of count: Int, work: Int) -> [Range<Int>] {
    let blocks = max(1, min(count, 2 * active, work / active / 65_536))
    return (0..<blocks).map { count * $0 / blocks..<count * ($0 + 1) / blocks }
  }

  /// Returns the long sums over all images of the batch for each channel, which every rank that takes part gets.
  ///
  /// The 16 partial sums of a channel go from rank to rank; the last one adds them up.
  ///
  /// - Parameters:
  ///   - sums: The number of sums for each channel; they are returned channel by channel.
  ///   - add: Continues the partial sums of some channels with this rank's images.
  func channelSums(
    _ batch: ck_batch, sums: Int, _ add: (inout ck_batch_part, UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    var totals: [Float] = []
    for channels in blocks(of: batch.channels, work: count * batch.channels * batch.size) {
      let size = channels.count * sums * 16
      var partial = receiveSums(size) ?? [Float](repeating: 0, count: size)
      var part = ck_batch_part(
        s: batch, first: channels.lowerBound, channels: channels.count, before: images.lowerBound)
      add(&part, &partial)
      passOn(partial)
      if isLast {
        totals += stride(from: 0, to: size, by: 16).map { Textbook.sum(partial[$0..<$0 + 16]) }
      }
    }
    return share(totals, count: batch.channels * sums)
  }

  /// Gives the numbers that the last rank has to the others that take part.
  private func share(_ numbers: [Float], count: Int) -> [Float] {
    if isLast {
      for rank in 0..<active - 1 { numbers.withUnsafeBufferPointer { ranks.send($0, to: rank) } }
      return numbers
    }
    return [Float](unsafeUninitializedCapacity: count) { numbers, initialized in
      ranks.receive(into: UnsafeMutableBufferPointer(rebasing: numbers[..<count]), from: active - 1)
      initialized = count
    }
  }
}

extension Share? {
  /// Calls `body` with what a kernel's sums go on from, nil where they start at 0.
  ///
  /// Once the kernel asks for them, it waits for the rank before.
  func withStart<Result>(_ count: Int, _ body: (UnsafePointer<ck_start>?) -> Result) -> Result {
    guard let self, !self.isFirst else { return body(nil) }
    let incoming = IncomingSums(share: self, count: count)
    var start = ck_start(
      sums: { context in
        guard let context else { return nil }
        return Unmanaged<IncomingSums>.fromOpaque(context).takeUnretainedValue().receive()
      }, context: Unmanaged.passUnretained(incoming).toOpaque())
    return withExtendedLifetime(incoming) { body(&start) }
  }
}

/// Space for the sums of the rank before.
private final class IncomingSums {
  private let share: Share
  private let sums: UnsafeMutableBufferPointer<Float>

  init(share: Share, count: Int) {
    self.share = share
    sums = .allocate(capacity: count)
  }

  deinit { sums.deallocate() }

  func receive() -> UnsafePointer<Float>? {
    share.ranks.receive(into: sums, from: share.ranks.rank - 1)
    return UnsafePointer(sums.baseAddress)
  }
}
