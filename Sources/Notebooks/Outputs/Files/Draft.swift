internal import Foundation
internal import Glibc

/// The file beside another in which that one's content is written, `.name.pid.part`.
public enum Draft {
  private static let ending = ".part"

  /// Returns the path of this process's draft of the file at `path`.
  public static func path(of path: String) -> String {
    "\(FilePath.folder(of: path))/.\(shortened(FilePath.name(of: path))).\(getpid())\(ending)"
  }

  /// Gives the draft the name of the file at `path`, which it replaces.
  public static func publish(_ draft: String, as path: String) throws(NotebookError) {
    guard rename(draft, path) == 0 else {
      let reason = SystemReason.ofLastCall
      unlink(draft)
      throw .unwritable(path: path, reason: reason)
    }
  }

  /// Removes drafts that a killed process has left in `folder`, of the files called `names`; nil for all.
  static func removeAbandoned(in folder: String, of names: Set<String>? = nil) {
    let names = names.map { Set($0.map(shortened)) }
    for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      guard file.hasPrefix("."), file.hasSuffix(ending) else { continue }
      let parts = file.dropFirst().dropLast(ending.count)
      guard let dot = parts.lastIndex(of: "."), let process = pid_t(parts[parts.index(after: dot)...]),
        process > 0, names?.contains(String(parts[..<dot])) ?? true, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlink("\(folder)/\(file)")
    }
  }

  /// A name of the longest kind that a file can have leaves no space for what a draft adds.
  private static func shortened(_ name: String) -> String {
    // The end stays, which tells the formats of one notebook apart.
    var name = name
    while name.utf8.count > 230 { name.removeFirst() }
    return name
  }
}
