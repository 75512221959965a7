internal import Foundation
internal import Glibc

/// Files that a reader sees whole or not at all.
package enum AtomicFile {
  /// Writes `bytes` to a draft beside `path` and renames it; a file that already says so is left alone.
  package static func write(_ bytes: [UInt8], to path: String) throws(NotebookError) {
    if FileState.kind(of: path) == "file", let present = try? TextFile.bytes(path), present == bytes {
      return
    }
    let draft = Draft.path(of: path)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .unwritable(path: path, reason: SystemReason.ofLastCall) }
    var written = 0
    var isWritten = true
    while isWritten, written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
      }
      if count >= 0 { written += count } else { isWritten = errno == EINTR }
    }
    let reason = SystemReason.ofLastCall
    // Some file systems tell only now that there is no space.
    let isClosed = close(descriptor) == 0
    guard isWritten, isClosed else {
      let reason = isWritten ? SystemReason.ofLastCall : reason
      unlink(draft)
      throw .unwritable(path: path, reason: reason)
    }
    try Draft.publish(draft, as: path)
  }

  /// Writes `record` as JSON, as `write(_:to:)` does.
  package static func write(record: some Encodable, to path: String) throws(NotebookError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = Result { try encoder.encode(record) }
    guard case .success(let data) = text else {
      throw .unwritable(path: path, reason: "the record cannot be encoded")
    }
    try write(Array(data), to: path)
  }

  /// Creates the folder at `path` and those above it.
  package static func createFolder(_ path: String) throws(NotebookError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: path, reason: SystemReason.of(error))
    }
  }
}
