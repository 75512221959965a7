internal import Display
internal import Glibc

/// The state before the cell that runs, kept by a child of the worker.
///
/// A worker that runs a cell by `.runWithBackup` does so in its own memory, with all its threads, while a copy of it
/// waits. When the cell has succeeded, the copy is ended; when the cell has ended the worker, or is not to have happened,
/// the copy takes the worker's place. So there are two processes at most, however many cells run.
extension Worker {
  /// Gives up the state before the latest cell, which has succeeded.
  func endBackup() {
    backup?.send(signal: SIGKILL)
    backup = nil
  }

  /// Goes back to the state before the latest cell; returns false if the worker is of no use then.
  ///
  /// What the cell has started ends with it, apart from `spared`.
  func fallBack(sparing spared: Set<pid_t>) -> Bool {
    // Where no copy could be made, the cell has not run.
    guard let backup else { return isRunning }
    server?.send(signal: SIGKILL)
    let started = Frame.started(id: backup.id)
    guard backupServes || awaitLast(like: started, atMost: 10, where: { $0 == started }), !backup.hasEnded
    else { return false }
    (server, id, self.backup, backupServes) = (backup, backup.id, nil, false)
    endProcesses(sparing: spared)
    return true
  }
}
