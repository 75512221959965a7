internal import Foundation

/// The free space of a file system.
enum DiskSpace {
  /// Returns how many bytes are free where the folder at `path` is; nil if the system does not tell.
  static func free(at path: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
    return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
  }

  /// Whether so little is free that a compiler, which needs some megabytes, may have failed for it.
  static func isExhausted(at path: String) -> Bool { free(at: path).map { $0 < 1 << 20 } ?? false }
}
