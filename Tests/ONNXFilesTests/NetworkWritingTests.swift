import CNN
import Foundation
import ONNXFiles
import Testing

@Suite struct NetworkWritingTests {
  /// One of each kind of layer that has an equal in ONNX, with the shape of one input.
  static let layers: [(any Layer, Shape)] = [
    (Conv1D(3, kernel: 3, padding: .explicit(before: [4], after: [0]), dilation: 2), [2, 9]),
    (Conv2D(4, kernel: [3, 2], stride: 2, padding: .same, groups: 2), [4, 7, 6]),
    (Conv2D(3, kernel: 3, padding: 1, paddingMode: .reflect, bias: false), [2, 5, 5]),
    (Conv3D(2, kernel: 2, padding: .full), [2, 3, 4, 3]),
    (DepthwiseConv2D(kernel: 3, multiplier: 2, padding: .sameLower), [3, 5, 6]),
    (TransposedConv1D(2, kernel: 3, stride: 2, padding: 1, outputPadding: 1), [3, 4]),
    (TransposedConv2D(4, kernel: 3, stride: 2, padding: .same, groups: 2), [2, 4, 5]),
    (TransposedConv2D(2, kernel: 3, stride: 3, outputSize: [10, 9]), [2, 3, 3]),
    (TransposedConv3D(2, kernel: 2, stride: [1, 2, 2]), [1, 2, 3, 2]),
    (Dense(3), [5]), (Dense(3, bias: false), [5]),
    (MaxPool1D(3, stride: 2, padding: 1), [3, 9]),
    (MaxPool2D(2, stride: 1, dilation: 2, ceilMode: true), [2, 6, 7]),
    (MaxPool3D(2, stride: 1), [2, 3, 4, 3]),
    (AveragePool1D(3, stride: 2, padding: 1, countsPadding: false), [2, 8]),
    (AveragePool2D([2, 3], stride: [1, 2], padding: 1, ceilMode: true), [2, 5, 6]),
    (AveragePool3D(2, padding: 1), [2, 3, 4, 4]),
    (LpPool1D(3, stride: 1, dilation: 2), [2, 8]), (LpPool2D(2, p: 3, stride: 1, padding: 1), [2, 4, 5]),
    (LpPool3D(2, p: 1), [2, 3, 4, 4]),
    (GlobalAveragePool1D(), [3, 4]), (GlobalAveragePool2D(), [3, 4, 5]),
    (GlobalAveragePool3D(), [2, 2, 3, 2]),
    (GlobalMaxPool1D(), [3, 6]), (GlobalMaxPool2D(), [3, 4, 5]), (GlobalMaxPool3D(), [2, 2, 3, 2]),
    (LearnablePool2D(.scaled), [3, 4, 6]), (LearnablePool2D(.weighted, window: 2, stride: 1), [2, 4, 4]),
    (Downsample([2, 3]), [2, 5, 7]), (ZeroUpsample([3, 2]), [2, 3, 2]),
    (ZeroUpsample(2, size: Size2D(rows: 6, columns: 9)), [2, 3, 4]),
    (BatchNorm(epsilon: 1e-3), [3, 2, 4]), (BatchNorm(affine: false), [5]), (Dropout(0.4), [10]),
    (LayerNorm(), [3, 6]), (LayerNorm(lastAxes: 2, affine: false), [3, 2, 4]), (GroupNorm(2), [4, 3, 2]),
    (GroupNorm(2, affine: false), [6]), (InstanceNorm(), [3, 7]), (InstanceNorm(affine: true), [2, 2, 3, 2]),
    (LocalResponseNorm(4, alpha: 2, bias: 0.5), [5, 2]), (Scale(), [3, 2, 4]), (Scale(shifts: false), [3]),
    (Scale(scales: false), [3, 4]),
    (ReLU(), [3, 4]), (LeakyReLU(0.2), [5]), (Sigmoid(), [5]), (Tanh(), [5]), (ELU(1.5), [5]), (SELU(), [5]),
    (CELU(0.5), [5]), (GELU(), [5]), (GELU(.tanh), [5]), (SiLU(), [5]), (Mish(), [5]), (Softplus(), [5]),
    (Softsign(), [5]), (HardSigmoid(), [5]), (HardSwish(), [5]), (Clip(-0.5, 0.5), [5]),
    (Clip(-.infinity, 0.5), [5]), (Clip(-0.25, .infinity), [5]),
    (PReLU(), [3, 2, 2]), (PReLU(0.1, shared: true), [5]), (Softmax(), [4, 2, 3]), (LogSoftmax(), [5]),
    (Flatten(), [3, 2, 2]), (Flatten(from: 1), [3, 2, 2]), (Reshape([2, 6]), [3, 4]),
    (ChannelShuffle(3), [6, 2, 3]), (Pad([1, 2], value: 3), [2, 3, 4]), (Pad(2, mode: .reflect), [2, 5]),
    (Pad(1, mode: .replicate), [2, 3, 4]), (Pad(1, mode: .circular), [2, 3, 4]),
    (SpaceToDepth(2), [2, 4, 6]), (SpaceToDepth(2, order: .crd), [2, 4, 6]), (DepthToSpace(2), [8, 2, 3]),
    (DepthToSpace(2, order: .crd), [8, 2, 3]),
    (Resize(scale: 1.5), [2, 5, 4]), (Resize(size: [3, 7, 2], .linear), [1, 4, 3, 5]),
    (Resize(scale: 0.75, .cubic(coefficient: -0.5), coordinates: .asymmetric), [2, 5, 6]),
    (Resize(size: 9, .linear, coordinates: .alignCorners), [2, 4]),
    (
      Residual {
        Conv2D(2, kernel: 3, padding: 1); BatchNorm(); ReLU()
      }, [2, 4, 4]
    ),
    (
      Residual(projection: 3, stride: 2) {
        Conv2D(3, kernel: 3, stride: 2, padding: 1)
      }, [2, 5, 5]
    ),
    (
      Parallel {
        Conv2D(2, kernel: 1)
        Sequential {
          Conv2D(2, kernel: 1); Tanh(); Conv2D(3, kernel: 3, padding: .same)
        }
        MaxPool2D(3, stride: 1, padding: 1)
      }, [2, 4, 4]
    ),
  ]

  @Test(arguments: layers.indices)
  func whatIsWrittenIsReadWithTheSameBits(index: Int) throws {
    let (layer, input) = Self.layers[index]
    var model = Sequential { layer }
    try model.build(input: input, seed: 3)
    // Parameters that do nothing would hide that they are lost.
    func noisy(_ parameters: [Parameter]) -> [Parameter] {
      parameters.map { parameter in
        var parameter = parameter
        let noise = Tensor.randomNormal(parameter.value.shape, name: parameter.name, seed: 5)
        parameter.value = parameter.name.hasSuffix("var") ? noise * noise + 0.5 : noise
        return parameter
      }
    }
    model.parameters = noisy(model.parameters)
    model.buffers = noisy(model.buffers)
    let file = try ONNXModel(model)
    #expect(file.bytes == (try ONNXModel(model)).bytes)
    let x = Tensor.randomNormal(Shape([2] + input.dimensions), name: "x", seed: 4)
    let again = try ONNXModel(file.bytes, path: "again").network()
    #expect(try again.predict(x) == model.predict(x), "\(again)")
  }

  @Test("every layer that can be written is here, and every layer here can be written")
  func kinds() {
    let kinds = Set(Self.layers.map { "\(type(of: $0.0))" }).subtracting(["Residual", "Parallel"])
    #expect(kinds == Set(ONNXModel.operatorTable.flatMap(\.layers)))
  }

  @Test func parametersKeepTheirNamesAndValues() throws {
    var model = Models.miniResNet(classes: 3, width: 2)
    try model.build(input: [1, 8, 8], seed: 2)
    let file = try ONNXModel(model)
    let names = Set(file.graph.initializers.map(\.name))
    let state = model.parameters + model.buffers
    #expect(state.allSatisfy { names.contains($0.name) })
    #expect(file.operatorSets.map(\.version) == [21] && file.irVersion == 10)
    #expect(file.graph.inputs[0].dimensions == [.named("batch"), .size(1), .size(8), .size(8)])
    #expect(file.graph.outputs[0].dimensions == [.named("batch"), .size(3)])
    let again = try file.network()
    let ownState = again.parameters + again.buffers
    #expect(ownState.count == state.count)
    for parameter in state {
      #expect(ownState.first { $0.name == parameter.name }?.value == parameter.value, "\(parameter.name)")
    }
  }

  @Test func aFileIsWrittenAndRead() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("lenet.onnx").path
    var model = Models.leNet5()
    #expect(throws: ModelError.notBuilt) { try model.save(onnx: path) }
    try model.build(input: [1, 28, 28], seed: 1)
    try model.save(onnx: path)
    let x = Tensor.randomNormal([1, 28, 28], name: "x", seed: 4)
    #expect(try Sequential(onnx: path).predict(x) == model.predict(x))
    #expect(throws: FileError.self) { try model.save(onnx: folder.path + "/none/a.onnx") }
    #expect(throws: FileError.self) { try Sequential(onnx: folder.path) }
  }

  private struct Own: Layer {
    var name = ""
    let kind = "own"
    func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
    func forward(_ x: Tensor, context: Context) -> ForwardPass {
      ForwardPass(x) { LayerGradients(input: $0) }
    }
  }

  private struct Twice: LayerGroup {
    var name = ""
    let kind = "twice"
    var members: [any Layer] = [Tanh(), Sigmoid()]
  }

  @Test("a group of one's own is written by its wiring, a layer of one's own is not")
  func layersOfOnesOwn() throws {
    var group = Sequential { Twice() }
    try group.build(input: [4], seed: 1)
    let x = Tensor.randomNormal([2, 4], name: "x", seed: 4)
    #expect(try ONNXModel(group).network().predict(x) == group.predict(x))

    var model = Sequential {
      Own(name: "first")
      Residual(name: "block") {
        Own(name: "second"); LpPool2D(1, p: 2.5, name: "power")
      }
      LocallyConnected2D(2, kernel: 1, name: "local")
      Pad(1, mode: .symmetric, name: "mirror")
      LearnablePool2D(.generalizedMean, name: "mean")
      Resize(scale: 1.1, name: "larger")
      Resize(size: 2, .antialiased, name: "smaller")
    }
    try model.build(input: [2, 4, 4], seed: 1)
    let error = #expect(throws: ONNXConversionError.self) { try ONNXModel(model) }
    #expect(
      error?.description == """
        the network cannot be converted.
        - Own "first", "block.second": the layer has no equal in ONNX.
        - LpPool2D "block.power": its p is 2.5, ONNX has integers only.
        - LocallyConnected2D "local": the layer has no equal in ONNX.
        - Pad "mirror": the padding mode symmetric has no equal.
        - LearnablePool2D "mean": the rule generalizedMean has no operator.
        - Resize "larger": its scales [1.1] are no numbers in single precision; give its size.
        - Resize "smaller": ONNX smooths what it makes smaller in another way.
        """)
  }
}
