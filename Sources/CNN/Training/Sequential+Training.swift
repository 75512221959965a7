extension Sequential {
  /// Trains the model on `train`, and returns how it went; a model that is not built is built first.
  ///
  /// The targets of the dataset may be classes, label maps or numbers; the loss has to suit them.
  ///
  /// Each epoch goes once through the images, in an order that depends on the seed and the epoch, batch by
  /// batch; the last batch may be smaller. The same seed gives the same bits. When an error is thrown, also
  /// by a callback, the model keeps the steps that it has taken. What is hardly meant is a warning: a warm-up as long
  /// as the training, or an activation at the end of the model that the loss has built in.
  ///
  /// ```swift
  /// let data = try Datasets.bars(count: 60)
  /// var model = Sequential {
  ///   Flatten()
  ///   Dense(data.classes.count)
  /// }
  /// let history = try model.fit(
  ///   data.train, validation: data.test, epochs: 3, optimizer: .adam(0.01))
  /// display(lossCurve(history))
  /// ```
  ///
  /// - Parameters:
  ///   - validation: Images to judge the model by after each epoch; nothing is learned from them.
  ///   - epochs: How often to go through the images, at most.
  ///   - batchSize: The number of images whose mean gradient makes one step; `.fullBatch` for all.
  ///   - schedule: How the learning rate changes.
  ///   - until: When to end before the last epoch: `.converged(tolerance: 1e-4)`, `.early(patience: 3)`.
  ///   - clipping: Makes large gradients smaller: `.byNorm(1)`, `.byValue(0.5)`.
  ///   - accumulation: Whether a batch goes through the model at once, or sample by sample.
  ///   - augmentation: Random changes to the images, anew in each epoch.
  ///   - checkpoint: A file that keeps the state, so that an interrupted run goes on with the same bits.
  ///   - onStep: Called after each step; an error that it throws ends the training.
  ///   - onEpoch: Called after each epoch with its figures and the model, likewise.
  ///   - seed: The seed of the order (and of the parameters, if they have to be made); the notebook's if
  ///     none is given.
  /// - Throws: `ModelError` when all layers are frozen, or a batch is too small for one; `TrainingError` when a setting
  ///   makes no sense or a number is no longer finite; `DataError` and `ShapeError` when the data do not go with the
  ///   model and the loss; `FileError` when a checkpoint cannot be read or written.
  @discardableResult
  public mutating func fit(
    _ train: Dataset, validation: Dataset? = nil, epochs: Int = 10, batchSize: Int = 32,
    loss: Loss = .softmaxCrossEntropy, optimizer: some Optimizer = Adam(), schedule: Schedule = .constant,
    until: Stopping = .lastEpoch, clipping: GradientClipping? = nil,
    accumulation: GradientAccumulation = .batched, augmentation: [Augmentation] = [],
    checkpoint: Checkpoint? = nil, seed: UInt64? = nil,
    onStep: ((TrainingStep) throws -> Void)? = nil,
    onEpoch: ((History.Epoch, Sequential) throws -> Void)? = nil
  ) throws -> History {
    let settings = TrainingSettings(
      epochs: epochs, batchSize: min(batchSize, max(1, train.count)), loss: loss, schedule: schedule,
      until: until, clipping: clipping, accumulation: accumulation, augmentation: augmentation,
      checkpoint: checkpoint, seed: seed ?? Randomness.seed, onStep: onStep, onEpoch: onEpoch)
    try settings.check(optimizer)
    if inputShape == nil { try build(input: train.imageShape, seed: seed) }
    try check(train, for: loss)
    try augmentation.check(train.targets, images: train.images.shape)
    if let validation {
      try check(validation, for: loss)
      guard validation.targets.kind == train.targets.kind else {
        throw DataError.targets(
          expected: "\(train.targets.kind.name), as in the training", got: "\(validation.targets)")
      }
    }
    try checkBatches(
      images: train.count, batchSize: accumulation == .perSample ? 1 : settings.batchSize)
    for warning in settings.warnings(self) { display(warning: warning) }
    guard !trainableParameters.isEmpty || parameters.isEmpty else { throw ModelError.allFrozen }
    var run = TrainingRun(
      model: self, train: train, validation: validation, settings: settings, optimizer: optimizer)
    defer { self = run.model }
    return try run.start()
  }
}

/// What `fit` was asked for, apart from the data and the optimizer.
struct TrainingSettings {
  let epochs: Int
  let batchSize: Int
  let loss: Loss
  let schedule: Schedule
  let until: Stopping
  let clipping: GradientClipping?
  let accumulation: GradientAccumulation
  let augmentation: [Augmentation]
  let checkpoint: Checkpoint?
  let seed: UInt64
  let onStep: ((TrainingStep) throws -> Void)?
  let onEpoch: ((History.Epoch, Sequential) throws -> Void)?

  /// Throws unless all settings make sense.
  func check(_ optimizer: some Optimizer) throws {
    guard epochs > 0 else { throw TrainingError.notPositive("epochs", epochs) }
    guard batchSize > 0 else { throw TrainingError.notPositive("batchSize", batchSize) }
    if let checkpoint, checkpoint.every < 1 {
      throw TrainingError.notPositive("the epochs between checkpoints", checkpoint.every)
    }
    try optimizer.checkSettings()
    try schedule.check()
    try until.check()
    try clipping?.check()
    for step in augmentation { try step.check() }
  }

  /// What is possible but hardly meant, in sentences.
  func warnings(_ model: Sequential) -> [String] {
    var warnings: [String] = []
    if schedule.warmUpEpochs >= epochs {
      warnings.append(
        "the learning rate never arrives: the warm-up takes \(schedule.warmUpEpochs) epochs, the training has "
          + "\(epochs).")
    }
    if let last = model.layers.last, last.kind == loss.includedActivation {
      warnings.append(
        "layer \"\(last.name)\" and the loss \"\(loss.name)\" both apply a \(last.kind) function. Leave the layer "
          + "out: the loss takes scores.")
    }
    return warnings
  }
}
