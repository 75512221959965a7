extension Sequential {
  /// Returns the loss and the metrics on `dataset`, as the trained model gives them.
  ///
  /// For classes that is the accuracy, for label maps also the mean IoU, for numbers MAE and RMSE.
  ///
  /// - Throws: `ModelError` when the model is not built, `DataError` and `ShapeError` when the data do not
  ///   go with the model.
  public func evaluate(_ dataset: Dataset, loss: Loss = .softmaxCrossEntropy) throws -> Evaluation {
    var metrics = RunningMetrics(loss, for: dataset.targets)
    let ranks = Ranks.current
    ranks?.meet(.evaluate, [("data and settings", digest(dataset, loss))])
    try scores(of: dataset, for: loss, on: ranks) { outputs, targets in
      metrics.add(outputs, targets, loss: loss.evaluate(outputs, targets).loss)
    }
    return metrics.evaluation
  }

  /// What all ranks must agree on, but for the numbers themselves.
  private func digest(_ dataset: Dataset, _ loss: Loss) -> UInt64 {
    var hash = Fingerprint()
    hash.add(
      "\(dataset.images.shape) \(loss.name) \(inputShape ?? []) \(outputShape ?? []) \(parameterCount)")
    return hash.value
  }

  /// Hands the outputs for the images to `body`, 64 images at a time, with their targets.
  ///
  /// - Parameter ranks: The ranks that compute 64 images each at the same time, whatever a layer does with them.
  func scores(
    of dataset: Dataset, for loss: Loss, on ranks: Ranks? = nil,
    _ body: (_ outputs: Tensor, _ targets: Targets) throws -> Void
  ) throws {
    guard inputShape != nil else { throw ModelError.notBuilt }
    try check(dataset, for: loss)
    let batches = stride(from: 0, to: dataset.count, by: 64).map { $0..<min($0 + 64, dataset.count) }
    guard let ranks, let outputShape else {
      for batch in batches {
        try body(predict(dataset.images.slices(batch)), dataset.targets.gathering(batch))
      }
      return
    }
    for first in stride(from: 0, to: batches.count, by: ranks.count) {
      let round = Array(batches[first..<min(first + ranks.count, batches.count)])
      let own =
        round.indices.contains(ranks.rank) ? try predict(dataset.images.slices(round[ranks.rank])) : nil
      let outputs = ranks.gather(
        own, shapes: round.map { outputShape.batched($0.count) }, receivers: ranks.count)
      for (outputs, batch) in zip(outputs, round) { try body(outputs, dataset.targets.gathering(batch)) }
      ranks.finishSending()
    }
  }

  /// Throws unless the dataset has images in the shape that the model was built for, and targets that suit its outputs.
  func check(_ dataset: Dataset, for loss: Loss) throws {
    guard dataset.count > 0 else { throw DataError.empty }
    _ = try batch(dataset.images.slices(0..<1))
    try loss.check(dataset.targets, images: dataset.count, output: outputShape ?? [])
  }
}

extension Sequential {
  /// Returns how often the model takes images of one class for another; for label maps positions, not images.
  ///
  /// - Parameter ignored: A label that marks positions without a class.
  /// - Throws: `ModelError` when the model is not built, `DataError` and `ShapeError` when the data do not
  ///   go with the model.
  public func confusionMatrix(on dataset: Dataset, ignoring ignored: Int? = nil) throws
    -> ConfusionMatrix
  {
    var (labels, predictions) = ([Int](), [Int]())
    try scores(of: dataset, for: .softmaxCrossEntropy(ignoring: ignored)) { outputs, targets in
      for (own, label) in zip(outputs.bestClasses, targets.labels) where label != ignored {
        labels.append(label)
        predictions.append(own)
      }
    }
    // A model may have more outputs than the dataset has classes.
    let count = max(dataset.classes.count, outputShape?[0] ?? 0)
    let classes = (0..<count).map {
      dataset.classes.indices.contains($0) ? dataset.classes[$0] : "\($0)"
    }
    return ConfusionMatrix(classes: classes, labels: labels, predictions: predictions)
  }

  /// Returns the part of the images whose class is among the model's `k` best.
  ///
  /// - Throws: `ModelError` when the model is not built, `DataError` and `ShapeError` when the data do not
  ///   go with the model, `TrainingError` when `k` is not positive.
  public func topKAccuracy(on dataset: Dataset, k: Int) throws -> Float {
    guard k > 0 else { throw TrainingError.notPositive("k", k) }
    var hits = 0.0
    guard case .classes = dataset.targets else {
      throw DataError.targets(expected: "a class", got: "\(dataset.targets)")
    }
    try scores(of: dataset, for: .softmaxCrossEntropy) { outputs, targets in
      hits +=
        Double(CNN.topKAccuracy(outputs, labels: targets.labels, k: k)) * Double(targets.count)
    }
    return Float(hits / Double(dataset.count))
  }
}
