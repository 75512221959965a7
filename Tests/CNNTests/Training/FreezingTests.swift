import CNN
import Testing

/// Layers that training leaves as they are.
@Suite struct FreezingTests {
  private func model() -> Sequential {
    Sequential {
      Conv2D(4, kernel: 3, padding: .same, name: "stem")
      BatchNorm(name: "stembn")
      ReLU()
      Residual(name: "block") {
        Conv2D(4, kernel: 3, padding: .same)
        BatchNorm()
        ReLU()
        Conv2D(4, kernel: 3, padding: .same)
      }
      Parallel(name: "both") {
        Conv2D(2, kernel: 1)
        Conv2D(3, kernel: 1)
      }
      ReLU()
      GlobalAveragePool2D()
      Dropout(0.2)
      Dense(4, name: "head")
    }
  }

  private func built() throws -> Sequential {
    var model = model()
    try model.build(input: [1, 16, 16], seed: 1)
    return model
  }

  private let data: Dataset

  init() throws { data = try Datasets.shapes(count: 16, seed: 1) }

  private func changed(_ before: [Parameter], _ after: [Parameter]) -> [String] {
    zip(before, after).filter { $0.value != $1.value }.map(\.0.name)
  }

  @Test("frozen layers keep every bit, parameters and running statistics, with any optimizer")
  func frozenBits() throws {
    func check(_ rule: some Optimizer) throws {
      var model = try built()
      try model.freeze("stem*", "block.bn1")
      try model.freeze("both")
      let (before, buffers) = (model.parameters, model.buffers)
      try model.fit(data, epochs: 2, batchSize: 5, optimizer: rule, seed: 1)
      #expect(
        changed(before, model.parameters) == [
          "block.conv1.weight", "block.conv1.bias", "block.conv2.weight", "block.conv2.bias",
          "head.weight",
          "head.bias",
        ], "\(rule)")
      #expect(changed(buffers, model.buffers).isEmpty)
    }
    try check(.sgd(0.05, momentum: 0.9, weightDecay: 0.1))
    try check(.adamW(0.01, weightDecay: 0.5, decaysBiases: true))
  }

  @Test("what is frozen changes no bit of what learns above it")
  func equalToFixedFeatures() throws {
    // Training the head on the outputs of the others, once computed, is the same.
    func body() -> Sequential {
      Sequential {
        Conv2D(4, kernel: 3, name: "conv1")
        BatchNorm(name: "bn1")
        ReLU()
        Flatten(name: "flat")
      }
    }
    var features = body()
    try features.build(input: [1, 16, 16], seed: 1)
    var whole = try features.appending(seed: 2) { Dense(4, name: "head") }
    try whole.freeze("conv1", "bn1")
    let fixed = try Dataset(
      images: features.predict(data.images), labels: data.labels, classes: data.classes)
    var head = Sequential { Dense(4, name: "head") }
    try head.build(input: fixed.imageShape, seed: 2)
    #expect(whole["head"]?.parameters == head["head"]?.parameters)
    let history = try whole.fit(data, epochs: 3, batchSize: 5, optimizer: .adam(0.01), seed: 3)
    #expect(
      try head.fit(fixed, epochs: 3, batchSize: 5, optimizer: .adam(0.01), seed: 3) == history)
    #expect(whole["head"]?.parameters == head["head"]?.parameters)
  }

  @Test("gradients leave out what is frozen, and those of the others stay as they are")
  func gradients() throws {
    var model = try built()
    let all = try model.gradients(for: data.images, labels: data.labels)
    try model.freeze("stem", "block", "both.conv2")
    let some = try model.gradients(for: data.images, labels: data.labels)
    #expect(some.parameters.map(\.name) == model.trainableParameters.map(\.name))
    #expect(some.parameters.map(\.name).first == "stembn.weight" && some["stem.weight"] == nil)
    for parameter in some.parameters {
      #expect(parameter.value == all[parameter.name], "\(parameter.name)")
    }
    #expect(some.input == all.input, "the input's gradient goes through frozen layers")
    let listed = try model.accumulatedGradients(for: data.images, labels: data.labels)
    #expect(listed.parameters.map(\.name) == some.parameters.map(\.name))
  }

  @Test("no frozen layer is asked for gradients, nor any layer below the first that learns")
  func nothingIsComputedInVain() throws {
    /// Its pullback may be asked only if a layer at or below it learns.
    struct Untouchable: Layer {
      var name = ""
      var kind: String { "untouchable" }
      var parameters: [Parameter] = []
      func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
      mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
        parameters = [Parameter("weight", [1])]
      }
      func forward(_ x: Tensor, context: Context) -> ForwardPass {
        let mode = context.mode
        return ForwardPass(x) { dy in
          Issue.record("the pullback was called in \(mode)")
          return LayerGradients(input: dy, parameters: [[0]])
        }
      }
    }
    var model = Sequential {
      Flatten()
      Untouchable(name: "first")
      Sequential(name: "inner") {
        Untouchable(name: "second")
        Dense(6, name: "fc")
      }
      ReLU()
      Dense(4, name: "head")
    }
    try model.build(input: [1, 16, 16], seed: 1)
    try model.freeze("first", "inner.second")
    let before = model.parameters
    try model.fit(data, epochs: 1, optimizer: .adam(0.01), seed: 1)
    #expect(
      changed(before, model.parameters) == [
        "inner.fc.weight", "inner.fc.bias", "head.weight", "head.bias",
      ])
  }

  @Test("transfer learning: load, another head, freeze, fit")
  func transfer() throws {
    let folder = try TemporaryFolder()
    var pretrained = try built()
    try pretrained.fit(data, epochs: 1, optimizer: .sgd(0.05), seed: 1)
    try pretrained.save(to: folder.path("pretrained"))

    var model = self.model()
    try model.build(input: [1, 16, 16])
    try model.load(from: folder.path("pretrained"))
    model = try model.dropLast().appending(seed: 4) { Dense(2, name: "head") }
    try model.freeze()
    try model.unfreeze("head")
    #expect(
      model.outputShape == [2]
        && model.trainableParameters.map(\.name) == ["head.weight", "head.bias"])
    let two = try Dataset(
      images: data.images, labels: data.labels.map { $0 % 2 }, classes: ["even", "odd"])
    try model.fit(two, epochs: 2, optimizer: .adam(0.01), seed: 4)
    for (one, other) in zip(model.parameters.dropLast(2), pretrained.parameters) {
      #expect(one.name == other.name && one.value == other.value)
    }
    #expect(zip(model.buffers, pretrained.buffers).allSatisfy { $0.value == $1.value })
    #expect(model.frozenLayers.first == "stem" && !model.frozenLayers.contains("head"))
  }

  @Test(
    "a frozen normalization trains on single values, and a training of its own goes on after unfreezing"
  )
  func normalization() throws {
    var model = Sequential {
      Dense(3, name: "fc")
      BatchNorm(name: "bn")
      Dense(2, name: "head")
    }
    try model.build(input: [2], seed: 1)
    let one = try Dataset(images: [[1, 2]], labels: [0], classes: ["a", "b"])
    #expect(throws: ModelError.batchTooSmall(layer: "bn", least: 2, got: 1)) {
      try model.fit(one, epochs: 1, optimizer: .sgd(0.1))
    }
    try model.freeze("bn")
    try model.fit(one, epochs: 1, optimizer: .sgd(0.1), seed: 1)
    #expect(model.buffers.map(\.value) == [.zeros([3]), .ones([3])])
    try model.unfreeze("bn")
    #expect(model.frozenLayers.isEmpty && model.trainableParameters.count == model.parameters.count)
  }

  @Test("a checkpoint belongs to the layers that learned, and holds the optimizer's state of them")
  func checkpoint() throws {
    let folder = try TemporaryFolder()
    func fit(_ freeze: (inout Sequential) throws -> Void, epochs: Int) throws -> Sequential {
      var model = try built()
      try freeze(&model)
      try model.fit(
        data, epochs: epochs, optimizer: .adam(0.01), checkpoint: Checkpoint(folder.path("run")),
        seed: 1)
      return model
    }
    let stem: (inout Sequential) throws -> Void = { try $0.freeze("stem*", "block") }
    _ = try fit(stem, epochs: 1)
    #expect(
      throws: TrainingError.otherRun(path: folder.path("run"), differences: ["frozen layers"])
    ) {
      try fit({ try $0.freeze("stem") }, epochs: 2)
    }
    let resumed = try fit(stem, epochs: 2)
    var whole = try built()
    try stem(&whole)
    try whole.fit(data, epochs: 2, optimizer: .adam(0.01), seed: 1)
    #expect(resumed.parameters == whole.parameters)
  }

  @Test("the summary and the table of parameters tell what is frozen")
  func tables() throws {
    var model = try built()
    #expect(!model.summary.columns.contains("trainable"))
    try model.freeze("stem", "block.conv2")
    let summary = model.summary
    #expect(summary.columns.last == "trainable" && summary.rows[1].last == "0")
    // The first convolution of the block, 4·4·9 + 4, and its normalization, 8.
    #expect(summary.rows.first { $0[0] == "block" }?.last == "156")
    #expect(summary.rows.last?.last == "\(model.parameterCount - 40 - 148)")
    let roles = model.parameterTable.rows.map { "\($0[0]) \($0[2])" }
    #expect(roles.contains("stem.weight frozen") && roles.contains("stembn.weight learned"))
    try model.freeze()
    #expect(throws: ModelError.allFrozen) { try model.fit(data, optimizer: .sgd(0.1)) }
    #expect(
      try gradientCheck(model, input: [2, 1, 16, 16], samples: 3, seed: 2).entries.count == 17)
  }

  @Test func namesThatAreNotThere() throws {
    var model = model()
    #expect(throws: ModelError.notBuilt) { try model.freeze() }
    try model.build(input: [1, 16, 16], seed: 1)
    #expect(throws: ModelError.noLayer("head2", known: model.layers.map(\.name))) {
      try model.freeze("stem", "head2")
    }
    #expect(throws: ModelError.noLayer("st", known: model.layers.map(\.name))) {
      try model.unfreeze("st")
    }
    #expect(model.frozenLayers.isEmpty, "an error changes nothing")
    #expect(throws: ShapeError.self) { try model.appending { Conv2D(3, kernel: 3) } }
    #expect(throws: ShapeError(layer: "stem", problem: .duplicateName)) {
      try model.appending { Dense(3, name: "stem") }
    }
    let unbuilt = try self.model().dropLast(2).appending { Dense(7) }
    #expect(unbuilt.inputShape == nil && unbuilt.layers.count == 8)
  }
}
