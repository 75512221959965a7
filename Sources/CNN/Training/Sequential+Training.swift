extension Sequential {
  /// Trains the model on `train`, and returns how it went; a model that is not built is built first.
  ///
  /// Each epoch goes once through the images, in an order that depends on the seed and the epoch, batch by
  /// batch; the last batch may be smaller. The same seed gives the same bits.
  ///
  /// - Parameters:
  ///   - validation: Images to judge the model by after each epoch; nothing is learned from them.
  ///   - batchSize: The number of images whose mean gradient makes one step.
  ///   - seed: The seed of the order (and of the parameters, if they have to be made); the notebook's if
  ///     none is given.
  /// - Throws: `TrainingError` when a setting is no positive number or the loss is no longer finite,
  ///   `DataError` and `ShapeError` when the data do not go with the model.
  @discardableResult
  public mutating func fit(
    _ train: Dataset, validation: Dataset? = nil, epochs: Int = 10, batchSize: Int = 32,
    loss: Loss = .softmaxCrossEntropy, optimizer: some Optimizer, seed: UInt64? = nil
  ) throws -> History {
    guard epochs > 0 else { throw TrainingError.notPositive("epochs", epochs) }
    guard batchSize > 0 else { throw TrainingError.notPositive("batchSize", batchSize) }
    if inputShape == nil { try build(input: train.imageShape, seed: seed) }
    try check(train)
    if let validation { try check(validation) }
    try checkBatches(images: train.count, batchSize: batchSize)

    let seed = seed ?? Randomness.seed
    var optimizer = optimizer
    var values = parameters.map(\.value)
    var history = History()
    let steps = (train.count + batchSize - 1) / batchSize
    for epoch in 1...epochs {
      var order = RandomStream(seed: seed, name: "fit.order", step: epoch)
      let shuffled = order.permutation(of: train.count)
      var tally = Tally()
      for step in 0..<steps {
        let indices = shuffled[step * batchSize..<min((step + 1) * batchSize, train.count)]
        let labels = indices.map { train.labels[$0] }
        var context = Context.training(seed: seed, step: (epoch - 1) * steps + step)
        context.needsInputGradient = false
        let pass = backward(train.images.gathering(indices), labels: labels, loss: loss, context: context)
        guard pass.loss.isFinite else {
          throw TrainingError.diverged(loss: pass.loss, epoch: epoch, step: step + 1)
        }
        tally.add(pass.output, labels, loss: pass.loss)
        optimizer.update(&values, gradients: pass.parameters)
        update(values)
        update(buffers: pass.buffers)
        if (step + 1) % max(1, steps / 4) == 0 || step + 1 == steps {
          let detail = "epoch \(epoch) of \(epochs), \(tally.evaluation)"
          display(
            progress: ProgressReport(
              task: "training", completed: (epoch - 1) * steps + step + 1, total: epochs * steps,
              detail: detail))
        }
      }
      history.epochs.append(
        History.Epoch(
          number: epoch, loss: tally.evaluation.loss, accuracy: tally.evaluation.accuracy,
          validation: try validation.map { try evaluate($0, loss: loss) }))
    }
    return history
  }

  /// Returns the loss and the accuracy on `dataset`, as the trained model gives them.
  ///
  /// - Throws: `ModelError` when the model is not built, `DataError` and `ShapeError` when the data do not
  ///   go with the model.
  public func evaluate(_ dataset: Dataset, loss: Loss = .softmaxCrossEntropy) throws -> Evaluation {
    guard inputShape != nil else { throw ModelError.notBuilt }
    try check(dataset)
    var tally = Tally()
    for start in stride(from: 0, to: dataset.count, by: 64) {
      let range = start..<min(start + 64, dataset.count)
      let labels = Array(dataset.labels[range])
      let outputs = try predict(dataset.images.slices(range))
      tally.add(outputs, labels, loss: loss.evaluate(outputs, labels).loss)
    }
    return tally.evaluation
  }

  private func check(_ dataset: Dataset) throws {
    guard dataset.count > 0 else { throw DataError.empty }
    _ = try batch(dataset.images.slices(0..<1))
    try check(dataset.labels, images: dataset.count)
  }
}

/// Sums up losses and right answers over batches.
private struct Tally {
  private var images = 0
  private var correct = 0
  private var loss = 0.0

  /// Counts a batch in; its mean loss weighs as much as it has images.
  mutating func add(_ outputs: Tensor, _ labels: [Int], loss: Float) {
    let classes = outputs.shape[1]
    for (n, label) in labels.enumerated() {
      let scores = outputs.scalars[n * classes..<(n + 1) * classes]
      let best = scores.indices.dropFirst().reduce(scores.startIndex) { scores[$1] > scores[$0] ? $1 : $0 }
      if best - scores.startIndex == label { correct += 1 }
    }
    images += labels.count
    self.loss += Double(loss) * Double(labels.count)
  }

  var evaluation: Evaluation {
    Evaluation(loss: Float(loss / Double(images)), accuracy: Float(Double(correct) / Double(images)))
  }
}
