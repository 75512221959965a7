/// Returns the cross-entropy in nats between labels and the softmax of `logits`, with its gradient.
///
/// With the one-hot vector `y`, smoothed to `t = (1 − ε)·y + ε/C`, and class weights `w`:
///
///     l[n] = −Σ w[c] · t[n,c] · ln p[n,c]   over c,   ∂l[n]/∂s[n,c] = p[n,c] · Σ w·t − w[c]·t[n,c]
///
/// Without weights and smoothing that is `−ln p[n, y]`, with the gradient `p − y`. The mean
/// is divided by the sum of the weights of the labels, ignored ones not counted: `Σ w[c] · (number of labels c)`, over c
/// in order. The losses are a long sum over all rows (`Textbook.sum`).
///
/// - Parameters:
///   - logits: Scores `[N, C]` before the softmax, or maps of scores `[N, C, …]`.
///   - labels: The right class of each row, from 0; for maps of each position, image by image.
///   - classWeights: How much the errors on each class count, `[C]`; 1 if there are none.
///   - ignored: A label that marks rows without an answer: loss and gradient are 0.
///   - labelSmoothing: The part ε of the target that is spread over all classes, from 0 to 1.
/// - Throws: `LossError` when the parts do not go together.
/// - Complexity: `N·C` exponentials.
/// - SeeAlso: Szegedy et al., "Rethinking the Inception architecture", CVPR 2016, section 7, for smoothing.
public func softmaxCrossEntropy(
  _ logits: Tensor, labels: [Int], classWeights: Tensor? = nil, ignoring ignored: Int? = nil,
  labelSmoothing: Float = 0, reduction: Reduction = .mean
) throws(LossError) -> LossResult {
  let rows = try checkedRows(logits, labels: labels, ignoring: ignored)
  if classWeights == nil, labelSmoothing == 0, reduction == .mean {
    guard labels.contains(where: { $0 != ignored }) else { throw .nothingCounts }
    let (loss, gradient) = SoftmaxCrossEntropy.meanOfPositions(logits, labels: labels, ignoring: ignored)
    return LossResult(value: Tensor(shape: [], scalars: [loss]), gradient: gradient)
  }
  let classes = logits.shape[1]
  let weights = try checked(classWeights, classes: classes, smoothing: labelSmoothing)
  var targets = NDArray<Float>(zeros: logits.shape)
  for (label, positions) in zip(labels, rows) where label != ignored {
    for (c, position) in positions.enumerated() {
      let target = (c == label ? 1 - labelSmoothing : 0) + labelSmoothing / Float(classes)
      targets.scalars[position] = weights[c] * target
    }
  }
  return try reduce(
    logits, targets, divisor: sum(of: weights, over: labels, ignoring: ignored), reduction,
    ignoring: labels.map { $0 == ignored })
}

/// Returns the cross-entropy in nats between probabilities and the softmax of `logits`, with its gradient.
///
///     l[n] = −Σ w[c] · t[n,c] · ln p[n,c]   over c
///
/// The mean is divided by the number of rows.
///
/// - Parameters:
///   - logits: Scores `[N, C]` before the softmax, or maps of scores `[N, C, …]`.
///   - targets: Probabilities in the shape of the scores.
/// - Throws: `LossError` when the parts do not go together.
public func softmaxCrossEntropy(
  _ logits: Tensor, targets: Tensor, classWeights: Tensor? = nil, labelSmoothing: Float = 0,
  reduction: Reduction = .mean
) throws(LossError) -> LossResult {
  guard logits.rank >= 2, logits.shape[1] > 0 else { throw .noClasses(logits.shape) }
  guard targets.shape == logits.shape else {
    throw .targetShape(expected: logits.shape, got: targets.shape)
  }
  let classes = logits.shape[1]
  let weights = try checked(classWeights, classes: classes, smoothing: labelSmoothing)
  let rows = Textbook.rows(logits.shape)
  var weighted = NDArray<Float>(targets)
  for positions in rows {
    for (c, position) in positions.enumerated() {
      let target = (1 - labelSmoothing) * weighted.scalars[position] + labelSmoothing / Float(classes)
      weighted.scalars[position] = weights[c] * target
    }
  }
  return try reduce(
    logits, weighted, divisor: Float(rows.count), reduction, ignoring: rows.map { _ in false })
}

/// Returns the positions of each row of scores `[N, C, …]`.
///
/// - Throws: `LossError` unless there are classes, and a label for each row that is one or is ignored.
func checkedRows(
  _ scores: Tensor, labels: [Int], ignoring ignored: Int?
) throws(LossError) -> [StrideTo<Int>] {
  guard scores.rank >= 2, scores.shape[1] > 0 else { throw .noClasses(scores.shape) }
  let rows = Textbook.rows(scores.shape)
  guard labels.count == rows.count else {
    throw .labelCount(expected: rows.count, got: labels.count)
  }
  let classes = scores.shape[1]
  if let index = labels.firstIndex(where: { $0 != ignored && !(0..<classes).contains($0) }) {
    throw .labelRange(label: labels[index], index: index, classes: classes)
  }
  return rows
}

/// Returns the sum of the weights of the labels, class by class: a sum label by label would lose digits on large maps.
///
/// - Precondition: each label that is not ignored is a class.
func sum(of weights: [Float], over labels: [Int], ignoring ignored: Int?) -> Float {
  var counts = [Int](repeating: 0, count: weights.count)
  for label in labels where label != ignored { counts[label] += 1 }
  return zip(weights, counts).reduce(0) { $0 + $1.0 * Float($1.1) }
}

/// Throws unless there is a weight of at least 0 for each channel.
func checkWeights(_ weights: Tensor, channels: Int) throws(LossError) {
  guard weights.shape == [channels] else {
    throw .weightCount(expected: channels, got: weights.shape)
  }
  if let index = weights.scalars.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
    throw .weight(weights.scalars[index], index: index)
  }
}

private func checked(
  _ classWeights: Tensor?, classes: Int, smoothing: Float
) throws(LossError) -> [Float] {
  guard smoothing >= 0 && smoothing <= 1 else {
    throw .outOfRange("label smoothing", got: smoothing, allowed: "between 0 and 1")
  }
  guard let classWeights else { return Array(repeating: 1, count: classes) }
  try checkWeights(classWeights, channels: classes)
  return classWeights.scalars
}

private func reduce(
  _ logits: Tensor, _ targets: NDArray<Float>, divisor: Float, _ reduction: Reduction, ignoring: [Bool]
) throws(LossError) -> LossResult {
  var (losses, gradient) = Textbook.softmaxCrossEntropy(NDArray<Float>(logits), targets: targets)
  for (row, positions) in Textbook.rows(logits.shape).enumerated() where ignoring[row] {
    losses[row] = 0  // An ignored row may hold anything, even NaN.
    for position in positions { gradient.scalars[position] = 0 }
  }
  return try reduce(losses, Tensor(gradient), divisor: divisor, reduction)
}

/// Returns what becomes of the rows' losses, whose gradient has the shape `[N, C, …]` of the scores.
func reduce(
  _ losses: [Float], _ gradient: Tensor, divisor: Float, _ reduction: Reduction
) throws(LossError) -> LossResult {
  switch reduction {
  case .none:
    let shape = Shape([gradient.shape[0]] + gradient.shape.dimensions.dropFirst(2))
    return LossResult(value: Tensor(shape: shape, scalars: losses), gradient: gradient)
  case .sum:
    return LossResult(value: Tensor(shape: [], scalars: [Textbook.sum(losses)]), gradient: gradient)
  case .mean:
    guard divisor > 0 else { throw .nothingCounts }
    return LossResult(
      value: Tensor(shape: [], scalars: [Textbook.sum(losses) / divisor]),
      gradient: gradient.map { $0 / divisor })
  }
}
