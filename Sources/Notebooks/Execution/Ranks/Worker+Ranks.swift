internal import Display
internal import Foundation

/// The worker as one of several ranks.
extension Worker {
  /// How long ranks may take to find each other, in seconds; launchers start them one after the other.
  private static let patience = 60.0

  /// Waits until the worker has joined the other ranks, and connects this runner with that of rank 0.
  ///
  /// - Throws: `NotebookError.noRanks` if that fails, or MPI counts other ranks than the launcher has started.
  func join(_ ranks: any RankLink) throws(NotebookError) {
    var joined: (rank: Int, count: Int, announcement: String)?
    var errors: [UInt8] = []
    let deadline = ContinuousClock.now + .seconds(Worker.patience)
    while joined == nil {
      let end = wait(atMost: 0.2) { message in
        switch message {
        case .frame(.joined(let rank, let count, let announcement)): joined = (rank, count, announcement)
        case .standardError(let bytes): errors += bytes
        case .frame, .standardOutput, .inputWanted: break
        }
      }
      switch end {
      // The first cell ends so.
      case .interrupted: return
      case .unloadable(let message): throw .noRanks(reason: message)
      case nil where ContinuousClock.now > deadline:
        throw .noRanks(reason: "they have not found each other within \(Worker.patience.formattedSeconds)")
      case nil: break
      default:
        drain { if case .standardError(let bytes) = $0 { errors += bytes } }
        let words = String(decoding: errors.suffix(4096), as: UTF8.self).trimmingSpaces
        throw .noRanks(reason: "MPI has ended the worker" + (words.isEmpty ? "" : ":\n\(words)"))
      }
    }
    guard let joined else { return }
    let launched = ranks.launched
    guard (joined.rank, joined.count) == (launched.rank, launched.count) else {
      throw .noRanks(
        reason:
          "the launcher has started rank \(launched.rank) of \(launched.count), and MPI takes it for rank "
          + "\(joined.rank) of \(joined.count): is '\(ranks.library.path)' of another MPI than the launcher"
          + (launched.startup == .absent ? ", or 'srun' without '--mpi=pmix'?" : "?"))
    }
    ranks.connect(by: joined.announcement)
    self.ranks = ranks
  }

  /// Says that `cell` comes next, if there are other ranks.
  func begin(_ cell: Cell) {
    guard let ranks else { return }
    ranks.begin(cell: cell.number)
    send(.beginCell, "\(cell.number)")
  }

  /// How the cell ends if the run is asked to end: launchers ask all ranks when one of them has failed.
  var whyInterrupted: End { ranks?.failure(within: 0.25).map(End.rankFailed) ?? .interrupted }
}

extension LaunchedRank {
  /// Returns the descriptor through which the launcher is asked for the other ranks, if that is how, and changes the
  /// variable that names it to what the worker finds.
  static func descriptor(in environment: inout [String: String]) -> Int32? {
    guard let descriptor = ProcessInfo.processInfo.environment["PMI_FD"].flatMap({ Int32($0) }) else {
      return nil
    }
    environment["PMI_FD"] = "\(WorkerDescriptor.launcher)"
    return descriptor
  }
}
