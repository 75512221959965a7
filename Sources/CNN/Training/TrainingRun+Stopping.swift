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

  /// Gives the model the parameters that it is to end with, and says why the training ended.
  mutating func finish(_ ending: History.Ending?) -> History.Ending {
    guard case .early = settings.until, let best, let last = history.epochs.last else {
      return ending ?? .lastEpoch
    }
    if best.number != last.number { best.restore(&model) }
    return ending ?? (best.number == last.number ? .lastEpoch : .bestEpoch(best.number))
  }

  /// Remembers the model, if early stopping may want it back and the epoch is the best so far.
  ///
  /// - Throws: `TrainingError` when the validation loss is NaN: no epoch would be better than another.
  mutating func remember(_ epoch: History.Epoch) throws(TrainingError) {
    guard case .early(_, let improvement) = settings.until else { return }
    let loss = epoch.validation?.loss ?? epoch.loss
    guard !loss.isNaN else { throw .validationIsNaN(epoch: epoch.number) }
    if let best, !(loss < best.loss - improvement) { return }
    best = BestEpoch(number: epoch.number, loss: loss, state: model.state)
  }
}
