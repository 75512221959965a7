internal import Foundation

/// The space of a file system.
enum DiskSpace {
  /// Returns how many bytes are free where the folder at `path` is; nil if the system does not tell.
  static func free(at path: String) -> Int? { size(.systemFreeSize, at: path) }

  /// Returns how many bytes are used where the folder at `path` is; nil if the system does not tell.
  static func used(at path: String) -> Int? {
    guard let whole = size(.systemSize, at: path), let free = free(at: path) else { return nil }
    return whole - free
  }

  private static func size(_ key: FileAttributeKey, at path: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
    return (attributes?[key] as? NSNumber)?.intValue
  }

  /// Whether so little is free that a compiler, which needs some megabytes, may have failed for it.
  static func isExhausted(at path: String) -> Bool { free(at: path).map { $0 < 1 << 20 } ?? false }
}
