/// A file that keeps the state of a training, so that it can go on after an interruption.
///
/// If the file is there when `fit` begins, training goes on after its last epoch, and ends with the same bits
/// as if it had never been interrupted. A finished run gives back its model and history at once. A file of
/// another run (other data, settings, or parameters to begin with) is refused.
///
/// The file is a safetensors file with the parameters, the optimizer's state and the history.
public struct Checkpoint: Sendable, Equatable {
  /// Where the file is.
  public let path: String
  /// The number of epochs from one writing of the file to the next.
  public let every: Int

  /// Creates a checkpoint; the file is written after every so many epochs, and after the last one.
  public init(_ path: String, every epochs: Int = 1) {
    self.path = path
    every = epochs
  }
}

extension TrainingRun {
  /// What must be the same for a run to go on from a checkpoint, by name; taken before the first step.
  var identity: [(name: String, value: String)] {
    var hash = Fingerprint()
    hash.add(train.images)
    hash.add(train.targets)
    if let validation {
      hash.add(validation.images)
      hash.add(validation.targets)
    }
    var parameters = Fingerprint()
    for parameter in model.state {
      parameters.add(parameter.name)
      parameters.add(parameter.value)
    }
    var rule = Fingerprint()
    rule.add("\(optimizer)")
    let epochs = settings.schedule.dependsOnEpochs ? " of \(settings.epochs)" : ""
    return [
      ("data", hash.text), ("initial parameters", parameters.text), ("optimizer", rule.text),
      ("batchSize", "\(settings.batchSize)"), ("loss", settings.loss.name), ("seed", "\(settings.seed)"),
      ("schedule", "\(settings.schedule)\(epochs)"), ("until", "\(settings.until)"),
      ("clipping", "\(settings.clipping.map { "\($0)" } ?? "none")"),
      ("frozen layers", model.frozenLayers.joined(separator: ", ")),
      ("accumulation", "\(settings.accumulation)"), ("augmentation", "\(settings.augmentation)"),
    ]
  }
}

/// A 64-bit hash (FNV-1a over words): tells data that are not the same, not data made to look the same.
struct Fingerprint {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01b3 }

  mutating func add(_ tensor: Tensor) {
    for size in tensor.shape.dimensions { add(UInt64(size)) }
    // Folding keeps the high bits of a pixel in play, which a multiplication alone moves out.
    for value in tensor.scalars {
      add(UInt64(value.bitPattern))
      hash ^= hash >> 29
    }
  }

  mutating func add(_ targets: Targets) {
    for label in targets.labels { add(UInt64(bitPattern: Int64(label))) }
    if case .values(let values) = targets { add(values) }
  }

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(UInt64(byte)) }
  }

  /// The hash.
  var value: UInt64 { hash }

  /// The hash in hexadecimal digits.
  var text: String { String(hash, radix: 16) }
}

extension TrainingRun {
  /// Writes the state after the last epoch to the file.
  func save(to checkpoint: Checkpoint, _ identity: [(name: String, value: String)]) throws {
    var file = SafetensorsFile()
    file.metadata = [("format", "nbrun-checkpoint-1")] + identity
    file.metadata.append(("optimizer steps", "\(optimizer.state.steps)"))
    for parameter in model.state { file.tensors.append(("model.\(parameter.name)", parameter.value)) }
    for (name, tensors) in optimizer.state.tensors.sorted(by: { $0.key < $1.key }) {
      for (index, tensor) in tensors.enumerated() {
        file.tensors.append(("optimizer.\(name).\(index)", tensor))
      }
    }
    file.tensors.append(("history", historyTensor))
    if let best {
      file.metadata.append(("best epoch", "\(best.number)"))
      file.tensors.append(("best loss", Tensor([best.loss])))
      for parameter in best.state { file.tensors.append(("best.\(parameter.name)", parameter.value)) }
    }
    try file.write(to: checkpoint.path)
  }

  /// A row for each epoch: loss and metrics, whether there is a validation, its loss and metrics, the rate.
  private var historyTensor: Tensor {
    let metrics = settings.loss.metrics(for: train.targets)
    func numbers(_ evaluation: Evaluation?) -> [Float] {
      [evaluation?.loss ?? 0] + metrics.map { evaluation?.metrics[$0] ?? 0 }
    }
    let rows = history.epochs.map { epoch in
      numbers(epoch.training) + [epoch.validation == nil ? 0 : 1] + numbers(epoch.validation)
        + [epoch.learningRate]
    }
    return Tensor(shape: [rows.count, 4 + 2 * metrics.count], scalars: rows.flatMap(\.self))
  }
}

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
