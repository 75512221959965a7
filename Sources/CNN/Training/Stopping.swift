/// When a training ends before its last epoch.
public enum Stopping: Sendable, Equatable {
  /// It does not.
  case lastEpoch
  /// When the training loss has changed by at most `tolerance` from one epoch to the next.
  case converged(tolerance: Float)
  /// When the loss has not fallen by more than `improvement` for `patience` epochs.
  ///
  /// It is the validation loss, or without validation images the training loss; a NaN in it is an error. In the end
  /// the model has the parameters of its best epoch, also when the epochs run out first.
  case early(patience: Int, improvement: Float = 0)

  /// Throws unless all settings make sense.
  func check() throws(TrainingError) {
    switch self {
    case .lastEpoch: break
    case .converged(let tolerance):
      guard tolerance >= 0 && tolerance.isFinite else {
        throw .outOfRange("tolerance", value: "\(tolerance)", allowed: "0 or more, and finite")
      }
    case .early(let patience, let improvement):
      guard patience > 0 else { throw .notPositive("patience", patience) }
      guard improvement >= 0 && improvement.isFinite else {
        throw .outOfRange("improvement", value: "\(improvement)", allowed: "0 or more, and finite")
      }
    }
  }
}

extension Int {
  /// A batch size: all images make one step, as in plain gradient descent.
  public static var fullBatch: Int { .max }
}

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
