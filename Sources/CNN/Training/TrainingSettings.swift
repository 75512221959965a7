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
