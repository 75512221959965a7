extension Sequential {
  /// Writes the parameters to a safetensors file, named as in PyTorch: `conv1.weight`, `conv1.bias`.
  ///
  /// PyTorch reads it with `model.load_state_dict(safetensors.torch.load_file(path))` when its modules have
  /// the names that the layers have here.
  ///
  /// - Throws: `ModelError` when the model is not built, `FileError` when the file cannot be written.
  public func save(to path: String) throws {
    guard inputShape != nil else { throw ModelError.notBuilt }
    var file = SafetensorsFile()
    file.metadata = [("format", "pt")]
    file.tensors = state.map { ($0.name, $0.value) }
    try file.write(to: path)
  }

  /// Reads the parameters from a safetensors file, also one of PyTorch's; an error changes nothing.
  ///
  /// The model is built first, so that its shapes are known. Every parameter must be there, in its shape, and
  /// nothing else but PyTorch's counters `num_batches_tracked`, which have no use here. What may differ is said by
  /// `differences`:
  ///
  ///     // All but the last layer of a network for other classes
  ///     let report = try model.load(from: "pretrained.safetensors", allowing: .shapes)
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

  /// Returns the names of the layers that have tensors, in order, also inside blocks.
  private static func owners(in layers: [any Layer]) -> [String] {
    layers.flatMap { layer in
      guard let group = layer as? any LayerGroup else {
        return layer.parameters.isEmpty && layer.buffers.isEmpty ? [] : [layer.name]
      }
      return owners(in: group.members).map { "\(group.name).\($0)" }
    }
  }
}
