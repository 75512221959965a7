/// Sums up losses and metrics over batches.
struct RunningMetrics {
  private let loss: Loss
  private let metrics: [Metric]
  private var samples = 0
  private var lossSum = 0.0
  /// The answers that count, and those of them that are right.
  private var (answers, correct) = (0, 0)
  /// Of each class the positions that are so, those called so, and those of which both are true.
  private var (actual, predicted, both) = ([Int](), [Int](), [Int]())
  private var (elements, absolute, squared) = (0, 0.0, 0.0)

  /// Begins with nothing, for targets like these.
  init(_ loss: Loss, for targets: Targets) {
    self.loss = loss
    metrics = loss.metrics(for: targets)
  }

  /// Counts a batch in; its mean loss weighs as much as it has samples.
  mutating func add(_ outputs: Tensor, _ targets: Targets, loss value: Float) {
    samples += targets.count
    lossSum += Double(value) * Double(targets.count)
    if let threshold = loss.threshold, targets.kind == .values || outputs.shape.droppingFirst == [1] {
      let wanted = targets.values(like: outputs)
      answers += outputs.count
      correct += zip(outputs.scalars, wanted.scalars).count { ($0 > threshold) == ($1 > 0.5) }
    } else if case .values(let values) = targets {
      let distances = zip(outputs.scalars, values.scalars).map { Double($0) - Double($1) }
      elements += distances.count
      absolute += Textbook.sum(distances.lazy.map(\.magnitude))
      squared += Textbook.sum(distances.lazy.map { $0 * $0 })
    } else {
      add(classes: outputs.bestClasses, of: outputs.shape[1], targets.labels)
    }
  }

  private mutating func add(classes: [Int], of count: Int, _ labels: [Int]) {
    if both.isEmpty {
      let zeros = [Int](repeating: 0, count: count)
      (actual, predicted, both) = (zeros, zeros, zeros)
    }
    for (own, label) in zip(classes, labels) where label != loss.ignored {
      answers += 1
      actual[label] += 1
      predicted[own] += 1
      if own == label {
        correct += 1
        both[label] += 1
      }
    }
  }

  var evaluation: Evaluation {
    let values = metrics.map { ($0, value(of: $0)) }
    return Evaluation(
      loss: Float(lossSum / Double(samples)), metrics: Dictionary(uniqueKeysWithValues: values))
  }

  private func value(of metric: Metric) -> Float {
    switch metric {
    case .accuracy: Float(Double(correct) / Double(answers))
    case .meanIoU: meanRatio(both, zip(zip(actual, predicted), both).map { $0.0 + $0.1 - $1 })
    case .meanAbsoluteError: Float(absolute / Double(elements))
    case .rootMeanSquaredError: Float((squared / Double(elements)).squareRoot())
    }
  }
}

/// Returns the mean of the quotients whose divisor is not 0; NaN if there is none.
func meanRatio(_ counts: [Int], _ divisors: [Int]) -> Float {
  let ratios = zip(counts, divisors).filter { $1 > 0 }.map { Double($0) / Double($1) }
  return Float(ratios.reduce(0, +) / Double(ratios.count))
}

extension Tensor {
  /// The class with the largest score at each position of `[N, C, …]`, in row-major order; the first if several are equal.
  var bestClasses: [Int] {
    let (channels, size) = (shape[1], shape.droppingFirst.droppingFirst.count)
    return (0..<shape[0] * size).map { position in
      let first = position / size * channels * size + position % size
      return stride(from: 1, to: channels, by: 1).reduce(0) { best, channel in
        scalars[first + channel * size] > scalars[first + best * size] ? channel : best
      }
    }
  }
}
