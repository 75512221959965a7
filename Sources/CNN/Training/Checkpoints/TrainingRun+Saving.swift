extension TrainingRun {
  /// Writes the state after the last epoch to the file.
  func save(to checkpoint: Checkpoint, _ identity: [(name: String, value: String)]) throws {
    var file = SafetensorsFile()
    file.metadata = [("format", "nbrun-checkpoint-1")] + identity
    file.metadata.append(("optimizer steps", "\(optimizer.memory.steps)"))
    for parameter in model.state { file.tensors.append(("model.\(parameter.name)", parameter.value)) }
    for (name, tensors) in optimizer.memory.tensors.sorted(by: { $0.key < $1.key }) {
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

  /// A row for each epoch: loss, accuracy, whether there is a validation, its loss and accuracy, the rate.
  private var historyTensor: Tensor {
    let rows = history.epochs.map { epoch in
      let judged = epoch.validation
      return [
        epoch.loss, epoch.accuracy, judged == nil ? 0 : 1, judged?.loss ?? 0, judged?.accuracy ?? 0,
        epoch.learningRate,
      ]
    }
    return Tensor(shape: [rows.count, 6], scalars: rows.flatMap(\.self))
  }
}
