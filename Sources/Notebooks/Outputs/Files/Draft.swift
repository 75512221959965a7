internal import Foundation
internal import Glibc

/// The file beside another in which that one's content is written, `.name.host.pid.part`.
///
/// Several machines may write to one folder, and the number of a process means something on its own machine only.
public enum Draft {
  private static let ending = ".part"

  /// The name of this machine.
  private static let host: String = {
    // Linux has no longer ones, and the last byte stays zero.
    var name = [CChar](repeating: 0, count: 65)
    _ = gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }()

  /// Returns the path of this process's draft of the file at `path`.
  public static func path(of path: String) -> String {
    "\(FilePath.folder(of: path))/.\(shortened(FilePath.name(of: path))).\(host).\(getpid())\(ending)"
  }

  /// Gives the draft the name of the file at `path`, which it replaces.
  public static func publish(_ draft: String, as path: String) throws(NotebookError) {
    guard rename(draft, path) == 0 else {
      let reason = SystemReason.ofLastCall
      unlink(draft)
      throw .unwritable(path: path, reason: reason)
    }
  }

  /// Removes drafts that a killed process of this machine has left in `folder`, of the files called `names`; nil for all.
  static func removeAbandoned(in folder: String, of names: Set<String>? = nil) {
    let names = names.map { Set($0.map(shortened)) }
    for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      guard file.hasPrefix("."), file.hasSuffix(ending) else { continue }
      let parts = file.dropFirst().dropLast(ending.count)
      guard let dot = parts.lastIndex(of: "."), let process = pid_t(parts[parts.index(after: dot)...]),
        process > 0, parts[..<dot].hasSuffix(".\(host)"),
        names?.contains(String(parts[..<dot].dropLast(host.count + 1))) ?? true, kill(process, 0) != 0,
        errno == ESRCH
      else { continue }
      unlink("\(folder)/\(file)")
    }
  }

  /// A name of the longest kind that a file can have leaves no space for what a draft adds.
  private static func shortened(_ name: String) -> String {
    // The end stays, which tells the formats of one notebook apart.
    var name = name
    while name.utf8.count > 160 { name.removeFirst() }
    return name
  }
}
