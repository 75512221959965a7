import CNN
import Foundation
import Testing

@Suite struct CheckpointTests {
  private struct Interruption: Error {}

  private func model() -> Sequential {
    Sequential {
      Conv2D(3, kernel: 3, name: "conv1"); ReLU(); MaxPool2D(2); Flatten(); Dense(4, name: "fc")
    }
  }

  /// Trains in one go, and interrupted after `epoch` epochs; both must give the same bits.
  private func compare(
    _ rule: some Optimizer, interruptedAfter epoch: Int = 2, every: Int = 1,
    schedule: Schedule = .constant, until: Stopping = .lastEpoch, augmentation: [Augmentation] = []
  ) throws {
    let folder = try TemporaryFolder()
    let data = try Datasets.shapes(count: 40, noise: 0.3, seed: 4)
    func fit(
      _ model: inout Sequential, _ checkpoint: Checkpoint?,
      _ onEpoch: ((History.Epoch, Sequential) throws -> Void)?
    ) throws -> History {
      try model.fit(
        data.train, validation: data.test, epochs: 5, batchSize: 7, optimizer: rule, schedule: schedule,
        until: until, augmentation: augmentation, checkpoint: checkpoint, seed: 4, onEpoch: onEpoch)
    }
    var whole = model()
    let history = try fit(&whole, nil, nil)
    let checkpoint = Checkpoint(folder.path("run.safetensors"), every: every)
    var broken = model()
    #expect(throws: Interruption.self) {
      try fit(&broken, checkpoint) { now, _ in if now.number == epoch { throw Interruption() } }
    }
    var resumed = model()
    var epochs: [Int] = []
    let second = try fit(&resumed, checkpoint) { now, _ in epochs.append(now.number) }
    #expect(resumed.parameters == whole.parameters && second == history)
    #expect(epochs.first == epoch / every * every + 1, "it goes on where it was")
    // A finished run is not run again.
    var third = model()
    let last = try fit(&third, checkpoint) { _, _ in Issue.record("an epoch was run again") }
    #expect(third.parameters == whole.parameters && last == history)
  }

  @Test func aResumedRunGivesTheSameBits() throws {
    try compare(.sgd(0.05, momentum: 0.9))
    try compare(.nesterov(0.05), interruptedAfter: 1)
    try compare(.adaGrad(0.05))
    try compare(.rmsProp(0.01), interruptedAfter: 4)
    try compare(.adam(0.01), schedule: .cosine())
    try compare(.adamW(0.01), interruptedAfter: 3, every: 2)
    try compare(.sgd(0.1, momentum: 0.9), augmentation: [.flip(), .shift(by: 2), .noise(deviation: 0.1)])
  }

  @Test func earlyStoppingRemembersItsBestEpochInTheFile() throws {
    try compare(.sgd(0.3, momentum: 0.9), interruptedAfter: 2, until: .early(patience: 2))
    try compare(.sgd(0), interruptedAfter: 1, until: .early(patience: 3))
  }

  @Test func anotherRunsCheckpointIsRefused() throws {
    let folder = try TemporaryFolder()
    let data = try Datasets.shapes(count: 16, seed: 1)
    let other = try Datasets.shapes(count: 16, seed: 2)
    let checkpoint = Checkpoint(folder.path("run.safetensors"))
    func message(
      _ data: Dataset, validation: Dataset? = nil, rate: Float = 0.1, batchSize: Int = 4,
      loss: Loss = .softmaxCrossEntropy, schedule: Schedule = .constant, until: Stopping = .lastEpoch,
      clipping: GradientClipping? = nil, accumulation: GradientAccumulation = .batched,
      augmentation: [Augmentation] = [.flip(), .shift(by: 2)], seed: UInt64 = 1, modelSeed: UInt64 = 1
    ) -> String {
      var model = self.model()
      do {
        try model.build(input: [1, 16, 16], seed: modelSeed)
        try model.fit(
          data, validation: validation, epochs: 1, batchSize: batchSize, loss: loss, optimizer: .sgd(rate),
          schedule: schedule, until: until, clipping: clipping, accumulation: accumulation,
          augmentation: augmentation, checkpoint: checkpoint, seed: seed)
        return ""
      } catch { return "\(error)" }
    }
    #expect(message(data).isEmpty && message(data).isEmpty)
    let start = "the checkpoint \"\(checkpoint.path)\" belongs to another run: "
    let end = ". Use the same settings, or delete the file."
    let another = Loss("another") { Loss.softmaxCrossEntropy.evaluate($0, .classes($1)) }
    for (setting, message) in [
      ("data", message(other)), ("data", message(data, validation: other)),
      ("initial parameters", message(data, modelSeed: 2)), ("optimizer", message(data, rate: 0.2)),
      ("batchSize", message(data, batchSize: 5)), ("loss", message(data, loss: another)),
      ("seed", message(data, seed: 2)), ("schedule", message(data, schedule: .cosine())),
      ("until", message(data, until: .early(patience: 3))), ("clipping", message(data, clipping: .byNorm(1))),
      ("accumulation", message(data, accumulation: .perSample)),
      ("augmentation", message(data, augmentation: [])),
      ("augmentation", message(data, augmentation: [.flip(), .shift(by: 1)])),
      ("augmentation", message(data, augmentation: [.flip(probability: 0.4), .shift(by: 2)])),
      ("augmentation", message(data, augmentation: [.shift(by: 2), .flip()])),
    ] {
      #expect(message == start + setting + " differs" + end, "\(setting)")
    }
    #expect(message(data, batchSize: 5, seed: 2) == start + "batchSize, seed differ" + end)
    #expect(message(data).isEmpty, "what was refused has changed nothing")
  }

  @Test func damagedCheckpointsAreRefused() throws {
    let folder = try TemporaryFolder()
    let data = try Datasets.shapes(count: 16, seed: 1)
    let path = folder.path("run.safetensors")
    func train() throws {
      var model = self.model()
      try model.fit(data, epochs: 1, optimizer: .adam(), checkpoint: Checkpoint(path), seed: 1)
    }
    try train()
    let file = try SafetensorsFile(reading: path)
    for name in file.tensors.map(\.name) {
      var part = file
      part.tensors.removeAll { $0.name == name }
      try part.write(to: path)
      #expect(throws: TrainingError.badCheckpoint(path: path, missing: name)) { try train() }
    }
    var unmarked = file
    unmarked.metadata.removeAll { $0.name == "format" }
    try unmarked.write(to: path)
    #expect(throws: TrainingError.badCheckpoint(path: path, missing: "the mark of a checkpoint")) {
      try train()
    }
    try folder.write([1, 2, 3], to: "run.safetensors")
    #expect(throws: FileError.self) { try train() }
    try file.write(to: path)
    try train()
    // A folder that isn't there is told after the first epoch, and the model keeps its steps.
    var model = self.model()
    #expect(throws: FileError.self) {
      try model.fit(
        data, epochs: 1, optimizer: .sgd(0.1), checkpoint: Checkpoint(folder.path("no/run")), seed: 1)
    }
    #expect(model.inputShape != nil)
  }
}
