/// A file that keeps the state of a training, so that it can go on after an interruption.
///
/// If the file is there when `fit` begins, training goes on after its last epoch, and ends with the same bits
/// as if it had never been interrupted. A finished run gives back its model and history at once. A file of
/// another run (other data, settings, or parameters to begin with) is refused.
///
/// The file is a safetensors file with the parameters, the optimizer's state and the history.
public struct Checkpoint: Sendable, Equatable {
  /// Where the file is.
  public let path: String
  /// The number of epochs from one writing of the file to the next.
  public let every: Int

  /// Creates a checkpoint; the file is written after every so many epochs, and after the last one.
  public init(_ path: String, every epochs: Int = 1) {
    self.path = path
    every = epochs
  }
}
