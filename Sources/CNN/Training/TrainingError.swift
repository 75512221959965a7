/// Why a training cannot begin or go on.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// A setting that must be positive is not.
  case notPositive(String, Int)
  /// The loss is no longer a finite number.
  case diverged(loss: Float, epoch: Int, step: Int)

  /// What happened, and a remedy.
  public var description: String {
    switch self {
    case .notPositive(let setting, let value):
      "\(setting) must be at least 1, got \(value)."
    case .diverged(let loss, let epoch, let step):
      "the loss became \(loss) in epoch \(epoch), step \(step). "
        + "Try a smaller learning rate, and look for NaN or very large pixels in the data."
    }
  }
}
