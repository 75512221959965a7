/// A number that measures how good a model's outputs are, beside the loss.
public enum Metric: String, Sendable, Hashable, CaseIterable {
  /// The part of the samples, of the positions of label maps, or of the questions with yes or no, that are right.
  case accuracy
  /// The mean over the classes of `|P ∩ T| / |P ∪ T|`, the positions called so and those that are so; classes that never
  /// occur do not count.
  case meanIoU = "mean IoU"
  /// The mean of `|y − t|` over all elements.
  case meanAbsoluteError = "MAE"
  /// The root of the mean of `(y − t)²` over all elements.
  case rootMeanSquaredError = "RMSE"

  /// The value as a text: parts of 1 in percent.
  func text(_ value: Float) -> String {
    switch self {
    case .accuracy, .meanIoU: NumberFormat.percent(value)
    case .meanAbsoluteError, .rootMeanSquaredError: NumberFormat.fixed(Double(value), positions: 4)
    }
  }
}

/// Returns the part of the positions of label maps that the scores `[N, C, …]` get right.
///
/// - Parameters:
///   - labels: The class of each position, image by image in row-major order.
///   - ignored: A label that marks positions without a class.
/// - Precondition: there is a label for each position, and each is a class or ignored.
public func pixelAccuracy(_ scores: Tensor, labels: [Int], ignoring ignored: Int? = nil) -> Float {
  mapCounts(scores, labels, ignored).accuracy
}

/// Returns the mean intersection over union of the classes, for scores `[N, C, …]` and label maps.
///
/// See ``ConfusionMatrix/meanIoU``; the parameters are those of ``pixelAccuracy(_:labels:ignoring:)``.
///
/// - Precondition: there is a label for each position, and each is a class or ignored.
public func meanIoU(_ scores: Tensor, labels: [Int], ignoring ignored: Int? = nil) -> Float {
  mapCounts(scores, labels, ignored).meanIoU
}

private func mapCounts(_ scores: Tensor, _ labels: [Int], _ ignored: Int?) -> ConfusionMatrix {
  require(scores.rank >= 2, "expected scores [N, C, …], got \(scores.shape)")
  let rest = scores.shape.droppingFirst.droppingFirst.count
  require(
    labels.count == scores.shape[0] * rest,
    "there are \(labels.count) labels for scores \(scores.shape)")
  let counted = labels.indices.filter { labels[$0] != ignored }
  let predictions = scores.bestClasses
  return ConfusionMatrix(
    classes: (0..<scores.shape[1]).map(String.init), labels: counted.map { labels[$0] },
    predictions: counted.map { predictions[$0] })
}

/// Returns the root of the mean squared distance of outputs from targets, over all elements.
///
/// - Precondition: both have the same shape.
public func rootMeanSquaredError(_ outputs: Tensor, targets: Tensor) -> Float {
  require(
    outputs.shape == targets.shape,
    "the outputs have shape \(outputs.shape), the targets \(targets.shape)")
  let squares = zip(outputs.scalars, targets.scalars).lazy.map { (y, t) -> Double in
    let difference = Double(y) - Double(t)
    return difference * difference
  }
  return Float((Textbook.sum(squares) / Double(outputs.count)).squareRoot())
}
