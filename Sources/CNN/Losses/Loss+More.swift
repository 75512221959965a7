extension Loss {
  /// Returns the cross-entropy with class weights, an ignored label or smoothed labels.
  ///
  /// See ``softmaxCrossEntropy(_:labels:classWeights:ignoring:labelSmoothing:reduction:)``. A batch in which
  /// nothing counts costs nothing.
  ///
  /// - Precondition: there is a weight for each output of the model, none is negative, and the smoothing is
  ///   between 0 and 1.
  public static func softmaxCrossEntropy(
    classWeights: Tensor? = nil, ignoring ignored: Int? = nil, labelSmoothing: Float = 0,
    reduction: Reduction = .mean
  ) -> Loss {
    Loss("cross-entropy", including: "softmax") { outputs, labels in
      do throws(LossError) {
        let result = try CNN.softmaxCrossEntropy(
          outputs, labels: labels, classWeights: classWeights, ignoring: ignored,
          labelSmoothing: labelSmoothing, reduction: reduction)
        return (result.total, result.gradient)
      } catch {
        require(error == .nothingCounts, "the loss cannot be computed: \(error)")
        return (0, .zeros(outputs.shape))
      }
    }
  }

  /// The squared distance between the outputs and the labels' one-hot vectors, the mean over all outputs.
  public static let meanSquaredError = Loss("squared error") { outputs, labels in
    var targets = Tensor.zeros(outputs.shape)
    let classes = outputs.shape[-1]
    for (row, label) in labels.enumerated() { targets.scalars[row * classes + label] = 1 }
    let distances = outputs - targets
    let count = Float(outputs.count)
    return ((distances * distances).sum / count, distances.map { 2 * $0 / count })
  }
}
