import CNN
import Foundation
import ONNXFiles
import Testing

/// Small models, which `References/make_networks.py` has made with Python's onnx, and what onnxruntime makes of inputs.
enum NetworkCases {
  static let file: SafetensorsFile? = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    // A file that cannot be read leaves no case, which a test notices.
    return try? SafetensorsFile(
      reading: folder.appendingPathComponent("References/networks.safetensors").path)
  }()

  static let names = (file?.tensors ?? []).map(\.name).filter { $0.hasSuffix(".model") }.map {
    String($0.dropLast(".model".count))
  }

  static func tensor(_ name: String) throws -> Tensor {
    try #require(file?.tensors.first { $0.name == name }?.value)
  }

  static func model(_ name: String) throws -> ONNXModel {
    try ONNXModel(tensor("\(name).model").scalars.map { UInt8($0) }, path: "\(name).onnx")
  }
}

@Suite struct NetworkReadingTests {
  @Test func allCasesAreThere() { #expect(NetworkCases.names.count == 126) }

  /// The tolerance is 64 units in the last place of the largest output: sums of at most 128 products, in another order.
  @Test(arguments: NetworkCases.names)
  func outputsAreThoseOfOnnxruntime(name: String) throws {
    let model = try NetworkCases.model(name).network()
    let (x, y) = (try NetworkCases.tensor("\(name).x"), try NetworkCases.tensor("\(name).y"))
    let output = try model.predict(x)
    try #require(output.shape == y.shape)
    let tolerance = 64 * Float.ulpOfOne * max(1, abs(y).max)
    #expect(abs(output - y).max <= tolerance, "\(model)")
  }

  @Test(arguments: NetworkCases.names)
  func whatIsWrittenAndReadAgainHasTheSameBits(name: String) throws {
    let model = try NetworkCases.model(name).network()
    let written = try ONNXModel(model)
    #expect(try ONNXModel(model).bytes == written.bytes)
    let again = try ONNXModel(written.bytes, path: "again").network()
    let x = try NetworkCases.tensor("\(name).x")
    #expect(try again.predict(x) == model.predict(x))
  }

  /// What a newcomer sees in the summary of a network.
  @Test(arguments: [
    ("net_residual", "Residual ReLU Residual ReLU GlobalAveragePool2D Dense"),
    ("net_inception", "Conv2D ReLU Parallel ReLU"),
    ("net_fire", "Conv2D ReLU Parallel Conv2D ReLU Parallel"),
    ("net_dense", "Wired Wired Wired"), ("net_dense_pytorch", "Wired Wired Wired"),
    ("net_shuffle", "Residual ReLU"),
    ("net_unet", "Conv2D ReLU Wired Conv2D"), ("net_tree", "Wired"), ("net_sum", "Wired"),
    ("net_nested", "Parallel"),
    ("conv2d_depthwise", "DepthwiseConv2D"), ("matmul_add", "Dense"), ("view", "Flatten"),
    ("global_average_squeeze", "GlobalAveragePool2D"), ("global_average", "AveragePool2D"),
    ("reduce_mean_18", "GlobalAveragePool2D"), ("scale", "Scale"), ("silu", "SiLU"),
    ("mish_parts", "Mish"), ("hardswish_parts", "HardSwish"), ("clip_below", "ReLU"), ("clip_6", "Clip"),
    ("channel_shuffle_open", "ChannelShuffle"), ("pixel_shuffle", "DepthToSpace"),
    ("pixel_unshuffle", "SpaceToDepth"), ("flatten_vectors", "ReLU"), ("reshape_maps", "Reshape"),
    ("constants", "Conv2D Flatten Dense"),
  ])
  func layersAreThoseThatPeopleKnow(name: String, layers: String) throws {
    let model = try NetworkCases.model(name).network()
    #expect(model.layers.map { "\(type(of: $0))" }.joined(separator: " ") == layers)
  }

  @Test("parameters keep the names that they have in the file")
  func names() throws {
    let residual = try NetworkCases.model("net_residual").network()
    #expect(
      residual.parameters.map(\.name) == [
        "layer1.0.conv1.weight", "layer1.0.conv2.weight", "layer2.0.conv1.weight", "layer2.0.conv2.weight",
        "layer2.0.downsample.0.weight", "fc.weight", "fc.bias",
      ])
    #expect(residual["layer2.0"] is Residual)
    let unet = try NetworkCases.model("net_unet").network()
    #expect(unet.parameters.map(\.name).first == "down1.weight" && unet["head"] is Conv2D)
  }

  @Test("a network that was read is trained, drawn and explained like any other")
  func usable() throws {
    var model = try NetworkCases.model("net_residual").network()
    let x = try NetworkCases.tensor("net_residual.x")
    let before = model.parameters
    try model.fit(
      Dataset(images: x, labels: [0, 3], classes: ["a", "b", "c", "d", "e"]), epochs: 1, batchSize: 2,
      optimizer: SGD(0.1))
    #expect(model.parameters != before)
    let graph = try model.graph(input: [3, 6, 6])
    #expect(graph.nodes.count { $0.type == "+" } == 2)
    #expect(model.summary.rows.count == model.layers.count + 2)
  }

  @Test("the documentation has the operators and layers of the code")
  func documentation() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let page = try String(contentsOf: folder.appendingPathComponent("../../docs/onnx.md"), encoding: .utf8)
    func code(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
    let rows = ONNXModel.operatorTable.map { row in
      let single = row.operators.filter { $0.count == 1 }.flatMap(\.self)
      let sequences = row.operators.filter { !single.contains($0[0]) && $0.count > 1 }
      let operators = code(sequences.map { $0.joined(separator: " + ") } + single)
      return "| \(operators.isEmpty ? "several of these" : operators) | "
        + "\(row.layers.isEmpty ? "none: they change nothing" : code(row.layers)) |"
    }
    for row in rows { #expect(page.contains(row + "\n"), "\(row)") }
    #expect(
      page.split(separator: "\n").count { $0.hasPrefix("| `") || $0.hasPrefix("| several") } == rows.count + 1
    )
  }

  @Test("open sizes are given by the caller")
  func openSizes() throws {
    var file = try NetworkCases.model("net_inception")
    file.graph.inputs = [ONNXValue("x", .float32, [.named("batch"), .size(2), .named("rows"), .any])]
    #expect(try file.network(input: [2, 7, 5]).outputShape == [7, 7, 5])
    let error = #expect(throws: ONNXConversionError.self) { try file.network() }
    #expect(
      error?.description
        == "the network cannot be converted.\n- its input \"x\" is [batch, 2, rows, ?]; give the shape "
        + "of one input, as in input: [3, 224, 224].")
    #expect(throws: ONNXConversionError.self) { try file.network(input: [3, 7, 5]) }
    #expect(throws: ONNXConversionError.self) { try file.network(input: [2, 7]) }
    #expect(throws: ONNXConversionError.self) { try file.network(input: [2, 1 << 40, 1 << 40]) }
  }
}
