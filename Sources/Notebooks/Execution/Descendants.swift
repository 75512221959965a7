internal import CProcess
internal import Glibc
internal import Synchronization

/// The processes of a worker and all that cells started, found by who started whom.
///
/// Neither a process group nor a variable of the environment holds them: libraries start processes in groups of their
/// own, and cells may clear the environment. A process whose parent has ended belongs to the worker's guardian, and if
/// the guardian has ended, to this process.
package struct Descendants {
  private static let adoptsOrphans = Mutex(false)

  /// Takes all children of this process that are not `ChildProcess`es for what cells have left behind.
  ///
  /// For programs that start processes in no other way while a notebook runs.
  package static func adoptOrphans() {
    adoptsOrphans.withLock { $0 = cpr_adopt_orphans() == 0 }
  }

  /// Ends the process `id`, whose parent has ended, and waits until it is gone.
  static func endOrphan(_ id: pid_t) {
    let patience = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < patience {
      let isGone = ChildProcess.withRunning { own in
        // Its parent has reaped it, and the id is another's.
        if own.contains(id) { return true }
        let isGone = waitpid(id, nil, WNOHANG) != 0
        if !isGone { Glibc.kill(id, SIGKILL) }
        return isGone
      }
      if isGone { return }
      usleep(1_000)
    }
  }

  /// The process that all of them descend from.
  let root: pid_t

  /// Returns the root and all processes that descend from it.
  func processes() -> Set<pid_t> {
    ChildProcess.withRunning { own in
      let table = ProcessTable()
      // Once it is reaped, the id may be another process's.
      var roots = own.contains(root) || root == getpid() ? [root] : []
      if Descendants.adoptsOrphans.withLock({ $0 }) { roots += table.children(of: getpid()) }
      return table.tree(from: roots, without: own.subtracting([root]))
    }
  }

  /// Kills all but the root and `spared`; returns those that were killed, which are to be reaped after the root's end.
  @discardableResult
  func kill(sparing spared: Set<pid_t> = []) -> Set<pid_t> {
    var stopped: Set<pid_t> = []
    let spared = spared.union([root])
    // A process may start another one while the table is read; one that is stopped does not.
    for _ in 0..<100 {
      let left = processes().subtracting(spared)
      if left.isSubset(of: stopped) { break }
      for id in left.subtracting(stopped) { Glibc.kill(id, SIGSTOP) }
      stopped.formUnion(left)
    }
    var killed: Set<pid_t> = []
    let patience = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < patience {
      // One that was being started when its parent stopped is seen only now.
      let left = processes().subtracting(spared)
      if left.isEmpty { break }
      for id in left { Glibc.kill(id, SIGKILL) }
      killed.formUnion(left)
      usleep(1_000)
    }
    return killed
  }
}
