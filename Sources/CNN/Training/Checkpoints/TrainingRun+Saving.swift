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
