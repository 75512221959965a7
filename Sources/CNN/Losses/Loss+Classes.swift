extension Loss {
  /// The cross-entropy, in nats, between the labels and the softmax of the outputs.
  ///
  /// `l = (1/N) Σ −ln p[n, y[n]]`, with the gradient `(p − onehot(y)) / N`. Softmax and
  /// logarithm are fused, so the model ends in plain scores, without a softmax. For label maps the mean is over all
  /// positions of all maps.
  public static let softmaxCrossEntropy = Loss(
    "cross-entropy", for: [.classes, .classMaps], including: "softmax"
  ) { outputs, targets in
    if case .classes(let labels) = targets { return SoftmaxCrossEntropy.mean(outputs, labels: labels) }
    return computed(outputs) { () throws(LossError) in
      try CNN.softmaxCrossEntropy(outputs, labels: targets.labels)
    }
  }

  /// Returns the cross-entropy with class weights, an ignored label or smoothed labels.
  ///
  /// See ``softmaxCrossEntropy(_:labels:classWeights:ignoring:labelSmoothing:reduction:)``. A batch in which
  /// nothing counts costs nothing.
  ///
  /// Training throws a `LossError` unless there is a weight for each output of the model, none is negative, and the
  /// smoothing is between 0 and 1.
  public static func softmaxCrossEntropy(
    classWeights: Tensor? = nil, ignoring ignored: Int? = nil, labelSmoothing: Float = 0,
    reduction: Reduction = .mean
  ) -> Loss {
    Loss("cross-entropy", for: [.classes, .classMaps], including: "softmax", ignoring: ignored) {
      outputs, targets throws(LossError) in
      try CNN.softmaxCrossEntropy(
        outputs, labels: targets.labels, classWeights: classWeights, ignoring: ignored,
        labelSmoothing: labelSmoothing, reduction: reduction)
    }
  }

  /// Returns the negative log-probability of the labels, for a model whose outputs are logarithms of probabilities.
  ///
  /// See ``negativeLogLikelihood(_:labels:classWeights:ignoring:reduction:)``. A batch in which nothing counts costs
  /// nothing.
  ///
  /// Training throws a `LossError` unless there is a weight for each output of the model, and none is negative.
  public static func negativeLogLikelihood(
    classWeights: Tensor? = nil, ignoring ignored: Int? = nil, reduction: Reduction = .mean
  ) -> Loss {
    Loss("negative log-likelihood", for: [.classes, .classMaps], ignoring: ignored) {
      outputs, targets throws(LossError) in
      try CNN.negativeLogLikelihood(
        outputs, labels: targets.labels, classWeights: classWeights, ignoring: ignored, reduction: reduction)
    }
  }

  /// Returns the loss that `body` computes, or none where nothing counts; stops if it cannot be computed.
  static func computed(
    _ outputs: Tensor, _ body: () throws(LossError) -> LossResult
  ) -> (loss: Float, gradient: Tensor) {
    do throws(LossError) {
      let result = try body()
      return (result.total, result.gradient)
    } catch {
      require(error == .nothingCounts, "the loss cannot be computed: \(error)")
      return (0, .zeros(outputs.shape))
    }
  }
}
