internal import Foundation
internal import Glibc
internal import Notebooks

/// The file that grows by a line with each event of a run.
final class EventLog {
  private let path: String
  private let draft: String
  private let file: Int32
  /// Why it is not whole; a run goes on without it.
  private var failure: String?

  /// Creates an empty draft of the file at `path`.
  init(at path: String) throws(NotebookError) {
    self.path = path
    draft = Draft.path(of: path)
    try? FileManager.default.createDirectory(
      atPath: FilePath.folder(of: path), withIntermediateDirectories: true)
    file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw .unwritable(path: path, reason: SystemReason.ofLastCall) }
  }

  deinit {
    close(file)
    unlink(draft)
  }

  /// Writes what happened at once, so that it is there if the program is ended.
  func record(_ event: RunEvent) {
    if failure == nil, !Descriptor.write(EventLines.line(event), to: file) {
      failure = SystemReason.ofLastCall
    }
  }

  /// Gives the file its name; returns its path.
  func finish() throws(NotebookError) -> String {
    if let failure { throw .unwritable(path: path, reason: failure) }
    try Draft.publish(draft, as: path)
    return path
  }
}
