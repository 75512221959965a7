import CNN
import Testing

@Suite struct BlockTests {
  private let x = Tensor.randomNormal([2, 3, 4, 4], name: "x", seed: 1)

  @Test("deck row 000-03: y = F(x) + x")
  func residual() throws {
    var block = Residual(name: "block") { Conv2D(3, kernel: 3, padding: 1, name: "conv1") }
    try block.build(input: [3, 4, 4], seed: 1)
    #expect(block.parameters.map(\.name) == ["conv1.weight", "conv1.bias"])
    let pass = block.forward(x, context: .inference)
    #expect(pass.output == block.body.layers[0](x) + x)
    block.parameters[0].value = .zeros([3, 3, 3, 3])
    let identity = block.forward(x, context: .inference)
    #expect(identity.output == x && identity.pullback(x).input == x, "without F it is the identity")
  }

  @Test func projection() throws {
    var block = Residual(projection: 5, stride: 2, name: "block") {
      Conv2D(5, kernel: 3, stride: 2, padding: 1)
    }
    try block.build(input: [3, 4, 4], seed: 1)
    #expect(block.parameters.map(\.name) == ["conv1.weight", "conv1.bias", "downsample.0.weight"])
    #expect(block(x).shape == [2, 5, 2, 2])
    let values = block.parameters.map { Parameter($0.name, $0.value.map { $0 + 1 }) }
    block.parameters = values
    #expect(block.parameters == values)
  }

  @Test func parallel() throws {
    var block = Parallel(name: "mix") {
      Conv2D(2, kernel: 1); MaxPool2D(3, stride: 1, padding: 1)
    }
    try block.build(input: [3, 4, 4], seed: 1)
    let pass = block.forward(x, context: .inference)
    #expect(pass.output.shape == [2, 5, 4, 4])
    #expect(splitChannels(pass.output, counts: [2, 3])[1] == MaxPool2D(3, stride: 1, padding: 1)(x))
    #expect(concatenateChannels(splitChannels(pass.output, counts: [1, 3, 1])) == pass.output)
  }

  @Test("deck row 001-18: gradients of all uses add up")
  func gradientsAddUp() throws {
    let block = Parallel {
      ReLU(); ReLU(); ReLU()
    }
    let dy = Tensor.ones([2, 9, 4, 4])
    let dx = block.forward(x, context: .inference).pullback(dy).input
    #expect(dx == x.map { $0 > 0 ? 3 : 0 })
  }

  @Test func nestedModelsHaveNamesAndNumbersOfTheirOwn() throws {
    func model() throws -> Sequential {
      var model = Sequential {
        Sequential(name: "first") { Conv2D(3, kernel: 3, padding: 1) }
        Sequential(name: "second") { Conv2D(3, kernel: 3, padding: 1) }
      }
      try model.build(input: [3, 4, 4], seed: 1)
      return model
    }
    let built = try model()
    #expect(
      built.parameters.map(\.name) == [
        "first.conv1.weight", "first.conv1.bias", "second.conv1.weight", "second.conv1.bias",
      ])
    #expect(built.parameters[0].value != built.parameters[2].value)
    #expect(try built.parameters == model().parameters)
    #expect(built["second.conv1"]?.parameters[0].value == built.parameters[2].value)
    #expect(built["second.conv2"] == nil)
  }

  @Test func trainingKeepsRunningStatistics() throws {
    let data = try Datasets.shapes(count: 48, seed: 1)
    var model = Sequential {
      Conv2D(4, kernel: 3, stride: 2, bias: false, name: "conv1")
      BatchNorm(name: "bn1")
      ReLU()
      Residual(name: "block") {
        Conv2D(4, kernel: 3, padding: 1); BatchNorm(name: "bn"); Dropout(0.1)
      }
      GlobalAveragePool2D()
      Dense(4, name: "fc")
    }
    try model.build(input: data.imageShape, seed: 1)
    #expect(
      model.buffers.map(\.name) == [
        "bn1.running_mean", "bn1.running_var", "block.bn.running_mean", "block.bn.running_var",
      ])
    let before = model.buffers
    let first = try model.fit(data, epochs: 3, batchSize: 16, optimizer: .sgd(0.1), seed: 1)
    #expect(zip(before, model.buffers).allSatisfy { $0 != $1 })
    #expect(first.epochs[2].loss < first.epochs[0].loss)
    var copy = model
    copy.buffers = before
    #expect(try copy.predict(data[0]) != model.predict(data[0]))
    let state = model
    _ = try model.predict(data.images)
    #expect(state.buffers == model.buffers, "inference changes nothing")
  }
}

/// A sum of branches, as an author would write it: its members, and how they are wired.
private struct Sum: LayerGroup {
  var name = ""
  let kind = "sum"
  var members: [any Layer]
  var wiring: Wiring { .branches(members.count, joint: .sum) }
  mutating func nameMembers() throws(ShapeError) {
    for index in members.indices where members[index].name.isEmpty { members[index].name = "branch\(index)" }
  }
}

/// Two layers, the second of which gets the first one's output, and both of whose outputs are given on.
private struct Dense2: LayerGroup {
  var name = ""
  let kind = "dense2"
  var members: [any Layer]
  var wiring: Wiring {
    Wiring(sources: [.input, .member(0)], outputs: [.input, .member(0), .member(1)], joint: .concatenation)
  }
}

@Suite struct LayerGroupTests {
  private func conv(_ channels: Int, _ name: String = "") -> Conv2D {
    Conv2D(channels, kernel: 3, padding: .same, name: name)
  }

  @Test("Everything about a group follows from its wiring")
  func ownGroup() throws {
    var model = Sequential {
      Sum(members: [conv(2), conv(2)]); ReLU()
    }
    let plan = try model.plan(input: [1, 8, 8])
    #expect(plan.rows.map(\.name) == ["sum1", "sum1.branch0", "sum1.branch1", "relu1"])
    #expect(plan.rows.map { "\($0.receptiveField)" } == ["3×3", "3×3", "3×3", "3×3"])
    #expect(plan.output == [2, 8, 8] && plan.parameterCount == 40 && plan.multiplyAdds == 2 * 2 * 9 * 64)
    let graph = try model.graph(input: [1, 8, 8])
    #expect(graph.nodes.map(\.name) == ["x", "sum1.branch0", "sum1.branch1", "sum1", "relu1"])
    try model.build(input: [1, 8, 8], seed: 3)
    #expect(try gradientCheck(model, input: [2, 1, 8, 8], seed: 1).passed)
  }

  @Test("The receptive field does not depend on what a layer is called", arguments: ["second", "downsample"])
  func fieldByName(name: String) throws {
    let model = Sequential {
      Sequential(name: "block") {
        conv(1, "first"); conv(1, name)
      }
    }
    let rows = try model.plan(input: [1, 16, 16]).rows
    #expect(rows.map { "\($0.receptiveField)" } == ["5×5", "3×3", "5×5"])
  }

  @Test("Outputs of several members are joined, and their gradients come back to each")
  func severalOutputs() throws {
    var group = Dense2(members: [conv(2), conv(3)])
    try group.build(input: [1, 5, 5], seed: 1)
    #expect(try group.outputShape(for: [1, 5, 5]) == [6, 5, 5])
    #expect(try group.memberInputs(for: [1, 5, 5]) == [[1, 5, 5], [2, 5, 5]])
    let x = Tensor.randomNormal([2, 1, 5, 5], name: "x", seed: 1)
    let pass = group.forward(x, context: .training(seed: 1, step: 0))
    let (first, second) = (group.members[0].forward(x, context: .inference), group.members[1])
    let last = second.forward(first.output, context: .inference)
    let dy = Tensor.randomNormal(pass.output.shape, name: "dy", seed: 1)
    func part(_ n: Int, _ range: Range<Int>) -> Tensor { dy.slice(n).slices(range) }
    let toLast = last.pullback(Tensor(stacking: [part(0, 3..<6), part(1, 3..<6)]))
    let toFirst = first.pullback(toLast.input + Tensor(stacking: [part(0, 1..<3), part(1, 1..<3)]))
    let got = pass.pullback(dy)
    #expect(got.input == toFirst.input + Tensor(stacking: [part(0, 0..<1), part(1, 0..<1)]))
    #expect(got.parameters == toFirst.parameters + toLast.parameters)
  }

  @Test("Branches that cannot be added are named with their shapes")
  func misfits() {
    let error = #expect(throws: ShapeError.self) {
      try Sequential { Sum(members: [conv(2), conv(3)]) }.plan(input: [1, 4, 4])
    }
    #expect(
      error?.description.hasPrefix(
        "layer \"sum1\": its branches give [2, 4, 4] and [3, 4, 4], and only equal shapes can be added.")
        == true)
  }
}
