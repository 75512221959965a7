import CNN
import Foundation
import ONNXFiles
import Testing

@Suite struct ONNXFileTests {
  /// Returns the bytes of a file that `References/make.py` has made with Python's onnx.
  private func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: folder.appendingPathComponent("References/\(name).onnx")))
  }

  private func model(_ name: String) throws -> ONNXModel { try ONNXModel(bytes(name), path: "\(name).onnx") }

  @Test func aNetworkIsRead() throws {
    let model = try model("network")
    #expect(model.irVersion == 10 && model.producerName == "make.py")
    #expect(model.operatorSets.map(\.version) == [21])
    let graph = model.graph
    #expect(
      graph.name == "network" && graph.nodes.map(\.operation) == ["Conv", "LeakyRelu", "Reshape", "Gemm"])
    let convolution = graph.nodes[0]
    #expect(
      convolution.name == "conv1" && convolution.inputs == ["x", "conv1.weight", "conv1.bias"]
        && convolution.outputs == ["c"])
    #expect(convolution["pads"] == .integers([0, 0, 0, 0]) && convolution["group"] == nil)
    #expect(graph.nodes[1]["alpha"] == .float(0.25) && graph.nodes[3]["transB"] == .integer(1))
    #expect(graph.inputs.map(\.name) == ["x"] && graph.inputs[0].elementType == .float32)
    #expect(graph.inputs[0].dimensions == [.named("batch"), .size(1), .size(4), .size(4)])
    #expect(graph.outputs[0].dimensions == [.named("batch"), .size(3)])
    let tensors = Dictionary(uniqueKeysWithValues: graph.initializers.map { ($0.name, $0) })
    let weight = Tensor((0..<18).map { Float($0) / 16 }).reshaped(2, 1, 3, 3)
    #expect(try tensors["conv1.weight"]?.tensor() == weight)
    #expect(try tensors["conv1.bias"]?.tensor() == [0.5, -0.5])
    #expect(try tensors["shape"]?.integers() == [-1, 8] && tensors["shape"]?.tensor() == [-1, 8])
  }

  @Test func numbersOfEveryTypeAreRead() throws {
    let tensors = try model("types").graph.initializers
    let numbers = tensors.prefix(24)
    #expect(numbers.count == 24 && Set(numbers.map(\.elementType)).count == 12)
    for tensor in numbers { #expect(try tensor.tensor() == [[0, 1], [2, 3]], "\(tensor.name)") }
    for tensor in tensors[24..<26] { #expect(try tensor.tensor() == [0, 1], "\(tensor.name)") }
    for tensor in tensors[26..<28] {
      #expect(try tensor.tensor() == [-5, 7] && tensor.integers() == [-5, 7], "\(tensor.name)")
    }
    let reasons = tensors[28...].map { tensor in
      let error = #expect(throws: ONNXError.self) { try tensor.tensor() }
      return error?.description ?? ""
    }
    #expect(
      reasons == [
        "tensor \"text\": its elements are of type number 8, which are not read as numbers.",
        "tensor \"complex\": its elements are of type number 14, which are not read as numbers.",
        "tensor \"outside\": its numbers are in \"weights.bin\". "
          + "Save the model in one file, with save_as_external_data=False.",
        "tensor \"short\": its shape [4] takes 4 elements, it has 3.",
      ])
    let error = #expect(throws: ONNXError.self) { try tensors[0].integers() }
    #expect(error?.reason == "its type is number 1, expected integers, number 6 or 7")
  }

  @Test func graphsInGraphsAndAttributesOfEveryKindAreRead() throws {
    let model = try model("nested")
    #expect(model.metadata == [ONNXEntry(key: "author", value: "tests")])
    let nodes = model.graph.nodes
    guard case .graph(let branch) = nodes[0]["then_branch"],
      case .tensor(let value) = branch.nodes[0]["value"]
    else {
      Issue.record("no graph in the attribute")
      return
    }
    #expect(try branch.outputs[0].name == "a" && value.tensor() == [1])
    #expect(nodes[1]["value_floats"] == .floats([0.5, 1.5]))
    #expect(nodes[2]["value_strings"] == .texts(["one", "zwei", ""].map { Array($0.utf8) }))
    #expect(nodes[3]["value_string"] == .text(Array("größe".utf8)))
    #expect(nodes[4].domain == "local" && nodes[4]["factor"] == .integer(0))
    #expect(model.graph.inputs[0].dimensions == [] && model.graph.inputs[0].elementType == .bool)
  }

  @Test(arguments: ["network", "types", "nested"])
  func whatIsWrittenIsWhatWasRead(name: String) throws {
    let model = try model(name)
    #expect(try model.bytes == bytes(name))
    #expect(try ONNXModel(model.bytes, path: "again") == model)
  }

  @Test func aModelIsWritten() throws {
    var model = ONNXModel()
    model.irVersion = 10
    model.operatorSets = [ONNXOperatorSet(version: 21)]
    model.graph.name = "g"
    model.graph.nodes = [ONNXNode("Add", inputs: ["x", "b"], outputs: ["y"])]
    model.graph.inputs = [ONNXValue("x", .float32, [.size(2)])]
    model.graph.initializers = [ONNXTensor("b", [1, -2])]
    // What Python's onnx writes for the same model.
    let expected: [UInt8] = [
      0x08, 0x0a, 0x3a, 0x37, 0x0a, 0x0e, 0x0a, 0x01, 0x78, 0x0a, 0x01, 0x62, 0x12, 0x01, 0x79, 0x22,
      0x03, 0x41, 0x64, 0x64, 0x12, 0x01, 0x67, 0x2a, 0x11, 0x08, 0x02, 0x10, 0x01, 0x42, 0x01, 0x62,
      0x4a, 0x08, 0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xc0, 0x5a, 0x0f, 0x0a, 0x01, 0x78, 0x12,
      0x0a, 0x0a, 0x08, 0x08, 0x01, 0x12, 0x04, 0x0a, 0x02, 0x08, 0x02, 0x42, 0x02, 0x10, 0x15,
    ]
    #expect(model.bytes == expected)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a.onnx").path
    try model.write(to: path)
    #expect(try ONNXModel(reading: path) == model)
    #expect(try ONNXTensor("s", integers: [-1, 8], dimensions: [2]).integers() == [-1, 8])
    #expect(throws: FileError.self) { try ONNXModel(reading: folder.path) }
  }

  @Test func everyKindOfValueComesBack() {
    let values: [ONNXAttribute.Value] = [
      .float(-0.5), .integer(-3), .text([0xff]), .tensor(ONNXTensor("t", [1])), .graph(ONNXGraph()),
      .floats([]),
      .floats([1, 2]), .integers([-1, 1 << 40]), .texts([[], [1]]), .tensors([ONNXTensor("t", [1])]),
      .graphs([ONNXGraph(), ONNXGraph()]),
    ]
    for value in values {
      var attribute = ONNXAttribute("a", .integer(7))
      attribute.value = value
      #expect(attribute.value == value)
      var model = ONNXModel()
      model.graph.nodes = [ONNXNode("N", inputs: [], outputs: ["", "x"], attributes: [attribute])]
      #expect(throws: Never.self) { try #expect(ONNXModel(model.bytes, path: "x") == model) }
    }
  }

  @Test func fieldsThatAreNotKnownAreKept() throws {
    // Field 99 as a varint, 4 and 8 bytes, and a text.
    let unknown: [UInt8] =
      [0x98, 6, 5] + [0x9d, 6, 1, 2, 3, 4] + [0x99, 6, 1, 2, 3, 4, 5, 6, 7, 8] + [0x9a, 6, 1, 0x61]
    let model = try ONNXModel([8, 10] + unknown, path: "x")
    #expect(model.irVersion == 10 && model.bytes == [8, 10, 0x3a, 0] + unknown)
  }

  @Test func malformedFilesAreRefusedWithAReason() {
    var deep: [UInt8] = []
    for _ in 0..<60 {
      // A graph (6) in an attribute (5) in a node (1).
      for field: UInt8 in [0x32, 0x2a, 0x0a] { deep = [field] + varint(deep.count) + deep }
    }
    let cases: [(bytes: [UInt8], reason: String)] = [
      ([], "the file ends early: the model needs 1 bytes, there are 0"),
      ([8], "a field at byte 1 needs 1 bytes, there are 0"),
      ([0x12, 5, 0x61], "a field at byte 2 needs 5 bytes, there are 1"),
      ([0x3a, 2, 0x12, 9], "a field at byte 4 needs 9 bytes, there are 0"),
      ([0x12] + [UInt8](repeating: 0xff, count: 9) + [1], "there are 0"),
      ([8] + [UInt8](repeating: 0xff, count: 10), "a number has more than 64 bits, at byte"),
      ([0, 1], "a field has the number 0, at byte 1"),
      ([0x0b], "a field has the unknown wire type 3"),
      ([0x0f], "a field has the unknown wire type 7"),
      ([0x0a, 0], "field 1 is not an integer"),
      ([0x10, 1], "field 2 is not bytes"),
      ([0x12, 1, 0xff], "field 2 is not text in UTF-8"),
      ([0x3a, 3, 0x2a, 1, 0x22], "needs 1 bytes, there are 0"),
      ([0x3a, 5, 0x2a, 3, 0x22, 1, 0], "field 4 is not numbers of 4 bytes"),
      ([0x3a] + varint(deep.count) + deep, "messages are nested more than 100 deep"),
      (Array("PK\u{3}\u{4}".utf8), "at byte"),
    ]
    for (bytes, reason) in cases {
      let error = #expect(throws: FileError.self, "\(reason)") { try ONNXModel(bytes, path: "x") }
      #expect("\(error as Any)".contains(reason), "\(error as Any)")
    }
  }

  private func varint(_ value: Int) -> [UInt8] {
    value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7)
  }

  @Test(arguments: ["network", "types", "nested"])
  func noChangedByteEndsTheProcess(name: String) throws {
    let sound = try bytes(name)
    for index in sound.indices {
      for value: UInt8 in [0, 1, 0x0a, 0x7f, 0x80, 0xff, sound[index] ^ 0x10] {
        var changed = sound
        changed[index] = value
        guard let model = try? ONNXModel(changed, path: "x") else { continue }
        for tensor in model.graph.initializers { _ = try? tensor.tensor() }
        for tensor in model.graph.initializers { _ = try? tensor.integers() }
        #expect(try ONNXModel(model.bytes, path: "again").bytes == model.bytes)
      }
    }
  }
}
