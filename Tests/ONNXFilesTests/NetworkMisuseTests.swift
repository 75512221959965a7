import CNN
import ONNXFiles
import Testing

/// Files with networks that cannot be converted say why, and none ends the process.
@Suite struct NetworkMisuseTests {
  private func model(
    _ nodes: [ONNXNode], weights: [ONNXTensor] = [],
    input: [ONNXValue.Dimension] = [.named("n"), .size(2), .size(4), .size(4)],
    opset: Int = 21
  ) -> ONNXModel {
    var model = ONNXModel()
    model.irVersion = 10
    model.operatorSets = [ONNXOperatorSet(version: opset)]
    model.graph.nodes = nodes
    model.graph.initializers = weights
    model.graph.inputs = [ONNXValue("x", .float32, input)]
    model.graph.outputs = [ONNXValue("y", .float32, [])]
    return model
  }

  private func node(
    _ operation: String, _ inputs: [String], _ output: String, _ attributes: [ONNXAttribute] = []
  ) -> ONNXNode {
    ONNXNode(operation, inputs: inputs, outputs: [output], name: "the \(operation)", attributes: attributes)
  }

  private func message(_ model: ONNXModel) -> String {
    let error = #expect(throws: ONNXConversionError.self) { try model.network() }
    return error?.description ?? ""
  }

  @Test("everything that has no equal is told at once")
  func all() {
    let kernel = ONNXTensor("w", .ones([3, 2, 1, 1]))
    let text = message(
      model(
        [
          node("Conv", ["x", "w"], "a", [ONNXAttribute("activation", .text([]))]),
          node("LSTM", ["a"], "b"), node("Relu", ["b"], "c"), node("LSTM", ["c"], "d"),
          node("MaxPool", ["d"], "e", [ONNXAttribute("strides", .integers([2, 2]))]),
          ONNXNode("Attention", inputs: ["e"], outputs: ["f"], name: "attention"),
          node("Pad", ["f"], "g", [ONNXAttribute("mode", .text(Array("odd".utf8)))]),
          node("Add", ["g", "x"], "y"),
        ], weights: [kernel]))
    #expect(
      text == """
        the network cannot be converted.
        - Conv "the Conv": its attribute "activation" has no equal.
        - LSTM "the LSTM", "the LSTM": the operator is not supported.
        - MaxPool "the MaxPool": its attribute "kernel_shape" is [], expected 1 to 3 sizes.
        - Attention "attention": the operator is not supported.
        - Pad "the Pad": its attribute "mode" is "odd".
        """)
  }

  @Test func graphs() {
    let relu = node("Relu", ["x"], "y")
    var two = model([relu])
    two.graph.inputs.append(ONNXValue("z", .float32, [.size(1)]))
    #expect(message(two).hasSuffix("- it takes 2 values, \"x\", \"z\"; a model takes one."))
    two = model([relu])
    two.graph.inputs = []
    #expect(message(two).contains("- it takes 0 values; a model takes one."))
    two = model([relu])
    two.graph.outputs.append(ONNXValue("x", .float32, []))
    #expect(message(two).hasSuffix("- it gives 2 values, \"y\", \"x\"; a model gives one."))
    two.graph.outputs = []
    #expect(message(two).hasSuffix("- it gives 0 values, ; a model gives one."))
    two = model([node("Relu", ["x"], "z")])
    #expect(message(two).hasSuffix("- no node gives its output \"y\"."))
    two = model([], weights: [ONNXTensor("y", [1])])
    #expect(message(two).hasSuffix("- its output \"y\" is a constant."))
    two = model([relu])
    two.graph.inputs = [ONNXValue("x", .int64, [.any, .size(3)])]
    #expect(message(two).hasSuffix("- its input \"x\" is no tensor of floating-point numbers."))
    #expect(
      message(model([relu], opset: 6)).contains(
        "it has version 6 of the operators, versions 7 to 26 are read"))
    #expect(message(model([relu], opset: 99)).contains("it has version 99 of the operators"))
    two = model([relu])
    two.graph.inputs = [ONNXValue("x", .float32, [.any, .size(1 << 62), .size(4)])]
    #expect(message(two).hasSuffix("- its input cannot have the shape [4611686018427387904, 4]."))
  }

  @Test func cycles() {
    let text = message(
      model([node("Add", ["x", "b"], "a"), node("Relu", ["a"], "b"), node("Relu", ["b"], "y")]))
    #expect(text.hasSuffix("- Add \"the Add\": it takes \"b\", which no node before it gives."))
  }

  @Test func weights() {
    func conv(_ weights: ONNXTensor...) -> String {
      message(model([node("Conv", ["x", "w", "b"], "y")], weights: weights))
    }
    #expect(conv().hasSuffix("- Conv \"the Conv\": it takes \"w\", which no node before it gives."))
    #expect(
      conv(ONNXTensor("w", .ones([3, 2, 1, 1])), ONNXTensor("b", [1, 2])).hasSuffix(
        "its input \"b\" has shape [2], expected [3]."))
    #expect(
      conv(ONNXTensor("w", .ones([3, 5, 1, 1])), ONNXTensor("b", [1, 2, 3])).contains("5"))
    #expect(conv(ONNXTensor("w", [1]), ONNXTensor("b", [1])).hasSuffix("its weights have shape [1]."))
    #expect(
      message(model([node("Gemm", ["x", "w"], "y")], weights: [ONNXTensor("w", .ones([2, 3]))])).contains(
        "[2, 4, 4]"))
    #expect(
      message(model([node("Mul", ["x", "x"], "y")])).hasSuffix(
        "it takes 2 values that are computed, layers take one."))
    #expect(
      message(model([node("Mul", ["x", "w"], "y")], weights: [ONNXTensor("w", .ones([4, 4]))])).contains(
        "its constant has shape [4, 4], which is not one number for each of the 2 channels"))
    #expect(
      message(model([node("Add", ["x", "x"], "y")])).hasSuffix("- it joins a value with itself."))
  }

  @Test("blocks that are not nested in each other are told")
  func blocks() {
    let nodes = [
      node("Tanh", ["x"], "a"), node("Sigmoid", ["x"], "b"), node("Add", ["a", "b"], "c"),
      node("Relu", ["a"], "d"),
      node("Add", ["c", "d"], "y"),
    ]
    #expect(message(model(nodes)).contains("a value is used inside and outside of a block"))
  }

  @Test(
    "numbers of any size in attributes and shapes end no process",
    arguments: [
      -1, 0, 1 << 20, 1 << 31, 1 << 40, 1 << 62, Int.max, Int.min,
    ])
  func sizes(number: Int) {
    let kernel = ONNXTensor("w", .ones([2, 2, 1, 1]))
    func attempt(_ nodes: ONNXNode..., weights: [ONNXTensor] = []) {
      _ = try? model(nodes, weights: weights + [kernel]).network()
    }
    for name in ["strides", "dilations", "kernel_shape", "pads", "output_padding", "output_shape"] {
      for operation in ["Conv", "MaxPool", "AveragePool", "ConvTranspose"] {
        let values = Array(repeating: number, count: name == "pads" ? 4 : 2)
        let window = ONNXAttribute("kernel_shape", .integers([1, 1]))
        attempt(
          node(
            operation, operation.hasPrefix("Conv") ? ["x", "w"] : ["x"], "y",
            [window, ONNXAttribute(name, .integers(values))]))
        attempt(
          node(
            operation, operation.hasPrefix("Conv") ? ["x", "w"] : ["x"], "y",
            [ONNXAttribute(name, .integers(values))]))
      }
    }
    for (operation, name) in [
      ("Conv", "group"), ("ConvTranspose", "group"), ("SpaceToDepth", "blocksize"),
      ("DepthToSpace", "blocksize"),
      ("LRN", "size"), ("Flatten", "axis"), ("Softmax", "axis"), ("LpPool", "p"), ("Concat", "axis"),
    ] {
      attempt(
        node(
          operation, operation.hasPrefix("Conv") ? ["x", "w"] : ["x"], "y",
          [ONNXAttribute(name, .integer(number))]))
    }
    for (operation, name) in [("LayerNormalization", "axis"), ("GroupNormalization", "num_groups")] {
      attempt(
        node(operation, ["x", "v", "v"], "y", [ONNXAttribute(name, .integer(number))]),
        weights: [ONNXTensor("v", [1, 2])])
    }
    let shapes = [[number], [0, number], [-1, number], [number, number], [0, 2, number, 4]]
    for shape in shapes {
      let tensor = ONNXTensor("s", integers: shape, dimensions: [shape.count])
      for operation in ["Reshape", "Unsqueeze", "Squeeze", "Pad", "ReduceMean", "Upsample"] {
        attempt(node(operation, ["x", "s"], "y"), weights: [tensor])
      }
      attempt(node("Resize", ["x", "", "", "s"], "y"), weights: [tensor])
      attempt(node("ConstantOfShape", ["s"], "w2"), node("Conv", ["x", "w2"], "y"), weights: [tensor])
      attempt(
        node("Shape", ["x"], "a"), node("Gather", ["a", "s"], "b"), node("Reshape", ["x", "b"], "y"),
        weights: [tensor])
      attempt(
        node("Shape", ["x"], "a"), node("Slice", ["a", "s", "s"], "b"), node("Reshape", ["x", "b"], "y"),
        weights: [tensor])
      attempt(node("Mul", ["s", "s"], "a"), node("Reshape", ["x", "a"], "y"), weights: [tensor])
      attempt(node("Reshape", ["w", "s"], "a"), node("Conv", ["x", "a"], "y"), weights: [tensor])
    }
    for shape in [[0, number, 2, 4, 4], [0, 2, number, 4, 4]] {
      attempt(
        node("Reshape", ["x", "s"], "a"),
        node("Transpose", ["a"], "b", [ONNXAttribute("perm", .integers([0, 2, 1, 3, 4]))]),
        node("Reshape", ["b", "t"], "y"),
        weights: [
          ONNXTensor("s", integers: shape, dimensions: [5]),
          ONNXTensor("t", integers: [0, 2, 4, 4], dimensions: [4]),
        ])
    }
    _ = try? model([node("Relu", ["x"], "y")], input: [.any, .size(number), .size(3)]).network()
    _ = try? model([node("Relu", ["x"], "y")], input: [.size(number), .size(3)]).network()
  }

  @Test(
    "a file with a byte changed is read, or refused with a reason",
    arguments: ["net_residual", "net_shuffle", "view", "constants"])
  func changedBytes(name: String) throws {
    let sound = try NetworkCases.tensor("\(name).model").scalars.map { UInt8($0) }
    for index in stride(from: 0, to: sound.count, by: max(1, sound.count / 200)) {
      for value: UInt8 in [0, 1, 0x0a, 0x7f, 0xff, sound[index] ^ 0x10] {
        var changed = sound
        changed[index] = value
        guard let model = try? ONNXModel(changed, path: "x") else { continue }
        do { _ = try model.network() } catch { #expect(!error.problems.isEmpty) }
      }
    }
    for count in stride(from: 0, to: sound.count, by: max(1, sound.count / 50)) {
      guard let model = try? ONNXModel(Array(sound.prefix(count)), path: "x") else { continue }
      do { _ = try model.network() } catch { #expect(!error.problems.isEmpty) }
    }
  }
}
