internal import Foundation

/// Files that a reader sees whole or not at all.
enum WholeFile {
  /// Writes `bytes` to a file beside `path` and renames it; a file that already says so is left alone.
  static func write(_ bytes: [UInt8], to path: String) throws(NotebookError) {
    if let present = FileManager.default.contents(atPath: path), present.elementsEqual(bytes) { return }
    let target = URL(filePath: path)
    let draft = target.deletingLastPathComponent()
      .appending(path: ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).part")
    do { try Data(bytes).write(to: draft) } catch {
      unlink(draft.path)
      throw .unwritable(path: path, reason: SystemReason.of(error))
    }
    if rename(draft.path, path) != 0 {
      let reason = String(cString: strerror(errno)).lowercased()
      unlink(draft.path)
      throw .unwritable(path: path, reason: reason)
    }
  }

  /// Creates the folder at `path` and those above it.
  static func createFolder(_ path: String) throws(NotebookError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: path, reason: SystemReason.of(error))
    }
  }
}
