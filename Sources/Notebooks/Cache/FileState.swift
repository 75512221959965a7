internal import Digest
internal import Foundation
internal import Glibc

/// What can be told of a path without knowing what the file is for.
enum FileState {
  /// Returns what kind of thing is at `path`.
  static func kind(of path: String) -> String {
    guard let status = status(of: path) else { return "absent" }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return "file"
    case S_IFDIR: return "folder"
    default: return "other"
    }
  }

  /// Returns the kind of thing at `path`, and for a file its size and the time of its latest change.
  static func description(of path: String) -> String {
    let link = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) ?? ""
    guard let status = status(of: path), status.st_mode & S_IFMT == S_IFREG else {
      return "\(kind(of: path)) \(link)"
    }
    return "file \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(link)"
  }

  /// Returns size, times and number of the file at `path`; empty if there is no ordinary file.
  static func stamp(of path: String) -> String {
    guard let status = status(of: path), status.st_mode & S_IFMT == S_IFREG else { return "" }
    let times = [status.st_mtim, status.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
    return "\(status.st_dev) \(status.st_ino) \(status.st_size) \(times.joined(separator: " "))"
  }

  /// Returns what tells the file at `path` from every other, whatever leads to it; nil if there is none.
  ///
  /// `-` is the file that standard input comes from.
  static func identity(of path: String) -> String? {
    var status = stat()
    guard (path == "-" ? fstat(STDIN_FILENO, &status) : stat(path, &status)) == 0 else { return nil }
    return "\(status.st_dev) \(status.st_ino)"
  }

  /// Returns the size of the file at `path` in bytes; nil if there is none.
  static func size(of path: String) -> Int? { status(of: path).map { Int($0.st_size) } }

  /// Whether there is anything at `path`, be it a link that leads nowhere.
  static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether the file at `path` belongs to the user who runs this.
  static func isOwn(_ path: String) -> Bool { status(of: path)?.st_uid == geteuid() }

  /// Returns the time of the latest change of the file at `path`, in seconds; nil if there is none.
  static func changeTime(of path: String) -> Double? {
    status(of: path).map { Double($0.st_ctim.tv_sec) + Double($0.st_ctim.tv_nsec) * 1e-9 }
  }

  /// Returns a digest of the file's content or of the folder's list of names; the kind for anything else.
  static func digest(of path: String) -> String {
    switch kind(of: path) {
    case "folder":
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      return SHA256.text(of: names.sorted().joined(separator: "\0").utf8)
    case "file":
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return "unreadable" }
      defer { close(descriptor) }
      var hash = SHA256()
      while let chunk = Pipe.read(from: descriptor, atMost: 1 << 20) { hash.update(chunk) }
      return hash.finishedText()
    case let kind: return kind
    }
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }
}
