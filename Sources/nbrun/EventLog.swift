internal import Foundation
internal import Glibc
internal import Notebooks

/// The file that grows by a line with each event of a run.
final class EventLog {
  private let path: String
  private let draft: String
  private let file: FileHandle

  /// Creates an empty draft of the file at `path`.
  init(at path: String) throws(NotebookError) {
    self.path = path
    draft = Draft.path(of: path)
    try? FileManager.default.createDirectory(
      atPath: FilePath.folder(of: path), withIntermediateDirectories: true)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .unwritable(path: path, reason: String(cString: strerror(errno)).lowercased())
    }
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  deinit { unlink(draft) }

  /// Writes what happened at once, so that it is there if the program is ended.
  func record(_ event: RunEvent) { file.write(Data(EventLines.line(event).utf8)) }

  /// Gives the file its name; returns its path.
  func finish() throws(NotebookError) -> String {
    try Draft.publish(draft, as: path)
    return path
  }
}
