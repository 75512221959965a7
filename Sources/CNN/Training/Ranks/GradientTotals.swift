/// The sums of the gradients of samples, which are added one after the other, also over ranks.
struct GradientTotals {
  private let share: Share?
  private var sums: [Tensor]
  /// Whether the samples of the ranks before are in the sums.
  private var isContinued: Bool
  /// The gradients of samples that are computed, but not in the sums.
  private var waiting: [[Tensor]] = []

  /// Begins with zeros, to which the ranks before add their samples.
  init(_ shapes: [Shape], share: Share?) {
    self.share = share
    sums = shapes.map(Tensor.zeros)
    isContinued = share.map { $0.isFirst || !$0.isActive } ?? true
  }

  /// Adds the gradients of the next sample.
  ///
  /// Samples are computed ahead of the sums of the ranks before, as far as memory allows.
  mutating func add(_ gradients: [Tensor]) {
    waiting.append(gradients)
    let bytes = 4 * sums.reduce(0) { $0 + $1.count }
    if isContinued || waiting.count * bytes > 64 << 20 { addWaiting() }
  }

  private mutating func addWaiting() {
    if !isContinued, let share {
      sums = sums.map { Tensor(shape: $0.shape, scalars: share.receiveSums($0.count) ?? $0.scalars) }
      isContinued = true
    }
    for gradients in waiting {
      for index in sums.indices { sums[index] = sums[index] + gradients[index] }
    }
    waiting = []
  }

  /// Returns the sums over all samples, on every rank.
  mutating func finish() -> [Tensor] {
    addWaiting()
    if let share {
      if share.isActive { for sum in sums { share.passOn(sum.scalars) } }
      share.distribute(&sums)
    }
    return sums
  }
}
