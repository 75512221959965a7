/// When a training ends before its last epoch.
public enum Stopping: Sendable, Equatable {
  /// It does not.
  case lastEpoch
  /// When the training loss has changed by at most `tolerance` from one epoch to the next.
  ///
  /// This is the "until converge" of the algorithm in deck row 000-11, which gives no test of its own.
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
