internal import Foundation

/// Looks from time to time whether the processes of a notebook keep to its limits.
///
/// The kernel keeps a process to its limits, but not several together; and for the superuser it does not count
/// processes.
struct ResourceWatch {
  /// The limits.
  let limits: ResourceLimits
  private let descendants: Descendants
  /// A folder whose files are in memory; nil if files are on a disk.
  private let memoryFolder: String?
  private var received = 0
  private var nextLook = ContinuousClock.now

  /// Creates a watch over the processes that `descendants` finds.
  ///
  /// - Parameter memoryFolder: A folder whose files are in memory and count; nil if there is none.
  init(limits: ResourceLimits, descendants: Descendants, memoryFolder: String? = nil) {
    self.limits = limits
    self.descendants = descendants
    self.memoryFolder = memoryFolder
  }

  /// Begins anew, with another cell.
  mutating func begin() {
    received = 0
    nextLook = .now + .milliseconds(250)
  }

  /// Takes in that the cell has output `count` bytes.
  mutating func receive(_ count: Int) { received += count }

  /// Returns the limit that is exceeded; `workers` are the processes in which cells run, copies of each other.
  mutating func exceededLimit(workers: @autoclosure () -> Set<pid_t>) -> ExceededLimit? {
    if let limit = limits.output, received > limit { return .output(limit: limit) }
    let start = ContinuousClock.now
    guard start >= nextLook, limits.processes != nil || limits.memory != nil else { return nil }
    let processes = descendants.processes()
    let workers = workers()
    let started = processes.filter { !workers.contains($0) }
    // Where there are many processes, looking takes its time, which is the cell's.
    defer { nextLook = .now + max(.milliseconds(250), (ContinuousClock.now - start) * 50) }
    if let limit = limits.processes, started.count > limit {
      return .processes(running: started.count, limit: limit)
    }
    guard let limit = limits.memory else { return nil }
    let used = workers.map(ResourceWatch.memory).max() ?? 0
    let files = memoryFolder.flatMap(DiskSpace.used) ?? 0
    let together = started.reduce(used + files) { $0 + ResourceWatch.memory(of: $1) }
    return together > limit ? .memory(used: together, limit: limit) : nil
  }

  /// The memory that the process uses and that is not a file's, in bytes; 0 if it has ended.
  private static func memory(of process: pid_t) -> Int {
    guard let status = StatusFile.text("/proc/\(process)/status") else { return 0 }
    let names = ["RssAnon", "RssShmem", "VmSwap"]
    return names.reduce(0) { $0 + (StatusFile.kilobytes($1, in: status) ?? 0) << 10 }
  }
}
