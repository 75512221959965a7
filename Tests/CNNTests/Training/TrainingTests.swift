import CNN
import Testing

@Suite struct TrainingTests {
  private func model() -> Sequential {
    Sequential {
      Conv2D(6, kernel: 5, name: "conv1"); ReLU(); MaxPool2D(2); Conv2D(10, kernel: 3, name: "conv2"); ReLU()
      Flatten(); Dense(4, name: "fc")
    }
  }

  @Test func aSmallNetworkLearnsShapes() throws {
    let data = try Datasets.shapes(count: 600, seed: 11)
    var model = model()
    let history = try model.fit(
      data.train, validation: data.test, epochs: 6, batchSize: 32, optimizer: .sgd(0.05, momentum: 0.9),
      seed: 11)
    let last = try #require(history.epochs.last)
    #expect(try #require(last.validation).accuracy > 0.9)
    #expect(last.loss < history.epochs[0].loss / 2)
    #expect(try model.evaluate(data.test) == last.validation)
    #expect(history.table.columns.count == 5 && history.table.rows.count == 6)
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    let data = try Datasets.shapes(count: 60, seed: 1)
    func train(_ seed: UInt64) throws -> (Sequential, History) {
      var model = model()
      let history = try model.fit(
        data, epochs: 2, batchSize: 7, optimizer: .sgd(0.05, momentum: 0.9), seed: seed)
      return (model, history)
    }
    let (first, second, other) = (try train(5), try train(5), try train(6))
    #expect(first.0.parameters == second.0.parameters && first.1 == second.1)
    #expect(first.0.parameters != other.0.parameters)
  }

  @Test("two steps of momentum by hand")
  func momentum() {
    var rule = SGD(0.5, momentum: 0.5)
    var values: [Tensor] = [[1, 2]]
    rule.update(&values, gradients: [[2, 0]])
    #expect(values == [[0, 2]])
    rule.update(&values, gradients: [[1, 4]])
    // v = 0.5 · (2, 0) + (1, 4) = (2, 4)
    #expect(values == [[-1, 0]])
  }

  @Test("deck row 000-10: one full-batch step is θ − η·∇L")
  func oneStep() throws {
    let data = try Datasets.shapes(count: 8, seed: 1)
    var model = model()
    try model.build(input: data.imageShape, seed: 1)
    let before = model.parameters
    let gradients = try model.gradients(for: data.images, labels: data.labels)
    let history = try model.fit(data, epochs: 1, batchSize: 8, optimizer: .sgd(0.25), seed: 1)
    #expect((history.epochs[0].loss - gradients.loss).magnitude < 1e-6)
    for (index, parameter) in model.parameters.enumerated() {
      let want = before[index].value - 0.25 * gradients.parameters[index].value
      #expect(parameter.value.largestDifference(from: want)! < 1e-6)
    }
  }

  @Test("a loop of one's own with gradients in training mode is what fit does, bit by bit")
  func aLoopOfOnesOwn() throws {
    let data = try Datasets.shapes(count: 12, seed: 1)
    func model() -> Sequential {
      Sequential {
        Conv2D(3, kernel: 5); BatchNorm(); ReLU(); Dropout(0.3); Flatten(); Dense(4)
      }
    }
    var (fitted, looped) = (model(), model())
    try fitted.fit(data, epochs: 3, batchSize: 12, optimizer: .adam(0.01), seed: 7)
    try looped.build(input: data.imageShape, seed: 7)
    var rule = Adam(0.01)
    for step in 0..<3 {
      // The order in which fit puts the images together.
      var order = RandomStream(seed: 7, name: "fit.order", step: step + 1)
      let batch = data.selecting(order.permutation(of: 12))
      let gradients = try looped.gradients(
        for: batch.images, labels: batch.labels, mode: .training, step: step, seed: 7)
      rule.update(&looped, gradients: gradients)
    }
    #expect(looped.parameters == fitted.parameters && looped.buffers == fitted.buffers)
    #expect(looped.buffers[0].value != .zeros([3]))
    let used = try looped.gradients(for: data.images, labels: data.labels)
    #expect(used.buffers == looped.buffers, "inference observes nothing")
    var dense = Sequential {
      Dense(4); BatchNorm()
    }
    try dense.build(input: [3])
    #expect(throws: ModelError.batchTooSmall(layer: "bn1", least: 2, got: 1)) {
      try dense.gradients(for: .ones([3]), labels: [0], mode: .training)
    }
  }

  @Test func misuseThrows() throws {
    let data = try Datasets.shapes(count: 8, seed: 1)
    var model = model()
    #expect(throws: ModelError.notBuilt) { try model.evaluate(data) }
    #expect(throws: TrainingError.notPositive("epochs", 0)) {
      try model.fit(data, epochs: 0, optimizer: .sgd(0.1))
    }
    #expect(throws: TrainingError.notPositive("batchSize", -1)) {
      try model.fit(data, batchSize: -1, optimizer: .sgd(0.1))
    }
    #expect(throws: DataError.empty) { try model.fit(data[0..<0], optimizer: .sgd(0.1)) }
    let tooMany = try Dataset(
      images: data.images, labels: data.labels.map { $0 + 1 }, classes: ["", "", "", "", ""])
    #expect(throws: DataError.labelRange(label: 4, index: 3, classes: 4)) {
      try model.fit(tooMany, optimizer: .sgd(0.1))
    }
    var flat = Sequential { ReLU() }
    #expect(throws: DataError.noClassScores([1, 16, 16])) { try flat.fit(data, optimizer: .sgd(0.1)) }
    let larger = try Datasets.shapes(count: 8, size: 20, seed: 1)
    #expect(throws: ShapeError.self) { try model.fit(larger, optimizer: .sgd(0.1)) }
  }

  @Test func aLossThatIsNoNumberStopsTheTraining() throws {
    let data = try Datasets.shapes(count: 64, seed: 1)
    var model = model()
    let error = #expect(throws: TrainingError.self) {
      try model.fit(data, epochs: 20, batchSize: 8, optimizer: .sgd(1e20), seed: 1)
    }
    guard case .notFinite(let position, let epoch, let step) = error else {
      Issue.record("\(error as Any)"); return
    }
    #expect(!position.value.isFinite && epoch == 1 && step > 1)
    #expect(position.direction == .forward && position.quantity == "output")
    #expect(
      "\(error!)".hasPrefix(
        "layer \"\(position.layer)\", forward: the output is \(position.value) at \(position.index) in epoch 1"
      ))
  }
}
