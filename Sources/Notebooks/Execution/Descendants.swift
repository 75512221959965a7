internal import Foundation
internal import Glibc

/// The processes that cells started, found by a variable that they inherit.
///
/// A process group does not hold them: many libraries start a process in a group of its own.
struct Descendants {
  /// The variable that the worker is started with.
  static let variable = "NBRUN_RUN"

  /// What the variable holds in this run and in no other.
  let mark: String

  /// Kills those that are left but for `spared`, and reaps those whose own parent has ended.
  func kill(sparing spared: Set<pid_t> = []) {
    var stopped: Set<pid_t> = []
    // A process may start another one while the list is read; one that is stopped does not.
    for _ in 0..<100 {
      let left = Set(processes()).subtracting(spared)
      if left.isSubset(of: stopped) { break }
      for id in left.subtracting(stopped) { Glibc.kill(id, SIGSTOP) }
      stopped.formUnion(left)
    }
    let left = Set(processes()).subtracting(spared)
    for id in left { Glibc.kill(id, SIGKILL) }
    for id in left { reap(id) }
  }

  /// Returns all processes of the run, the worker included.
  func processes() -> [pid_t] {
    let assignment = Array("\(Descendants.variable)=\(mark)".utf8)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { id in
      // Processes of other users cannot be read, and are not ours.
      guard let data = FileManager.default.contents(atPath: "/proc/\(id)/environ") else { return false }
      return data.split(separator: 0).contains { $0.elementsEqual(assignment) }
    }
  }

  /// Waits a moment for a killed process to be gone, if this process has inherited it.
  private func reap(_ id: pid_t) {
    for _ in 0..<200 {
      let result = waitpid(id, nil, WNOHANG)
      if result == id || result < 0 && errno == ECHILD { return }
      usleep(5_000)
    }
  }
}
