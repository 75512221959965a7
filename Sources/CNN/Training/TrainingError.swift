/// Why a training cannot begin or go on.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// A setting that must be positive is not.
  case notPositive(String, Int)
  /// A setting is outside what is possible.
  case outOfRange(String, value: String, allowed: String)
  /// The loss is no longer a finite number, though the model's outputs are.
  case diverged(loss: Float, epoch: Int, step: Int)
  /// A number in the model is no longer finite: the first one that is not.
  case notFinite(NonFinite, epoch: Int, step: Int)
  /// Early stopping cannot tell which epoch is the best: the validation loss is NaN.
  case validationIsNaN(epoch: Int)
  /// The checkpoint in the file belongs to another run; what differs.
  case otherRun(path: String, differences: [String])
  /// The file is a checkpoint that lacks something.
  case badCheckpoint(path: String, missing: String)

  /// What happened, and a remedy.
  public var description: String {
    switch self {
    case .notPositive(let setting, let value):
      "\(setting) must be at least 1, got \(value)."
    case .outOfRange(let setting, let value, let allowed):
      "\(setting) must be \(allowed), got \(value)."
    case .diverged(let loss, let epoch, let step):
      "the loss became \(loss) in epoch \(epoch), step \(step). "
        + "Try a smaller learning rate, and look for NaN or very large pixels in the data."
    case .notFinite(let position, let epoch, let step):
      "\(position) in epoch \(epoch), step \(step). \(position.remedy)"
    case .validationIsNaN(let epoch):
      "the validation loss is NaN in epoch \(epoch), so early stopping cannot tell which epoch is the best. "
        + "Look at the validation images: `quality` finds missing values, and fillingMissing() and "
        + "droppingMissing() deal with them."
    case .otherRun(let path, let differences):
      "the checkpoint \"\(path)\" belongs to another run: \(differences.joined(separator: ", ")) "
        + "\(differences.count == 1 ? "differs" : "differ"). Use the same settings, or delete the file."
    case .badCheckpoint(let path, let missing):
      "\"\(path)\" is no checkpoint of this model: \(missing) is missing or has another shape. "
        + "Delete the file to train from the beginning."
    }
  }
}
