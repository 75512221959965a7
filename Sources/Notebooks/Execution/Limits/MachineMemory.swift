internal import Foundation

/// The memory of this machine, or of the container that this process runs in.
enum MachineMemory {
  /// How much there is, in bytes; nil if the system does not tell.
  static var total: Int? {
    [kilobytes("MemTotal").map { $0 << 10 }, containerLimit].compactMap(\.self).min()
  }

  /// Whether less than a tenth of it is available, so that no further state should be kept.
  static var isScarce: Bool {
    guard let total = kilobytes("MemTotal"), let available = kilobytes("MemAvailable") else { return false }
    return available < total / 10
  }

  private static func kilobytes(_ name: String) -> Int? {
    StatusFile.kilobytes(name, inFileAt: "/proc/meminfo")
  }

  /// What the control group of this process may use; nil without such a limit.
  private static var containerLimit: Int? {
    guard let groups = StatusFile.text("/proc/self/cgroup"),
      let group = groups.split(separator: "\n").first(where: { $0.hasPrefix("0::") }),
      let limit = StatusFile.text("/sys/fs/cgroup\(group.dropFirst(3))/memory.max")
    else { return nil }
    return Int(limit.trimmingSpaces)
  }
}
