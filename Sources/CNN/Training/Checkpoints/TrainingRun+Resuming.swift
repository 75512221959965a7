extension TrainingRun {
  /// Takes over the state in the file, if there is one.
  ///
  /// - Throws: `FileError` when the file is damaged, `TrainingError` when it belongs to another run.
  mutating func resume(
    from checkpoint: Checkpoint, _ identity: [(name: String, value: String)]
  ) throws {
    let path = checkpoint.path
    guard FileContents.exists(path) else { return }
    let file = try SafetensorsFile(reading: path)
    guard file.metadata("format") == "nbrun-checkpoint-1" else {
      throw TrainingError.badCheckpoint(path: path, missing: "the mark of a checkpoint")
    }
    let differences = identity.filter { file.metadata($0.name) != $0.value }.map(\.name)
    guard differences.isEmpty else { throw TrainingError.otherRun(path: path, differences: differences) }
    func tensor(_ name: String, _ shape: Shape) throws(TrainingError) -> Tensor {
      guard let tensor = file[name], tensor.shape == shape else {
        throw .badCheckpoint(path: path, missing: name)
      }
      return tensor
    }
    func restored(_ prefix: String) throws(TrainingError) -> [Parameter] {
      var state = model.state
      for index in state.indices {
        let name = "\(prefix).\(state[index].name)"
        state[index].value = try tensor(name, state[index].value.shape)
      }
      return state
    }
    let epochs = file["history"]?.shape.dimensions.first ?? 0
    let metrics = settings.loss.metrics(for: train.targets)
    let rows = try tensor("history", [epochs, 4 + 2 * metrics.count])
    guard let steps = file.metadata("optimizer steps").flatMap({ Int($0) }), steps >= 0 else {
      throw TrainingError.badCheckpoint(path: path, missing: "optimizer steps")
    }
    var state = OptimizerState()
    state.steps = steps
    let shapes = model.trainableParameters.map(\.value.shape)
    for name in file.optimizerSlots {
      state.tensors[name] = try shapes.enumerated().map { try tensor("optimizer.\(name).\($0)", $1) }
    }
    var best: BestEpoch?
    if let number = file.metadata("best epoch").flatMap({ Int($0) }) {
      best = BestEpoch(number: number, loss: try tensor("best loss", [1])[0], state: try restored("best"))
    }
    model.state = try restored("model")
    optimizer.state = state
    self.best = best
    history.epochs = (0..<epochs).map {
      History.Epoch(number: $0 + 1, row: rows.slice($0).scalars, metrics)
    }
  }
}

extension SafetensorsFile {
  /// The names of what the optimizer remembers.
  fileprivate var optimizerSlots: Set<String> {
    Set(
      tensors.compactMap { tensor in
        let parts = tensor.name.split(separator: ".")
        return parts.count == 3 && parts[0] == "optimizer" ? String(parts[1]) : nil
      })
  }
}

extension History.Epoch {
  fileprivate init(number: Int, row: [Float], _ metrics: [Metric]) {
    func evaluation(at start: Int) -> Evaluation {
      let values = zip(metrics, row[(start + 1)...]).map { ($0, $1) }
      return Evaluation(loss: row[start], metrics: Dictionary(uniqueKeysWithValues: values))
    }
    let flag = 1 + metrics.count
    self.init(
      number: number, training: evaluation(at: 0),
      validation: row[flag] == 0 ? nil : evaluation(at: flag + 1), learningRate: row[row.count - 1])
  }
}
