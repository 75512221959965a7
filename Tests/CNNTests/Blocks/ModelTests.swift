import CNN
import Testing

/// The counts of well-known networks, as their papers and libraries have them.
@Suite struct ModelTests {
  @Test("deck rows 000-01 to 000-03: parameters for 1000 classes")
  func parameterCounts() throws {
    let input: Shape = [3, 224, 224]
    #expect(try Models.alexNet().plan(input: input).parameterCount == 61_100_840)
    #expect(try Models.alexNetOriginal().plan(input: input).parameterCount == 60_965_224)
    #expect(
      try Models.alexNetOriginal(isGrouped: false).plan(input: input).parameterCount == 62_378_344)
    #expect(try Models.vgg16().plan(input: input).parameterCount == 138_357_544)
    #expect(try Models.vgg19().plan(input: input).parameterCount == 143_667_240)
    #expect(try Models.resNet18().plan(input: input).parameterCount == 11_689_512)
    #expect(try Models.resNet50().plan(input: input).parameterCount == 25_557_032)
    #expect(try Models.resNet152().plan(input: input).parameterCount == 60_192_808)
    #expect(try Models.leNet5().plan(input: [1, 28, 28]).parameterCount == 61_706)
    #expect(try Models.leNet5().plan(input: [1, 28, 28]).output == [10])
    #expect(try Models.resNet50().plan(input: input).output == [1000])
  }

  @Test func planAndBuiltModelAgree() throws {
    for model in [Models.leNet5(), Models.vgg([1, 1], channels: [4, 8], units: 16, classes: 3)] {
      var built = model
      try built.build(input: [1, 28, 28], seed: 1)
      let plan = try model.plan(input: [1, 28, 28])
      #expect(plan.parameterCount == built.parameterCount)
      #expect(try built.plan(input: [1, 28, 28]) == plan)
      #expect(plan.output == built.outputShape)
      #expect(try model.parameterShapes(for: [1, 28, 28]).map(\.name) == built.parameters.map(\.name))
    }
    var mini = Models.miniResNet(classes: 4, width: 4)
    try mini.build(input: [1, 16, 16], seed: 1)
    #expect(try mini.plan(input: [1, 16, 16]).parameterCount == mini.parameterCount)
  }

  @Test func namesAreThoseOfSavedModels() throws {
    let names = try Models.resNet50().parameterShapes(for: [3, 224, 224]).map(\.name)
    #expect(names.count == 161)
    #expect(names[0] == "conv1.weight" && names.last == "fc.bias")
    for name in ["layer1.0.downsample.0.weight", "layer1.0.downsample.1.bias", "layer4.2.bn3.weight"] {
      #expect(names.contains(name))
    }
  }

  @Test("deck row 003-04: receptive fields, and costs")
  func planTellsFieldsAndCosts() throws {
    let vgg = try Models.vgg16().plan(input: [3, 224, 224])
    func row(_ name: String) throws -> ModelPlan.Row { try #require(vgg.rows.first { $0.name == name }) }
    #expect(try row("conv1_2").receptiveField.size == [5, 5], "two 3×3 see as much as one 5×5")
    #expect(try row("pool5").receptiveField.size == [212, 212])
    #expect(try row("conv1_1").multiplyAdds == 86_704_128)
    #expect(vgg.multiplyAdds == 15_470_264_320)
    let resNet = try Models.resNet18().plan(input: [3, 224, 224])
    #expect(resNet.multiplyAdds == 1_814_073_344)
    #expect(resNet.layers.last?.receptiveField.size == nil)
    #expect(resNet.rows.first { $0.name == "layer4.1.conv2" }?.receptiveField.size == [435, 435])
    #expect(resNet.table().rows.count == 12 && resNet.table(depth: 9).rows.count > 60)
  }

  @Test func whatGoesAroundABlockSeesWhatTheBlockIsGiven() throws {
    let model = Sequential {
      Conv2D(4, kernel: 3, name: "a")
      Residual(projection: 8, stride: 2, name: "r") {
        Conv2D(8, kernel: 3, stride: 2, padding: 1, name: "b"); Conv2D(8, kernel: 5, padding: 2, name: "c")
      }
      Parallel(name: "p") {
        Conv2D(1, kernel: 7, padding: 3, name: "d"); Conv2D(1, kernel: 1, name: "e")
      }
    }
    let fields = try model.plan(input: [1, 20, 20]).rows.map {
      "\($0.name) \($0.receptiveField), \($0.receptiveField.jump)"
    }
    #expect(
      fields == [
        "a 3×3, [1, 1]", "r 13×13, [2, 2]", "r.b 5×5, [2, 2]", "r.c 13×13, [2, 2]",
        "r.downsample 3×3, [2, 2]", "r.downsample.0 3×3, [2, 2]", "p 25×25, [2, 2]", "p.d 25×25, [2, 2]",
        "p.e 13×13, [2, 2]",
      ])
  }

  @Test("deck row 001-06: 304 and 31 370 parameters, without building")
  func dimensions() throws {
    let model = Sequential {
      Conv2D(4, kernel: 5); ReLU(); Flatten(); Dense(10)
    }
    let plan = try model.plan(input: [3, 32, 32])
    #expect(plan.layers.map(\.parameterCount) == [304, 0, 0, 31_370])
    #expect(plan.layers.map(\.output) == [[4, 28, 28], [4, 28, 28], [3136], [10]])
    #expect(plan.layers.map(\.activationCount) == [3136, 3136, 3136, 10])
    #expect(model.inputShape == nil && model.parameters.isEmpty)
  }

  @Test("deck row 001-08: the graph from the image to the loss")
  func graph() throws {
    let model = Sequential {
      Conv2D(3, kernel: 3, name: "S"); ReLU(name: "H"); Flatten(name: "vec"); Dense(2, name: "s")
    }
    let graph = try model.graph(input: [1, 5, 5], parameters: true, loss: true)
    #expect(
      graph.nodes.map(\.name) == [
        "x", "S.weight", "S.bias", "S", "H", "vec", "s.weight", "s.bias", "s", "p", "y", "l",
      ])
    #expect(graph.sources(of: "S") == ["x", "S.weight", "S.bias"])
    #expect(graph.sources(of: "l") == ["p", "y"] && graph.users(of: "s") == ["p"])
    #expect(graph.dot.hasPrefix("digraph model {\n  \"x\" [shape=ellipse, label=\"x  [1, 5, 5]\"];\n"))
    #expect(graph.dot.contains("\n  \"x\" -> \"S\";\n") && graph.dot.hasSuffix("\n}"))
  }

  @Test("deck row 001-18: a value with several uses")
  func branchingGraph() throws {
    let model = Sequential {
      ReLU(name: "a")
      Residual(name: "r") { ReLU(name: "b") }
      Parallel(name: "m") {
        ReLU(name: "c"); ReLU(name: "d")
      }
    }
    let graph = try model.graph(input: [1, 2, 2])
    #expect(graph.users(of: "a") == ["r.b", "r"])
    #expect(graph.users(of: "r") == ["m.c", "m.d"])
    #expect(graph.sources(of: "m") == ["m.c", "m.d"])
    #expect(graph.nodes.last?.shape == [2, 2, 2])
  }

  @Test func parameterTable() throws {
    var model = Sequential {
      Conv2D(2, kernel: 3, bias: false); BatchNorm(); LearnablePool2D(.scaled)
    }
    try model.build(input: [1, 6, 6], seed: 1)
    #expect(
      model.parameterTable.rows.map { [$0[0], $0[2]] } == [
        ["conv1.weight", "learned"], ["bn1.weight", "learned"], ["bn1.bias", "learned"],
        ["bn1.running_mean", "kept"], ["bn1.running_var", "kept"], ["pool1.weight", "learned"],
        ["pool1.bias", "learned"],
      ])
  }
}
