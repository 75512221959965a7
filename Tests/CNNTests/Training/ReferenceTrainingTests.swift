import CNN
import Foundation
import Testing

/// Three steps of a small network, as PyTorch takes them.
struct ReferenceTraining: Decodable {
  struct Step: Decodable {
    let loss: Double
    let params_after: [String: ReferenceCase.Values]
    let running_mean: ReferenceCase.Values
    let running_var: ReferenceCase.Values
    let grads: [String: ReferenceCase.Values]?
  }

  let inputs: [String: ReferenceCase.Values]
  let int_inputs: [String: ReferenceCase.Values]
  let params: [String: ReferenceCase.Values]
  let steps: [Step]
  let eval_logits_after: ReferenceCase.Values

  /// The network's parameters in its order, with their names here.
  static let names = [
    ("w1", "conv1.weight"), ("b1", "conv1.bias"), ("gamma", "bn1.weight"), ("beta", "bn1.bias"),
    ("w2", "fc.weight"), ("b2", "fc.bias"),
  ]

  init(_ name: String) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("References/\(name).json")
    self = try JSONDecoder().decode(ReferenceTraining.self, from: Data(contentsOf: url))
  }
}

@Suite struct ReferenceTrainingTests {
  /// The first step of a rule on the network's parameters, by the gradients that PyTorch has there.
  private func checkFirstStep(_ name: String, _ rule: some Optimizer) throws {
    let reference = try ReferenceTraining(name)
    var rule = rule
    var parameters = try ReferenceTraining.names.map {
      Parameter($0.1, try #require(reference.params[$0.0]).tensor)
    }
    let gradients = try ReferenceTraining.names.map {
      try #require(reference.steps[0].grads?[$0.0]).tensor
    }
    rule.update(&parameters, gradients: gradients)
    for (parameter, names) in zip(parameters, ReferenceTraining.names) {
      // The convolution's bias has no effect before a normalization: its gradient is rounding error, whose
      // sign Adam turns into a full step.
      if names.0 == "b1" { continue }
      let want = try #require(reference.steps[0].params_after[names.0])
      #expect(agrees(parameter.value, want), "\(name): \(names.1)")
    }
  }

  @Test func theFirstStepIsPyTorchs() throws {
    try checkFirstStep("train_cnn_sgd", .sgd(0.1, momentum: 0.9))
    try checkFirstStep("train_cnn_adam", .adam(0.01))
  }

  /// Three steps of the network on all six images, in a training of three epochs.
  private func checkThreeSteps(_ name: String, _ rule: some Optimizer, tolerance: Double) throws {
    let reference = try ReferenceTraining(name)
    let data = try Dataset(
      images: try #require(reference.inputs["x"]).tensor,
      labels: try #require(reference.int_inputs["target"]).data.map { Int($0) }, classes: ["a", "b", "c"])
    var model = Sequential {
      Conv2D(4, kernel: 3, padding: 1, name: "conv1"); BatchNorm(name: "bn1"); ReLU(); MaxPool2D(2); Flatten()
      Dense(3, name: "fc")
    }
    try model.build(input: data.imageShape, seed: 1)
    model.parameters = try ReferenceTraining.names.map {
      Parameter($0.1, try #require(reference.params[$0.0]).tensor)
    }
    func agrees(_ got: Tensor, _ want: ReferenceCase.Values) -> Bool {
      CNNTests.agrees(NDArray<Float>(got), want, tolerance)
    }
    var after: [Sequential] = []
    let history = try model.fit(
      data, epochs: 3, batchSize: .fullBatch, optimizer: rule, seed: 1, onEpoch: { after.append($1) })
    for (number, step) in reference.steps.enumerated() {
      #expect((Double(history.epochs[number].loss) - step.loss).magnitude < tolerance)
      for (position, names) in ReferenceTraining.names.enumerated() where names.0 != "b1" {
        let want = try #require(step.params_after[names.0])
        #expect(agrees(after[number].parameters[position].value, want), "\(name), step \(number): \(names.1)")
      }
      #expect(agrees(after[number].buffers[1].value, step.running_var))
      // Adam takes full steps by the rounding error that the bias before a normalization has as gradient.
      if !(rule is Adam) { #expect(agrees(after[number].buffers[0].value, step.running_mean)) }
    }
    if !(rule is Adam) { #expect(agrees(try model.predict(data.images), reference.eval_logits_after)) }
  }

  @Test func threeStepsArePyTorchs() throws {
    try checkThreeSteps("train_cnn_sgd", .sgd(0.1, momentum: 0.9), tolerance: 2e-5)
    try checkThreeSteps("train_cnn_adam", .adam(0.01), tolerance: 2e-5)
  }

  @Test func runningStatisticsGoIntoFilesAndCheckpoints() throws {
    let folder = try TemporaryFolder()
    let data = try Datasets.shapes(count: 24, seed: 2)
    func model() -> Sequential {
      Sequential {
        Conv2D(3, kernel: 3, name: "conv1"); BatchNorm(name: "bn1"); ReLU(); Flatten(); Dense(4, name: "fc")
      }
    }
    struct Interruption: Error {}
    func fit(_ model: inout Sequential, _ checkpoint: Checkpoint?, stopAfter: Int = 9) throws {
      try model.fit(
        data, epochs: 3, batchSize: 8, optimizer: .adam(0.01), checkpoint: checkpoint, seed: 2,
        onEpoch: { epoch, _ in if epoch.number == stopAfter { throw Interruption() } })
    }
    var whole = model()
    try fit(&whole, nil)
    let checkpoint = Checkpoint(folder.path("run.safetensors"))
    var broken = model()
    #expect(throws: Interruption.self) { try fit(&broken, checkpoint, stopAfter: 1) }
    var resumed = model()
    try fit(&resumed, checkpoint)
    #expect(resumed.buffers == whole.buffers && resumed.parameters == whole.parameters)
    #expect(whole.buffers[0].value != .zeros([3]) && whole.buffers[0].name == "bn1.running_mean")

    let path = folder.path("model.safetensors")
    try whole.save(to: path)
    var loaded = model()
    try loaded.build(input: data.imageShape, seed: 3)
    try loaded.load(from: path)
    #expect(loaded.buffers == whole.buffers && loaded.parameters == whole.parameters)
    #expect(
      try SafetensorsFile(reading: path).tensors.map(\.name).suffix(2) == [
        "bn1.running_mean", "bn1.running_var",
      ])
  }
}
