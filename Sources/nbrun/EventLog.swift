internal import Foundation
internal import Glibc
internal import Notebooks

/// The file that grows by a line with each event of a run.
final class EventLog {
  private let draft: String
  private let folder: String
  private let file: Int32
  /// Why it is not whole; a run goes on without it.
  private var failure: String?

  /// Creates an empty file in `folder`, whose name is not known before the notebook is read.
  init(in folder: String) throws(NotebookError) {
    self.folder = folder
    draft = "\(folder)/.events-\(getpid()).jsonl"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw .unwritable(path: draft, reason: SystemReason.current) }
  }

  deinit {
    close(file)
    unlink(draft)
  }

  /// Writes what happened at once, so that it is there if the program is ended.
  func record(_ event: RunEvent) {
    if failure == nil, !Descriptor.write(EventLines.line(event), to: file) { failure = SystemReason.current }
  }

  /// Gives the file the name of the notebook; returns its path.
  func finish(name: String) throws(NotebookError) -> String {
    let path = "\(folder)/\(name).\(OutputFormat.jsonl.fileExtension)"
    if let failure { throw .unwritable(path: path, reason: failure) }
    guard rename(draft, path) == 0 else { throw .unwritable(path: path, reason: SystemReason.current) }
    return path
  }
}
