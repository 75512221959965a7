internal import Foundation
internal import Glibc
internal import Notebooks

/// The file that grows by a line with each event of a run.
final class EventLog {
  private let draft: String
  private let folder: String
  private let file: FileHandle

  /// Creates an empty file in `folder`, whose name is not known before the notebook is read.
  init(in folder: String) throws(NotebookError) {
    self.folder = folder
    draft = "\(folder)/.events-\(getpid()).jsonl"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    _ = FileManager.default.createFile(atPath: draft, contents: nil)
    guard let file = FileHandle(forWritingAtPath: draft) else {
      throw .unwritable(path: draft, reason: String(cString: strerror(errno)).lowercased())
    }
    self.file = file
  }

  deinit { unlink(draft) }

  /// Writes what happened at once, so that it is there if the program is ended.
  func record(_ event: RunEvent) { file.write(Data(EventLines.line(event).utf8)) }

  /// Gives the file the name of the notebook; returns its path.
  func finish(name: String) throws(NotebookError) -> String {
    let path = "\(folder)/\(name).\(OutputFormat.jsonl.fileExtension)"
    guard rename(draft, path) == 0 else {
      throw .unwritable(path: path, reason: String(cString: strerror(errno)).lowercased())
    }
    return path
  }
}
