/// The best epoch so far, as early stopping judges it.
struct BestEpoch {
  var number: Int
  var loss: Float
  var state: [Parameter]

  /// Gives the model the parameters of this epoch.
  func restore(_ model: inout Sequential) { model.state = state }
}

extension TrainingRun {
  /// Why the training ends after the epochs so far; nil if it goes on.
  var endingNow: History.Ending? {
    guard let last = history.epochs.last else { return nil }
    switch settings.until {
    case .lastEpoch: return nil
    case .converged(let tolerance):
      guard let previous = history.epochs.dropLast().last else { return nil }
      return (last.loss - previous.loss).magnitude <= tolerance ? .converged(epoch: last.number) : nil
    case .early(let patience, _):
      guard let best, last.number - best.number >= patience else { return nil }
      return .early(epoch: last.number, best: best.number)
    }
  }

  /// Remembers the model, if early stopping may want it back and the epoch is the best so far.
  mutating func remember(_ epoch: History.Epoch) {
    guard case .early(_, let improvement) = settings.until else { return }
    let loss = epoch.validation?.loss ?? epoch.loss
    // A validation loss that is NaN is no improvement on anything.
    if let best, !(loss < best.loss - improvement) { return }
    best = BestEpoch(number: epoch.number, loss: loss, state: model.state)
  }
}
