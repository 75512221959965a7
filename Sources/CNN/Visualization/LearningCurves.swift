/// Returns the loss of each epoch, on the training and on the validation images.
public func lossCurve(_ history: History, title: String = "Loss") -> Figure {
  curve(history, title: title, y: "loss", training: \.loss, validation: \.loss)
}

/// Returns the part of right answers after each epoch, on the training and on the validation images.
public func accuracyCurve(_ history: History, title: String = "Accuracy") -> Figure {
  curve(history, title: title, y: "accuracy", training: \.accuracy, validation: \.accuracy)
}

private func curve(
  _ history: History, title: String, y: String, training: KeyPath<History.Epoch, Float>,
  validation: KeyPath<Evaluation, Float>
) -> Figure {
  let epochs = history.epochs.map { Double($0.number) }
  let judged = history.epochs.filter { $0.validation != nil }
  return Figure {
    Axes(title, x: "epoch", y: y) {
      Line(x: epochs, y: history.epochs.map { Double($0[keyPath: training]) }, label: "training")
      if !judged.isEmpty {
        Line(
          x: judged.map { Double($0.number) },
          y: judged.compactMap { $0.validation.map { Double($0[keyPath: validation]) } }, label: "validation")
      }
    }
  }
}
