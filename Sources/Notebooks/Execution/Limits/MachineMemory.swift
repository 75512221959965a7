internal import Foundation

/// The memory of this machine, or of the container that this process runs in.
enum MachineMemory {
  /// How much there is, in bytes; nil if the system does not tell.
  static var total: Int? {
    let machine = StatusFile.kilobytes("MemTotal", inFileAt: path).map { $0 << 10 }
    return [machine, containerLimit].compactMap(\.self).min()
  }

  /// Whether less than a tenth of it is available, so that no further state should be kept.
  static var isScarce: Bool {
    guard let text = StatusFile.text(path), let total = StatusFile.kilobytes("MemTotal", in: text),
      let available = StatusFile.kilobytes("MemAvailable", in: text)
    else { return false }
    return available < total / 10
  }

  private static let path = "/proc/meminfo"

  /// What the control group of this process may use; nil without such a limit.
  private static var containerLimit: Int? {
    guard let groups = StatusFile.text("/proc/self/cgroup"),
      let group = groups.split(separator: "\n").first(where: { $0.hasPrefix("0::") }),
      let limit = StatusFile.text("/sys/fs/cgroup\(group.dropFirst(3))/memory.max")
    else { return nil }
    return Int(limit.trimmingSpaces)
  }
}
