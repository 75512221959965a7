internal import CKernels

/// Returns the softmax of a vector `[C]`, or of the channels of `[N, C, …]`: probabilities that sum to 1.
///
///     p[c] = exp(s[c] − max s) / Σ exp(s[c′] − max s)   over c′
///
/// - Precondition: there is an axis.
public func softmax(_ s: Tensor) -> Tensor {
  require(s.rank >= 1, "softmax takes [C] or [N, C, …], got \(s.shape)")
  return SoftmaxKernel.forward(s.rank == 1 ? s.reshaped(s.shape.batched(1)) : s).reshaped(s.shape)
}

/// Returns the logarithm of the softmax, which is exact where a probability is too small to be a number.
///
///     ln p[c] = (s[c] − max s) − ln Σ exp(s[c′] − max s)   over c′
///
/// - Precondition: there is an axis.
public func logSoftmax(_ s: Tensor) -> Tensor {
  require(s.rank >= 1, "logSoftmax takes [C] or [N, C, …], got \(s.shape)")
  return LogSoftmaxKernel.forward(s.rank == 1 ? s.reshaped(s.shape.batched(1)) : s).reshaped(s.shape)
}

/// Returns the cross-entropy in nats between labels and the softmax of `logits`, the mean over the rows.
///
///     l = (1/N) Σ −ln p[n, y[n]]   over n
///
/// - Parameters:
///   - logits: Scores `[N, C]` before the softmax.
///   - labels: The right class of each row, from 0.
/// - Precondition: there is a label for each row, and each is a class.
/// - SeeAlso: `softmaxCrossEntropy` for weights, smoothing and other targets.
public func crossEntropy(_ logits: Tensor, labels: [Int]) -> Float {
  require(
    logits.rank == 2 && logits.shape[0] == labels.count,
    "crossEntropy takes [N, C] and N labels, got \(logits.shape) and \(labels.count) labels")
  require(
    labels.allSatisfy { (0..<logits.shape[1]).contains($0) },
    "labels must be among 0 ..< \(logits.shape[1]), got \(labels)")
  return SoftmaxCrossEntropy.mean(logits, labels: labels).loss
}

/// Softmax and cross-entropy in one, in single precision, with the bits of `Textbook.softmaxCrossEntropy`.
package enum SoftmaxCrossEntropy {
  /// Returns the mean loss over the rows, and its gradient to the logits.
  package static func mean(_ logits: Tensor, labels: [Int]) -> (loss: Float, gradient: Tensor) {
    let (losses, gradient) = rows(logits, labels: labels)
    return (Textbook.sum(losses) / Float(labels.count), gradient)
  }

  /// Returns the mean loss over the positions of maps `[N, C, …]` whose label is not `ignored`, and its gradient.
  ///
  /// Each position becomes a row for the kernel. The sum is over all positions, with 0 for those that are ignored.
  ///
  /// - Precondition: there is a label for each position, one of them is not ignored, and each of those is a class.
  package static func meanOfPositions(
    _ maps: Tensor, labels: [Int], ignoring ignored: Int?
  ) -> (loss: Float, gradient: Tensor) {
    let (classes, size) = (maps.shape[1], maps.shape.droppingFirst.droppingFirst.count)
    let counted = labels.indices.filter { labels[$0] != ignored }
    // Where the scores of each position that counts begin.
    let starts = counted.map { $0 / size * classes * size + $0 % size }
    var scores: [Float] = []
    scores.reserveCapacity(starts.count * classes)
    for start in starts {
      for c in 0..<classes { scores.append(maps.scalars[start + c * size]) }
    }
    let (own, rowGradient) = rows(
      Tensor(shape: [counted.count, classes], scalars: scores), labels: counted.map { labels[$0] })
    var losses = [Float](repeating: 0, count: labels.count)
    for (index, loss) in zip(counted, own) { losses[index] = loss }
    var gradient = [Float](repeating: 0, count: maps.count)
    for (row, start) in starts.enumerated() {
      for c in 0..<classes { gradient[start + c * size] = rowGradient.scalars[row * classes + c] }
    }
    return (
      Textbook.sum(losses) / Float(counted.count), Tensor(shape: maps.shape, scalars: gradient)
    )
  }

  /// Returns the loss of each row, and the gradient of their mean to the logits.
  private static func rows(_ logits: Tensor, labels: [Int]) -> (losses: [Float], gradient: Tensor) {
    var batch = logits.batch
    require(
      logits.rank == 2 && labels.count == batch.images
        && labels.allSatisfy { $0 >= 0 && $0 < batch.channels },
      "expected \(batch.images) labels among 0 ..< \(batch.channels), got \(labels)")
    var losses = [Float](repeating: 0, count: labels.count)
    let gradient = Tensor(writing: logits.shape) { ds in
      labels.map { Int64($0) }.withUnsafeBufferPointer {
        if let labels = $0.baseAddress { ck_cross_entropy(&batch, logits.scalars, labels, &losses, ds) }
      }
    }
    return (losses, gradient)
  }
}

/// The softmax over the channels in single precision, with the bits of `Textbook.softmax`.
package enum SoftmaxKernel {
  /// Returns the probabilities for scores `[N, C, …]`.
  package static func forward(_ s: Tensor) -> Tensor {
    var batch = s.batch
    return Tensor(writing: s.shape) { ck_softmax(&batch, s.scalars, $0) }
  }

  /// Returns the gradient to the scores from that to the probabilities `p`.
  package static func backward(_ dp: Tensor, p: Tensor) -> Tensor {
    require(dp.shape == p.shape, "expected a gradient of shape \(p.shape), got \(dp.shape)")
    var batch = p.batch
    return Tensor(writing: p.shape) { ck_softmax_backward(&batch, dp.scalars, p.scalars, $0) }
  }
}

/// The logarithm of the softmax in single precision, with the bits of `Textbook.logSoftmax`.
package enum LogSoftmaxKernel {
  /// Returns the logarithms of the probabilities for scores `[N, C, …]`.
  package static func forward(_ s: Tensor) -> Tensor {
    var batch = s.batch
    return Tensor(writing: s.shape) { ck_log_softmax(&batch, s.scalars, $0) }
  }

  /// Returns the gradient to the scores from that to the logarithms of the probabilities `p`.
  package static func backward(_ dy: Tensor, p: Tensor) -> Tensor {
    require(dy.shape == p.shape, "expected a gradient of shape \(p.shape), got \(dy.shape)")
    var batch = p.batch
    return Tensor(writing: p.shape) { ck_log_softmax_backward(&batch, dy.scalars, p.scalars, $0) }
  }
}
