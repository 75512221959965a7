internal import Foundation
internal import Glibc

/// Which running process started which, as the kernel tells.
///
/// Processes that have ended and were not reaped are left out.
struct ProcessTable {
  /// The parent of each process.
  private let parents: [pid_t: pid_t]

  /// Reads the table of this moment.
  ///
  /// Takes time in proportion to the number of the machine's processes.
  init() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    var parents: [pid_t: pid_t] = [:]
    for case let id? in names.lazy.map({ pid_t($0) }) { parents[id] = ProcessTable.parent(of: id) }
    self.parents = parents
  }

  /// Returns the parent of the process `id`; nil if no such process is running.
  static func parent(of id: pid_t) -> pid_t? {
    // "1234 (name) S 1 …", where the name is the process's own choice.
    guard let text = StatusFile.text("/proc/\(id)/stat"), let end = text.lastIndex(of: ")") else {
      return nil
    }
    let fields = text[text.index(after: end)...].split(separator: " ", maxSplits: 2)
    return fields.count == 3 && fields[0] != "Z" && fields[0] != "X" ? pid_t(fields[1]) : nil
  }

  /// Returns the processes whose parent is `id`.
  func children(of id: pid_t) -> [pid_t] { parents.filter { $0.value == id }.map(\.key) }

  /// Returns `roots` and all that descend from them, without `pruned` and what descends from those.
  func tree(from roots: [pid_t], without pruned: Set<pid_t> = []) -> Set<pid_t> {
    let children = Dictionary(grouping: parents.keys) { parents[$0] ?? 0 }
    var found: Set<pid_t> = []
    var pending = roots.filter { parents[$0] != nil && !pruned.contains($0) }
    while let id = pending.popLast() {
      guard found.insert(id).inserted else { continue }
      pending += (children[id] ?? []).filter { !pruned.contains($0) }
    }
    return found
  }
}
