import CNN
import Testing

@Suite struct LoadingTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path("model.safetensors") }

  init() throws { folder = try TemporaryFolder() }

  private func model(classes: Int = 3) throws -> Sequential {
    var model = Sequential {
      Conv2D(2, kernel: 3, name: "conv1"); ReLU(); Flatten(); Dense(classes, name: "fc")
    }
    try model.build(input: [1, 4, 4], seed: 1)
    return model
  }

  /// Writes the tensors of a model, each number 1 larger, after they were changed.
  private func write(_ model: Sequential, _ change: (inout SafetensorsFile) -> Void = { _ in }) throws {
    var file = SafetensorsFile()
    file.tensors = model.parameters.map { ($0.name, $0.value + 1) }
    change(&file)
    try file.write(to: path)
  }

  /// Loads a file that must not fit, and returns the message after the path.
  private func refusal(
    _ names: NameMapping = .same, allowing differences: LoadDifferences = [],
    _ change: (inout SafetensorsFile) -> Void
  ) throws -> String {
    var model = try model()
    let before = model.parameters
    try write(model, change)
    let error = #expect(throws: FileError.self) {
      try model.load(from: path, names: names, allowing: differences)
    }
    #expect(model.parameters == before, "what fails changes nothing")
    #expect("\(error!)".hasPrefix("\"\(path)\": "))
    return String("\(error!)".dropFirst(path.count + 4))
  }

  @Test func whatDoesNotFitIsNamedWithTheRemedy() throws {
    #expect(
      try refusal { $0.tensors.removeLast() }
        == "the file does not go with the model. The file lacks \"fc.bias\". "
        + "To load it nevertheless, `allowing: .missing` loads what fits.")
    #expect(
      try refusal { $0.tensors[0].value = .zeros([2, 1, 5, 5]) }
        == "the file does not go with the model. "
        + "In the file \"conv1.weight\" has shape [2, 1, 5, 5], the model needs [2, 1, 3, 3]. "
        + "To load it nevertheless, `allowing: .shapes` loads what fits.")
    #expect(
      try refusal { $0.tensors.append(("conv2.weight", [1])) }
        == "the file does not go with the model. The model does not have \"conv2.weight\". "
        + "To load it nevertheless, `allowing: .unexpected` loads what fits.")
    #expect(
      try refusal(allowing: .shapes) { file in
        for index in 0..<2 { file.tensors[index].name = "0\(file.tensors[index].name.dropFirst(5))" }
      }
        == "the file does not go with the model. The file lacks \"conv1.weight\", \"conv1.bias\". "
        + "The model does not have \"0.weight\", \"0.bias\". If only the names differ, map them, as in "
        + "`names: [\"0\": \"conv1\"]`; `allowing: [.missing, .unexpected, .shapes]` loads what fits.")
  }

  @Test func whatCannotBeReadChangesNothing() throws {
    var model = try model()
    let before = model.parameters
    let missing = #expect(throws: FileError.self) { try model.load(from: folder.path("none")) }
    #expect("\(missing!)".hasSuffix("No such file or directory."))
    let other = #expect(throws: FileError.self) { try model.load(from: folder.path("")) }
    #expect("\(other!)".hasSuffix("this is a folder."))
    #expect(model.parameters == before)
    var unbuilt = Sequential { Dense(2) }
    try write(model)
    #expect(throws: ModelError.notBuilt) { try unbuilt.load(from: path) }
    #expect(throws: ModelError.notBuilt) { try unbuilt.save(to: path) }
    #expect(throws: FileError.self) { try model.save(to: folder.path("no/folder")) }
  }

  @Test func countersOfPyTorchAreLeftOut() throws {
    var model = try model()
    try write(model) { $0.tensors.append(("bn1.num_batches_tracked", 3)) }
    let report = try model.load(from: path)
    #expect(report.loaded.count == 4 && report.differences == [])
    #expect(report.description == "Loaded 4 of the model's 4 tensors.")
  }

  @Test func partsAreLoadedOnRequest() throws {
    let trained = try model(classes: 5)
    try write(trained) { $0.tensors.append(("aux.weight", [1])) }
    var model = try model()
    let before = model.parameters
    let report = try model.load(from: path, allowing: [.shapes, .unexpected])
    #expect(report.loaded == ["conv1.weight", "conv1.bias"] && report.unexpected == ["aux.weight"])
    #expect(report.otherShapes.map(\.name) == ["fc.weight", "fc.bias"] && report.missing.isEmpty)
    #expect(
      report.otherShapes[1].expected == [3] && report.otherShapes[1].got == [5]
        && report.differences == [.shapes, .unexpected])
    #expect(
      report.description
        == "Loaded 2 of the model's 4 tensors. The model does not have \"aux.weight\". "
        + "In the file \"fc.weight\" has shape [5, 8], the model needs [3, 8], "
        + "\"fc.bias\" has shape [5], the model needs [3].")
    for index in 0..<2 { #expect(model.parameters[index].value == trained.parameters[index].value + 1) }
    #expect(Array(model.parameters[2...]) == Array(before[2...]))
    try write(trained) { $0.tensors = Array($0.tensors.prefix(2)) }
    #expect(try model.load(from: path, allowing: .missing).missing == ["fc.weight", "fc.bias"])
  }

  /// The names that PyTorch gives the layers of an `nn.Sequential`, in the order in which it saves them.
  private func numbered(_ file: inout SafetensorsFile) {
    file.tensors = file.tensors.map { name, value in
      (name.replacing("conv1.", with: "2.").replacing("fc.", with: "10."), value)
    }
    file.tensors.sort { $0.name < $1.name }
  }

  @Test(
    arguments: [
      ["2": "conv1", "10": "fc"],
      ["2": "wrong", "2.weight": "conv1.weight", "2.bias": "conv1.bias", "10": "fc"],
      .byPosition,
      .renaming { $0.hasPrefix("2.") ? "conv1.\($0.dropFirst(2))" : "fc.\($0.dropFirst(3))" },
    ] as [NameMapping])
  func namesAreMapped(names: NameMapping) throws {
    var model = try model()
    let expected = model.parameters.map { $0.value + 1 }
    try write(model, numbered)
    let report = try model.load(from: path, names: names)
    #expect(report.loaded == ["conv1.weight", "conv1.bias", "fc.weight", "fc.bias"])
    #expect(model.parameters.map(\.value) == expected)
  }

  @Test func aBeginningIsTakenAwayAndTensorsAreLeftOut() throws {
    var model = try model()
    try write(model) { file in file.tensors = file.tensors.map { ("module.\($0.name)", $0.value) } }
    #expect(try model.load(from: path, names: ["module": ""]).loaded.count == 4)
    let report = try model.load(
      from: path, names: .renaming { $0.contains("fc") ? nil : String($0.dropFirst(7)) }, allowing: .missing)
    #expect(report.missing == ["fc.weight", "fc.bias"] && report.unexpected.isEmpty)
  }

  @Test func positionsGoThroughBlocks() throws {
    var model = Sequential {
      Conv2D(2, kernel: 3, padding: 1, name: "stem")
      Residual(name: "block") {
        Conv2D(2, kernel: 3, padding: 1, name: "a"); BatchNorm(name: "b")
      }
    }
    try model.build(input: [1, 4, 4], seed: 1)
    let numbers = ["stem": "0", "block.a": "1.0", "block.b": "1.1"]
    var file = SafetensorsFile()
    for parameter in model.parameters + model.buffers {
      let layer = String(parameter.name[..<parameter.name.lastIndex(of: ".")!])
      file.tensors.append((numbers[layer]! + parameter.name.dropFirst(layer.count), parameter.value + 1))
    }
    try file.write(to: path)
    let expected = (model.parameters + model.buffers).map { $0.value + 1 }
    try model.load(from: path, names: .byPosition)
    #expect((model.parameters + model.buffers).map(\.value) == expected)
  }

  @Test func mappingsThatCannotBeMeantAreRefused() throws {
    #expect(
      try refusal(["7": "conv1"], numbered)
        == "the mapping of names has \"7\", but the file has "
        + "\"10.bias\", \"10.weight\", \"2.bias\", \"2.weight\".")
    #expect(
      try refusal(["2": "fc", "10": "fc"], numbered)
        == "\"10.bias\" and \"2.bias\" would both be \"fc.bias\".")
    #expect(
      try refusal(.byPosition) { _ in }
        == "the order of the layers \"conv1\" and \"fc\" is not in the file, as their names are no numbers. "
        + "Map the names instead: `names: [\"conv1\": …]`.")
    #expect(
      try refusal(.byPosition) { file in
        numbered(&file)
        file.tensors.append(("11.weight", [1]))
      }
        == "names by position need equally many layers: the file has \"2\", \"10\", \"11\", "
        + "the model \"conv1\", \"fc\".")
  }

  private func residual() throws -> Sequential {
    var model = Sequential {
      Conv2D(2, kernel: 3, padding: 1, name: "stem"); ReLU()
      Residual(name: "block") {
        Conv2D(2, kernel: 3, padding: 1, name: "a"); BatchNorm(name: "b")
      }
    }
    try model.build(input: [1, 4, 4], seed: 1)
    return model
  }

  @Test(
    arguments: [
      (.byPosition, ["0.weight", "0.bias", "2.0.weight", "2.1.running_mean"]),
      (
        ["0": "stem", "layer1.0": "block"],
        ["0.weight", "0.bias", "layer1.0.a.weight", "layer1.0.b.running_mean"]
      ),
      (["module": ""], ["module.stem.weight", "module.block.a.weight", "module.block.b.running_var"]),
      (["2.conv": "block.a", "w": "stem.weight"], ["w", "stem.bias", "2.conv.weight", "block.b.weight"]),
      (.same, ["stem.weight", "block.b.running_mean"]),
    ] as [(NameMapping, [String])])
  func `a model is saved with the names that the mapping reads`(names: NameMapping, expected: [String]) throws
  {
    let model = try residual()
    try model.save(to: path, names: names)
    let file = try SafetensorsFile(reading: path)
    #expect(Set(file.tensors.map(\.name)).isSuperset(of: expected), "\(file.tensors.map(\.name))")
    var other = try residual()
    for index in other.parameters.indices {
      other.parameters[index].value = .zeros(other.parameters[index].value.shape)
    }
    #expect(try other.load(from: path, names: names).differences == [])
    #expect(other.parameters == model.parameters && other.buffers == model.buffers)
  }

  @Test func `a mapping that gives no names for a file is refused`() throws {
    let model = try model()
    func refusal(_ names: NameMapping) -> String {
      let error = #expect(throws: FileError.self) { try model.save(to: path, names: names) }
      return String("\(error!)".dropFirst(path.count + 4))
    }
    #expect(
      refusal(.renaming { $0 })
        == "a function gives no names for the file. Give them in a dictionary, as in `names: [\"0\": \"conv1\"]`."
    )
    #expect(
      refusal(["0": "conv9"])
        == "the mapping of names has \"conv9\", but the model has \"conv1.weight\", \"conv1.bias\", "
        + "\"fc.weight\", \"fc.bias\".")
    #expect(
      refusal(["fc": "conv1"]) == "the file's name of \"fc.weight\" would be read as \"conv1.weight\".")
    #expect(throws: FileError.self, "nothing was written") { try SafetensorsFile(reading: path) }
  }

  @Test func integersAreNoWeights() throws {
    var model = try model()
    let count = 18 * 8
    let header = #"{"conv1.weight":{"dtype":"I64","shape":[2,1,3,3],"data_offsets":[0,\#(count)]}}"#
    let bytes = [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8)
    let other = try folder.write(bytes + [UInt8](repeating: 0, count: count), to: "integers.safetensors")
    let error = #expect(throws: FileError.self) { try model.load(from: other, allowing: .missing) }
    #expect("\(error!)".contains("\"conv1.weight\" has elements of type I64, as quantized weights have."))
  }
}
