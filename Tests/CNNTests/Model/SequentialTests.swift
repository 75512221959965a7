import CNN
import Testing

@Suite struct SequentialTests {
  private func model(seed: UInt64 = 1) throws -> Sequential {
    var model = Sequential {
      Conv2D(3, kernel: 3, padding: .same, name: "conv1"); ReLU(); MaxPool2D(2); Flatten();
      Dense(4, name: "fc")
    }
    try model.build(input: [2, 6, 6], seed: seed)
    return model
  }

  @Test func summaryCountsParametersAndCosts() throws {
    #expect(
      try model().summary.rows == [
        ["input", "", "[2, 6, 6]", "", "", "", ""],
        ["conv1", "Conv2D", "[3, 6, 6]", "57", "1,944", "3×3", "432 B"],
        ["relu1", "ReLU", "[3, 6, 6]", "0", "0", "3×3", "432 B"],
        ["pool1", "MaxPool2D", "[3, 3, 3]", "0", "0", "4×4", "108 B"],
        ["flatten1", "Flatten", "[27]", "0", "0", "4×4", "108 B"],
        ["fc", "Dense", "[4]", "112", "108", "all", "16 B"],
        ["total", "", "", "169", "2,052", "", "1.1 KiB"],
      ])
  }

  @Test func parametersDependOnSeedAndNameOnly() throws {
    #expect(try model().parameters == model().parameters)
    #expect(try model().parameters != model(seed: 2).parameters)
    var other = Sequential {
      ReLU(); Conv2D(3, kernel: 3, padding: .same, name: "conv1"); ReLU()
    }
    try other.build(input: [2, 6, 6], seed: 1)
    #expect(try other["conv1"]?.parameters == model()["conv1"]?.parameters)
    #expect(try model().parameters.map(\.name) == ["conv1.weight", "conv1.bias", "fc.weight", "fc.bias"])
  }

  @Test func activationsAndGradientsHaveTheLayersShapes() throws {
    let model = try model()
    let x = Tensor.randomNormal([2, 6, 6], name: "x", seed: 1)
    let activations = try model.activations(for: x)
    #expect(activations.map(\.output.shape) == [[3, 6, 6], [3, 6, 6], [3, 3, 3], [27], [4]])
    #expect(try activations.last?.output == model.predict(x))
    let gradients = try model.gradients(for: x, labels: [2])
    #expect(gradients.input.shape == x.shape)
    #expect(gradients.activations.map(\.gradient.shape) == activations.map(\.output.shape))
    #expect(gradients["fc.bias"] == softmax(try model.predict(x)) - [0, 0, 1, 0])
    #expect(throws: DataError.labelRange(label: 4, index: 0, classes: 4)) {
      try model.gradients(for: x, labels: [4])
    }
  }

  @Test("A model is shown as its summary")
  func description() throws {
    var model = Sequential {
      Flatten(); Dense(3)
    }
    #expect(model.description == model.summary.description && model.description.contains("Flatten"))
    try model.build(input: [1, 2, 2], seed: 1)
    #expect("\(model)" == model.summary.description && "\(model)".contains("dense1"))
  }
}
