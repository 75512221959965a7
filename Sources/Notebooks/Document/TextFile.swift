internal import Foundation

/// Files of text.
enum TextFile {
  /// Returns the text of the file at `path`.
  static func read(_ path: String) throws(NotebookError) -> String {
    let bytes = [UInt8](try data(path))
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    // Every line is checked alone; a sequence that is not UTF-8 cannot hide a line end.
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let wrong = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw .notUTF8(path: path, line: wrong + 1)
  }

  private static func data(_ path: String) throws(NotebookError) -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .missing(path: path)
    }
    if isFolder.boolValue { throw .unreadable(path: path, reason: "it is a folder") }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .unreadable(path: path, reason: SystemReason.of(error))
    }
  }
}
