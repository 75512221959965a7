import CNN
import Testing

/// What `fit` can be told beside the data and the optimizer.
@Suite struct FitOptionTests {
  private func model() -> Sequential {
    Sequential {
      Conv2D(4, kernel: 3, name: "conv1"); ReLU(); MaxPool2D(2); Flatten(); Dense(4, name: "fc")
    }
  }

  @Test("the listing of deck row 000-11, with its sum set back for each step, equals the batched pass")
  func accumulation() throws {
    let data = try Datasets.shapes(count: 12, seed: 2)
    var model = self.model()
    try model.build(input: data.imageShape, seed: 2)
    let batched = try model.gradients(for: data.images, labels: data.labels)
    let listed = try model.accumulatedGradients(for: data.images, labels: data.labels)
    #expect((batched.loss - listed.loss).magnitude < 1e-6)
    for (one, other) in zip(batched.parameters, listed.parameters) {
      #expect(one.name == other.name && one.value.largestDifference(from: other.value)! < 1e-6)
    }
    var (first, second) = (model, model)
    try first.fit(data, epochs: 3, batchSize: .fullBatch, optimizer: .sgd(0.1), seed: 2)
    try second.fit(
      data, epochs: 3, batchSize: .fullBatch, optimizer: .sgd(0.1), accumulation: .perSample, seed: 2)
    for (one, other) in zip(first.parameters, second.parameters) {
      #expect(one.value.largestDifference(from: other.value)! < 1e-5)
    }
    // Without setting the sum back, as the deck has it, the second step would take the first one's gradient too.
    #expect(first.parameters != model.parameters)
  }

  @Test("sample by sample equals the batch for every loss: weights, ignored labels, sums")
  func accumulationOfEveryLoss() throws {
    let data = try Datasets.shapes(count: 8, seed: 2)
    var model = self.model()
    try model.build(input: data.imageShape, seed: 2)
    for loss in [
      Loss.softmaxCrossEntropy(classWeights: [10, 1, 0.5, 2]), .softmaxCrossEntropy(ignoring: data.labels[0]),
      .softmaxCrossEntropy(labelSmoothing: 0.2, reduction: .sum), .meanSquaredError,
    ] {
      let batched = try model.gradients(for: data.images, labels: data.labels, loss: loss)
      let listed = try model.accumulatedGradients(for: data.images, labels: data.labels, loss: loss)
      #expect((batched.loss - listed.loss).magnitude <= 1e-5 * batched.loss)
      for (one, other) in zip(batched.parameters, listed.parameters) {
        #expect(one.value.largestDifference(from: other.value)! < 1e-5)
      }
    }
  }

  @Test("sample by sample draws a mask for each sample, and for the first one that of a batch of it alone")
  func accumulationWithDropout() throws {
    let data = try Dataset(images: .ones([16, 100]), labels: (0..<16).map { $0 % 2 }, classes: ["a", "b"])
    func droppedByAll(_ data: Dataset, _ accumulation: GradientAccumulation) throws -> [Int] {
      var model = Sequential {
        Dropout(0.5); Dense(2)
      }
      var gradient = Tensor.zeros([2, 100])
      try model.fit(
        data, epochs: 1, batchSize: 16, optimizer: .sgd(0.1), accumulation: accumulation, seed: 1,
        onStep: { gradient = $0.gradients[0].value })
      return (0..<100).filter { gradient[0, $0] == 0 && gradient[1, $0] == 0 }
    }
    #expect(try droppedByAll(data, .perSample).isEmpty && droppedByAll(data, .batched).isEmpty)
    let alone = try droppedByAll(data[0..<1], .perSample)
    #expect(try alone.count > 30 && alone == droppedByAll(data[0..<1], .batched))
  }

  @Test func aFullBatchMakesOneStepAnEpoch() throws {
    let data = try Datasets.shapes(count: 10, seed: 1)
    var model = self.model()
    var steps: [TrainingStep] = []
    try model.fit(
      data, epochs: 2, batchSize: .fullBatch, optimizer: .sgd(0.1), seed: 1, onStep: { steps.append($0) })
    #expect(steps.map(\.epoch) == [1, 2] && steps.allSatisfy { $0.step == 1 && $0.stepsPerEpoch == 1 })
    #expect(steps.allSatisfy { $0.gradientNorm > 0 && $0.learningRate == 0.1 })
  }

  @Test func trainingEndsWhenTheLossHasConverged() throws {
    let data = try Datasets.shapes(count: 8, seed: 1)
    var model = self.model()
    let history = try model.fit(
      data, epochs: 200, batchSize: .fullBatch, optimizer: .sgd(0.05), until: .converged(tolerance: 0.005),
      seed: 1)
    let losses = history.epochs.map(\.loss)
    #expect(history.ending == .converged(epoch: losses.count) && losses.count < 200)
    #expect((losses[losses.count - 1] - losses[losses.count - 2]).magnitude <= 0.005)
    #expect(
      zip(losses, losses.dropFirst()).dropLast().allSatisfy { ($0 - $1).magnitude > 0.005 }, "and not before")
    let short = try model.fit(data, epochs: 1, optimizer: .sgd(0), seed: 1)
    #expect(short.ending == .lastEpoch)
  }

  @Test func earlyStoppingGivesBackTheBestEpoch() throws {
    let data = try Datasets.shapes(count: 60, noise: 0.5, seed: 3)
    var model = self.model()
    var states: [[Parameter]] = []
    let history = try model.fit(
      data[0..<20], validation: data[20..<60], epochs: 60, batchSize: 5,
      optimizer: .sgd(0.1, momentum: 0.9), until: .early(patience: 4), seed: 3,
      onEpoch: { _, model in states.append(model.parameters) })
    guard case .early(let epoch, let best) = history.ending else {
      Issue.record("\(history.ending)"); return
    }
    let losses = history.epochs.map { $0.validation!.loss }
    #expect(epoch == best + 4 && history.epochs.count == epoch)
    #expect(losses.firstIndex(of: losses.min()!) == best - 1)
    #expect(model.parameters == states[best - 1] && model.parameters != states[epoch - 1])
  }

  @Test("when the epochs run out, early stopping gives back the best epoch, too")
  func bestEpochAtTheEnd() throws {
    let folder = try TemporaryFolder()
    let data = try Datasets.shapes(count: 60, noise: 0.5, seed: 3)
    func fit(_ model: inout Sequential) throws -> (History, [[Parameter]]) {
      var states: [[Parameter]] = []
      let history = try model.fit(
        data[0..<20], validation: data[20..<60], epochs: 12, batchSize: 5,
        optimizer: .sgd(0.1, momentum: 0.9), until: .early(patience: 12),
        checkpoint: Checkpoint(folder.path("run")), seed: 3,
        onEpoch: { _, model in states.append(model.parameters) })
      return (history, states)
    }
    var (first, resumed) = (model(), model())
    let (history, states) = try fit(&first)
    let losses = history.epochs.map { $0.validation!.loss }
    let best = losses.firstIndex(of: losses.min()!)! + 1
    #expect(best < 12 && history.ending == .bestEpoch(best) && first.parameters == states[best - 1])
    #expect(
      history.ending.description == "All epochs are done; the model is that of epoch \(best), the best.")
    #expect(try fit(&resumed).0 == history && resumed.parameters == first.parameters)
    var improving = self.model()
    let better = try improving.fit(
      data, epochs: 2, batchSize: 10, optimizer: .sgd(0.01), until: .early(patience: 5), seed: 3)
    #expect(better.epochs[1].loss < better.epochs[0].loss && better.ending == .lastEpoch)
  }

  @Test("early stopping refuses a validation loss that is NaN; without it the history tells")
  func validationIsNaN() throws {
    let data = try Datasets.shapes(count: 20, seed: 1)
    var pixels = data.images
    pixels[15, 0, 3, 4] = .nan
    let broken = try Dataset(images: pixels, labels: data.labels, classes: data.classes)[10..<20]
    var model = self.model()
    let error = #expect(throws: TrainingError.validationIsNaN(epoch: 1)) {
      try model.fit(
        data[0..<10], validation: broken, epochs: 3, optimizer: .sgd(0.1), until: .early(patience: 1))
    }
    #expect(error!.description.hasPrefix("the validation loss is NaN in epoch 1, so early stopping cannot"))
    let history = try model.fit(data[0..<10], validation: broken, epochs: 1, optimizer: .sgd(0.1))
    #expect(history.epochs[0].validation!.loss.isNaN)
  }

  @Test("schedules have PyTorch's rates")
  func scheduleReferences() throws {
    let reference = try TrainingReference()
    func check(_ name: String, _ schedule: Schedule, stepsPerEpoch: Int = 1) {
      let want = reference.schedules[name] ?? []
      let got = want.indices.map { step in
        schedule.factor(
          step: step, stepsPerEpoch: stepsPerEpoch, epochs: want.count / stepsPerEpoch,
          losses: Array(reference.epochLosses.prefix(step)))
      }
      #expect(
        !want.isEmpty && zip(got, want).allSatisfy { ($0 - $1).magnitude < 1e-12 }, "\(name): \(got), \(want)"
      )
    }
    check("one_cycle", .oneCycle())
    check("one_cycle", .oneCycle(), stepsPerEpoch: 5)
    check("one_cycle_options", .oneCycle(rising: 0.25, division: 10, finalDivision: 100), stepsPerEpoch: 2)
    check("cosine_restarts", .cosineRestarts(every: 8, minimum: 0.1))
    check("cosine_restarts", .cosineRestarts(every: 2, minimum: 0.1), stepsPerEpoch: 4)
    check("cosine_restarts_growth", .cosineRestarts(every: 4, growth: 2))
    check("plateau", .plateau(factor: 0.5, patience: 1))
    check("plateau_options", .plateau(factor: 0.5, patience: 0, threshold: 0.01, cooldown: 2, minimum: 0.2))
  }

  @Test("the plateau is that of the validation loss, and begins after a warm-up")
  func plateauInATraining() throws {
    let data = try Datasets.shapes(count: 12, seed: 1)
    var model = self.model()
    let history = try model.fit(
      data[0..<8], validation: data[8..<12], epochs: 6, optimizer: .sgd(1e-9),
      schedule: .warmUp(epochs: 2, then: .plateau(factor: 0.5, patience: 0)), seed: 1)
    // Nothing changes at such a rate: the third epoch is the first to be compared, and the best.
    #expect(history.epochs.map { $0.learningRate / 1e-9 } == [0.5, 1, 1, 1, 0.5, 0.25])
  }

  @Test func schedulesAreTheirFormulas() {
    func rates(_ schedule: Schedule, epochs: Int = 4) -> [Double] {
      (0..<2 * epochs).map { schedule.factor(step: $0, stepsPerEpoch: 2, epochs: epochs) }
    }
    #expect(rates(.constant) == [1, 1, 1, 1, 1, 1, 1, 1])
    #expect(rates(.step(every: 2, factor: 0.5)) == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5])
    #expect(rates(.exponential(factor: 0.5)) == [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125])
    let cosine = rates(.cosine(minimum: 0.2))
    #expect(cosine[0] == 1 && (cosine[4] - 0.6).magnitude < 1e-12)
    #expect((cosine[2] - (0.2 + 0.8 * (1 + 0.5.squareRoot()) / 2)).magnitude < 1e-12)
    #expect(
      rates(.warmUp(epochs: 2, then: .step(every: 1, factor: 0.5)))
        == [0.25, 0.5, 0.75, 1, 1, 1, 0.5, 0.5])
  }

  @Test func theScheduleReachesTheOptimizer() throws {
    let data = try Datasets.shapes(count: 8, seed: 1)
    var model = self.model()
    var rates: [Float] = []
    let history = try model.fit(
      data, epochs: 3, batchSize: 4, optimizer: .sgd(0.5), schedule: .exponential(factor: 0.5), seed: 1,
      onStep: { rates.append($0.learningRate) })
    #expect(rates == [0.5, 0.5, 0.25, 0.25, 0.125, 0.125])
    #expect(history.epochs.map(\.learningRate) == [0.5, 0.25, 0.125])
    #expect(scheduleCurve(.cosine(), learningRate: 0.1, epochs: 3).description.contains("Learning rate"))
  }

  @Test func clipping() {
    var gradients: [Tensor] = [[3, 0], [[0, -4]]]
    #expect(gradientNorm(gradients) == 5)
    GradientClipping.byNorm(5).clip(&gradients)
    #expect(gradients == [[3, 0], [[0, -4]]])
    GradientClipping.byNorm(2.5).clip(&gradients)
    #expect(gradients == [[1.5, 0], [[0, -2]]])
    GradientClipping.byValue(1).clip(&gradients)
    #expect(gradients == [[1, 0], [[0, -1]]])
    var bad: [Tensor] = [Tensor([Float.nan, 2])]
    GradientClipping.byValue(1).clip(&bad)
    #expect(bad[0][0].isNaN && bad[0][1] == 1)
  }

  @Test func clippingKeepsATrainingAliveThatWouldDiverge() throws {
    let data = try Datasets.shapes(count: 32, seed: 1)
    var model = self.model()
    let history = try model.fit(
      data, epochs: 2, batchSize: 8, optimizer: .sgd(1e3), clipping: .byNorm(1e-4), seed: 1)
    #expect(history.epochs.count == 2)
  }

  @Test func aCallbackCanEndTheTraining() throws {
    struct Enough: Error {}
    let data = try Datasets.shapes(count: 8, seed: 1)
    var model = self.model()
    #expect(throws: Enough.self) {
      try model.fit(
        data, epochs: 9, optimizer: .sgd(0.1),
        onEpoch: { epoch, _ in if epoch.number == 2 { throw Enough() } })
    }
    var other = self.model()
    try other.fit(data, epochs: 2, optimizer: .sgd(0.1))
    #expect(model.parameters == other.parameters, "it keeps the steps that it has taken")
  }

  @Test func settingsWithoutSenseAreRefused() throws {
    let data = try Datasets.shapes(count: 8, seed: 1)
    func message(
      schedule: Schedule = .constant, until: Stopping = .lastEpoch, clipping: GradientClipping? = nil,
      augmentation: [Augmentation] = [], checkpoint: Checkpoint? = nil, momentum: Float = 0
    ) -> String {
      var model = self.model()
      do {
        try model.fit(
          data, epochs: 1, optimizer: .sgd(0.1, momentum: momentum), schedule: schedule, until: until,
          clipping: clipping, augmentation: augmentation, checkpoint: checkpoint)
        return "nothing was thrown"
      } catch {
        #expect(model.inputShape == nil, "a model that cannot be trained must stay as it was")
        return "\(error)"
      }
    }
    #expect(message(momentum: 2) == "momentum must be at least 0 and less than 1, got 2.0.")
    #expect(message(schedule: .step(every: 0, factor: 0.5)) == "every must be at least 1, got 0.")
    #expect(
      message(schedule: .exponential(factor: 1.5))
        == "factor of the schedule must be between 0 and 1, got 1.5.")
    #expect(message(schedule: .cosine(minimum: -1)).hasPrefix("minimum of the schedule"))
    #expect(message(schedule: .cosineRestarts(every: 0)) == "every must be at least 1, got 0.")
    #expect(message(schedule: .cosineRestarts(every: 1, growth: 0)) == "growth must be at least 1, got 0.")
    #expect(message(schedule: .oneCycle(rising: 2)).hasPrefix("rising of the schedule must be between 0"))
    #expect(message(schedule: .oneCycle(division: 0)).hasPrefix("division of the schedule must be 1 or more"))
    #expect(message(schedule: .plateau(factor: -1)).hasPrefix("factor of the schedule"))
    #expect(message(schedule: .plateau(patience: -1)).hasPrefix("patience of the schedule must be 0 or more"))
    #expect(message(schedule: .warmUp(epochs: 0)) == "the epochs of warmUp must be at least 1, got 0.")
    #expect(message(schedule: .warmUp(epochs: 1, then: .step(every: -1, factor: 1))).hasPrefix("every"))
    #expect(
      message(until: .converged(tolerance: .nan)) == "tolerance must be 0 or more, and finite, got nan.")
    #expect(message(until: .early(patience: 0)) == "patience must be at least 1, got 0.")
    #expect(message(until: .early(patience: 1, improvement: -1)).hasPrefix("improvement"))
    #expect(
      message(clipping: .byNorm(0)) == "the limit of clipping must be positive and finite, got 0.0.")
    #expect(message(clipping: .byValue(-1)).hasPrefix("the limit of clipping"))
    #expect(
      message(augmentation: [.flip(probability: 2)])
        == "the probability of a flip must be between 0 and 1, got 2.0.")
    #expect(message(augmentation: [.shift(by: -1)]).hasPrefix("the padding or shift must be 0 or more"))
    #expect(message(augmentation: [.noise(deviation: -1)]).hasPrefix("the deviation of the noise"))
    #expect(
      message(checkpoint: Checkpoint("x", every: 0))
        == "the epochs between checkpoints must be at least 1, got 0.")
  }

  @Test func theFirstNumberThatIsNotFiniteIsNamed() throws {
    let data = try Datasets.shapes(count: 4, seed: 1)
    func failure(_ train: Dataset, _ change: (inout Sequential) -> Void = { _ in }) -> String {
      var model = self.model()
      do {
        try model.build(input: [1, 16, 16], seed: 1)
        change(&model)
        try model.fit(train, epochs: 1, batchSize: 4, optimizer: .sgd(0.1), seed: 1)
        return "nothing was thrown"
      } catch { return "\(error)" }
    }
    var pixels = data.images
    pixels[2, 0, 3, 4] = .nan
    let broken = try Dataset(images: pixels, labels: data.labels, classes: data.classes)
    let image = failure(broken)
    #expect(image.hasPrefix("layer \"input\", forward: the image is nan at ["), "\(image)")
    #expect(image.contains("0, 3, 4] in epoch 1, step 1. Look at the data: fillingMissing()"))
    let weight = failure(data) { $0.parameters[2].value[3, 7] = .infinity }
    #expect(
      weight == "layer \"fc\", update: the weight is inf at [3, 7] in epoch 1, step 1. "
        + "Try a smaller learning rate, clipping: .byNorm(1), or normalized images.")
    // Its gradients are large but finite, the step is not.
    let large = Loss("large") { outputs, labels in (1, outputs.map { _ in 1e10 }) }
    let update = #expect(throws: TrainingError.self) {
      var model = self.model()
      try model.fit(data, epochs: 1, batchSize: 4, loss: large, optimizer: .sgd(3e38), seed: 1)
    }
    guard case .notFinite(let position, 1, 1) = update else {
      Issue.record("\(update as Any)"); return
    }
    #expect(position.direction == .update)
    // A loss of one's own that gives a gradient without bounds.
    let steep = Loss("steep") { outputs, labels in (1, outputs.map { _ in .infinity }) }
    let backward = #expect(throws: TrainingError.self) {
      var model = self.model()
      try model.fit(data, epochs: 1, loss: steep, optimizer: .sgd(0.1), seed: 1)
    }
    #expect(
      "\(backward!)".hasPrefix("layer \"steep\", backward: the gradient to the outputs is inf at [0, 0]"))
    let lost = Loss("lost") { outputs, labels in (.nan, outputs) }
    let diverged = #expect(throws: TrainingError.self) {
      var model = self.model()
      try model.fit(data, epochs: 1, loss: lost, optimizer: .sgd(0.1), seed: 1)
    }
    #expect("\(diverged!)".hasPrefix("the loss became nan in epoch 1, step 1."))
  }
}
