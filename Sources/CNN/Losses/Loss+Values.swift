extension Loss {
  /// The squared distance between the outputs and the targets, the mean over all outputs.
  ///
  /// For classes the targets are their one-hot vectors.
  public static let meanSquaredError = Loss("squared error", for: [.classes, .values]) { outputs, targets in
    computed(outputs) { () throws(LossError) in
      try CNN.meanSquaredError(outputs, targets: targets.values(like: outputs))
    }
  }

  /// The absolute distance between the outputs and the targets, the mean over all outputs: the L1 loss.
  public static let meanAbsoluteError = Loss("absolute error", for: [.values]) { outputs, targets in
    computed(outputs) { () throws(LossError) in
      try CNN.meanAbsoluteError(outputs, targets: targets.values(like: outputs))
    }
  }

  /// Returns the Huber loss: squared within δ of the target, absolute beyond.
  ///
  /// Training throws a `LossError` unless δ is positive.
  public static func huber(delta: Float = 1, reduction: Reduction = .mean) -> Loss {
    Loss("Huber", for: [.values]) { outputs, targets throws(LossError) in
      try CNN.huberLoss(outputs, targets: targets.values(like: outputs), delta: delta, reduction: reduction)
    }
  }

  /// Returns the smooth L1 loss: the Huber loss divided by its δ, called β.
  ///
  /// Training throws a `LossError` unless β is positive.
  public static func smoothL1(beta: Float = 1, reduction: Reduction = .mean) -> Loss {
    Loss("smooth L1", for: [.values]) { outputs, targets throws(LossError) in
      try CNN.smoothL1Loss(outputs, targets: targets.values(like: outputs), beta: beta, reduction: reduction)
    }
  }

  /// Returns the cross-entropy of scores, each of which answers a question of its own with no or yes.
  ///
  /// The sigmoid is built in: see ``sigmoidCrossEntropy(_:targets:weights:positiveWeights:reduction:)``. Targets are
  /// numbers from 0 to 1, or classes: the classes 0 and 1 for a model with one output, else one-hot vectors.
  ///
  /// - Parameter positiveWeights: How much a yes counts, one number for each channel of the outputs.
  ///
  /// Training throws a `LossError` unless there is a weight for each channel, and none is negative.
  public static func sigmoidCrossEntropy(
    positiveWeights: Tensor? = nil, reduction: Reduction = .mean
  ) -> Loss {
    Loss("sigmoid cross-entropy", for: [.classes, .values], including: "sigmoid", threshold: 0) {
      outputs, targets throws(LossError) in
      try CNN.sigmoidCrossEntropy(
        outputs, targets: targets.values(like: outputs), positiveWeights: positiveWeights,
        reduction: reduction)
    }
  }

  /// The cross-entropy of probabilities, each of which answers a question of its own with no or yes.
  ///
  /// Targets are as for ``sigmoidCrossEntropy(positiveWeights:reduction:)``, which is more exact.
  ///
  /// - Precondition: the outputs are between 0 and 1.
  public static let binaryCrossEntropy = Loss(
    "binary cross-entropy", for: [.classes, .values], threshold: 0.5
  ) { outputs, targets in
    computed(outputs) { () throws(LossError) in
      try CNN.binaryCrossEntropy(outputs, targets: targets.values(like: outputs))
    }
  }
}
