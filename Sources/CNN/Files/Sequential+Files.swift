extension Sequential {
  /// Writes the parameters to a safetensors file, named as in PyTorch: `conv1.weight`, `conv1.bias`.
  ///
  /// PyTorch reads it with `model.load_state_dict(safetensors.torch.load_file(path))` when its modules have
  /// the names that the layers have here, or get in the file. For an `nn.Sequential` of the same layers:
  ///
  ///     try model.save(to: "net.safetensors", names: .byPosition)  // 0.weight, 0.bias, 3.weight, …
  ///
  /// ```swift
  /// var model = Sequential { Dense(2, name: "head") }
  /// try model.build(input: [4])
  /// try model.save(to: "head.safetensors")
  /// let file = try SafetensorsFile(reading: "head.safetensors")
  /// expect(file.tensors.map(\.name), equals: ["head.weight", "head.bias"])
  /// ```
  ///
  /// - Parameter names: How the names in the file become those of the model, as `load(from:names:allowing:)` takes it.
  /// - Throws: `ModelError` when the model is not built, `FileError` when the file cannot be written, or the mapping does
  ///   not say the names in it.
  public func save(to path: String, names: NameMapping = .same) throws {
    guard inputShape != nil else { throw ModelError.notBuilt }
    let state = state
    let stored = try names.fileNames(
      for: state.map(\.name), owners: Self.owners(in: layers), path: path)
    var file = SafetensorsFile()
    file.metadata = [("format", "pt")]
    file.tensors = zip(stored, state).map { ($0, $1.value) }
    try file.write(to: path)
  }

  /// Reads the parameters from a safetensors file, also one of PyTorch's; an error changes nothing.
  ///
  /// The model is built first, so that its shapes are known. Every parameter must be there, in its shape, and
  /// nothing else but PyTorch's counters `num_batches_tracked`, which have no use here. What may differ is said by
  /// `differences`:
  ///
  /// ```swift
  /// var pretrained = Sequential {
  ///   Dense(8, name: "body")
  ///   Dense(10, name: "head")
  /// }
  /// try pretrained.build(input: [4])
  /// try pretrained.save(to: "pretrained.safetensors")
  ///
  /// // All but the last layer of a network for other classes:
  /// var model = Sequential {
  ///   Dense(8, name: "body")
  ///   Dense(3, name: "head")
  /// }
  /// try model.build(input: [4])
  /// let report = try model.load(from: "pretrained.safetensors", allowing: .shapes)
  /// expect(report.loaded, equals: ["body.weight", "body.bias"])
  /// ```
  ///
  /// - Parameters:
  ///   - names: How the names in the file become those of the model, as in `["0": "conv1", "3": "fc"]`.
  ///   - differences: How the file may differ from the model; by default not at all.
  /// - Returns: What was loaded, and what was not.
  /// - Throws: `ModelError` when the model is not built, `FileError` when the file cannot be read, is damaged,
  ///   or does not go with the model.
  @discardableResult
  public mutating func load(
    from path: String, names: NameMapping = .same, allowing differences: LoadDifferences = []
  ) throws -> LoadReport {
    guard inputShape != nil else { throw ModelError.notBuilt }
    let file = try SafetensorsFile(reading: path)
    let stored = (file.tensors.map(\.name) + file.skipped.map(\.name)).filter {
      !$0.hasSuffix("num_batches_tracked")
    }
    let named = try names.names(for: stored, owners: Self.owners(in: layers), path: path)
    var storedNames: [String: String] = [:]
    for case (let stored, let name?) in zip(stored, named) {
      if let other = storedNames.updateValue(stored, forKey: name) {
        throw FileError(path: path, .inconsistent("\"\(other)\" and \"\(stored)\" would both be \"\(name)\""))
      }
    }
    var state = state
    var report = LoadReport()
    for index in state.indices {
      let (name, shape) = (state[index].name, state[index].value.shape)
      guard let stored = storedNames.removeValue(forKey: name) else {
        report.missing.append(name)
        continue
      }
      let value = try file.weights(stored)
      if value.shape == shape {
        state[index].value = value
        report.loaded.append(name)
      } else {
        report.otherShapes.append(.init(name: name, expected: shape, got: value.shape))
      }
    }
    let unused = Set(storedNames.values)
    report.unexpected = stored.filter(unused.contains)
    guard differences.isSuperset(of: report.differences) else {
      throw FileError(path: path, .differsFromModel(report, allowed: differences))
    }
    self.state = state
    return report
  }

  /// Returns the layers that have tensors, in order, also inside blocks.
  private static func owners(in layers: [any Layer]) -> [LayerPath] {
    layers.enumerated().flatMap { index, layer in
      guard let group = layer as? any LayerGroup else {
        let hasTensors = !layer.parameters.isEmpty || !layer.buffers.isEmpty
        return hasTensors ? [LayerPath(name: layer.name, numbers: "\(index)")] : []
      }
      return owners(in: group.members).map {
        LayerPath(name: "\(group.name).\($0.name)", numbers: "\(index).\($0.numbers)")
      }
    }
  }
}
