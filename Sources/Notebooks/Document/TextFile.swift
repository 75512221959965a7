internal import Foundation

/// Files of text.
enum TextFile {
  /// Returns the text of the file at `path`.
  static func read(_ path: String) throws(NotebookError) -> String {
    let bytes = try bytes(path)
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    // Every line is checked alone; a sequence that is not UTF-8 cannot hide a line end.
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let wrong = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw .notUTF8(path: path, line: wrong + 1)
  }

  /// Returns the bytes of the file at `path`.
  static func bytes(_ path: String) throws(NotebookError) -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .missing(path: path)
    }
    if isFolder.boolValue { throw .unreadable(path: path, reason: "it is a folder") }
    do {
      return [UInt8](try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .unreadable(path: path, reason: SystemReason.of(error))
    }
  }
}
