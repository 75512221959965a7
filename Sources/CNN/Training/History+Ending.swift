extension History {
  /// Why a training ended.
  public enum Ending: Sendable, Equatable, CustomStringConvertible {
    /// All epochs are done.
    case lastEpoch
    /// All epochs are done, and the last was not the best: early stopping has given the model the best one's parameters.
    case bestEpoch(Int)
    /// The loss changed no more.
    case converged(epoch: Int)
    /// The loss fell no more; the model has the parameters of the best epoch.
    case early(epoch: Int, best: Int)

    /// What happened, in a sentence.
    public var description: String {
      switch self {
      case .lastEpoch: "All epochs are done."
      case .bestEpoch(let best): "All epochs are done; the model is that of epoch \(best), the best."
      case .converged(let epoch): "Converged in epoch \(epoch)."
      case .early(let epoch, let best):
        "Stopped after epoch \(epoch), as the loss fell no more; the model is that of epoch \(best)."
      }
    }
  }
}
