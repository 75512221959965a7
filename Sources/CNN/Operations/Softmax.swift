/// Returns the softmax of a vector `[C]`, or of the channels of `[N, C, …]`: probabilities that sum to 1.
///
///     p[c] = exp(s[c] − max s) / Σ exp(s[c′] − max s)   over c′
///
/// - Precondition: there is an axis.
public func softmax(_ s: Tensor) -> Tensor { overChannels(s, "softmax") { Textbook.softmax($0) } }

/// Returns the logarithm of the softmax, which is exact where a probability is too small to be a number.
///
///     ln p[c] = (s[c] − max s) − ln Σ exp(s[c′] − max s)   over c′
///
/// - Precondition: there is an axis.
public func logSoftmax(_ s: Tensor) -> Tensor { overChannels(s, "logSoftmax") { Textbook.logSoftmax($0) } }

private func overChannels(
  _ s: Tensor, _ name: String, _ function: (NDArray<Float>) -> NDArray<Float>
) -> Tensor {
  require(s.rank >= 1, "\(name) takes [C] or [N, C, …], got \(s.shape)")
  return Tensor(function(NDArray(s).reshaped(s.rank == 1 ? s.shape.batched(1) : s.shape))).reshaped(s.shape)
}

/// Returns the cross-entropy in nats between labels and the softmax of `logits`, the mean over the rows.
///
///     l = (1/N) Σ −ln p[n, y[n]]   over n
///
/// - Parameters:
///   - logits: Scores `[N, C]` before the softmax.
///   - labels: The right class of each row, from 0.
/// - Precondition: there is a label for each row, and each is a class.
/// - SeeAlso: deck row 001-09; `softmaxCrossEntropy` for weights, smoothing and other targets.
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
    let (losses, ds) = Textbook.softmaxCrossEntropy(NDArray<Float>(logits), labels: labels)
    let count = Float(labels.count)
    return (Textbook.sum(losses) / count, Tensor(ds).map { $0 / count })
  }
}
