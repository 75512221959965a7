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
  /// nothing else but PyTorch's counters `num_batches_tracked`, which have no use here.
  ///
  /// - Throws: `ModelError` when the model is not built, `FileError` when the file cannot be read, is damaged,
  ///   or does not go with the model.
  public mutating func load(from path: String) throws {
    guard inputShape != nil else { throw ModelError.notBuilt }
    let file = try SafetensorsFile(reading: path)
    var state = state
    for index in state.indices {
      let name = state[index].name
      let value = try file.weights(name)
      guard value.shape == state[index].value.shape else {
        throw FileError(path: path, .shape(name, expected: state[index].value.shape, got: value.shape))
      }
      state[index].value = value
    }
    let known = Set(state.map(\.name))
    let extra = (file.tensors.map(\.name) + file.skipped.map(\.name)).filter {
      !known.contains($0) && !$0.hasSuffix("num_batches_tracked")
    }
    guard extra.isEmpty else { throw FileError(path: path, .extraTensors(extra)) }
    self.state = state
  }
}
