internal import Foundation

/// A folder for the files of one run.
package struct TemporaryFolder: Sendable {
  /// Where it is.
  package let path: String

  /// Creates an empty folder that nobody else uses.
  package init() throws(NotebookError) {
    let template = FileManager.default.temporaryDirectory.path + "/nbrun-XXXXXX"
    var bytes = Array(template.utf8CString)
    guard mkdtemp(&bytes) != nil else {
      throw .unwritable(path: template, reason: String(cString: strerror(errno)))
    }
    path = String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Removes the folder and everything in it.
  package func remove() { try? FileManager.default.removeItem(atPath: path) }
}
