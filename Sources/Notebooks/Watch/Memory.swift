internal import Foundation

/// The memory of this machine.
enum Memory {
  /// Whether less than a tenth of it is available, so that no further state should be kept.
  static var isScarce: Bool {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else { return false }
    func kilobytes(_ name: String) -> Int? {
      let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      return line.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") }
    }
    guard let total = kilobytes("MemTotal"), let available = kilobytes("MemAvailable") else { return false }
    return available < total / 10
  }
}
