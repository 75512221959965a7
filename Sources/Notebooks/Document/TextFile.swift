internal import Glibc

/// Files of text.
package enum TextFile {
  /// The most that is read from a stream, which may have no end.
  private static let streamLimit = 64 << 20

  /// Returns the text of the file at `path`, or of standard input if that is `-`, without a byte order mark.
  package static func read(_ path: String, takesStreams: Bool = false) throws(NotebookError) -> String {
    try text(of: try bytes(path, takesStreams: takesStreams), path: path)
  }

  /// Returns the text that `bytes` are, which come from the file at `path`, without a byte order mark.
  static func text(of bytes: [UInt8], path: String) throws(NotebookError) -> String {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    // Every line is checked alone; a sequence that is not UTF-8 cannot hide a line end.
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let wrong = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw .notUTF8(path: NotebookPath.shown(path), line: wrong + 1)
  }

  /// Returns `text` without a byte order mark, its lines ended as on Unix, whether they are those of Windows or of old
  /// Macs.
  ///
  /// Swift sees the line end of Windows as one character, which equals neither of its two.
  static func withUnixLineEnds(_ text: String) -> String {
    if text.utf8.first != 0xEF, !text.utf8.contains(UInt8(ascii: "\r")) { return text }
    var scalars = Substring(text).unicodeScalars
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    var unified = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in scalars {
      if scalar == "\r" {
        unified.append("\n")
      } else if scalar != "\n" || previous != "\r" {
        unified.append(scalar)
      }
      previous = scalar
    }
    return String(unified)
  }

  /// Returns the bytes of the file at `path`, or of standard input if that is `-`.
  ///
  /// The system's own calls take a path of any length.
  ///
  /// - Parameter takesStreams: Whether the user has named the file, which may then be a pipe. Anywhere else a cell may
  ///   have put one in the place of a file, and nobody would ever write to it.
  package static func bytes(_ path: String, takesStreams: Bool = false) throws(NotebookError) -> [UInt8] {
    let flags = O_RDONLY | O_CLOEXEC | (takesStreams ? 0 : O_NONBLOCK)
    let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, flags)
    guard descriptor >= 0 else {
      throw [ENOENT, ENOTDIR].contains(errno)
        ? .missing(path: path) : .unreadable(path: path, reason: SystemReason.ofLastCall)
    }
    defer { close(descriptor) }
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    let kind = isKnown ? status.st_mode & S_IFMT : S_IFREG
    if kind == S_IFDIR { throw .unreadable(path: path, reason: "it is a folder") }
    if kind != S_IFREG, !takesStreams { throw .unreadable(path: path, reason: "it is not a regular file") }
    var bytes: [UInt8] = []
    if kind == S_IFREG, isKnown { bytes.reserveCapacity(Int(status.st_size)) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(path: path, reason: SystemReason.ofLastCall)
      }
      bytes += buffer[..<count]
      if kind != S_IFREG, bytes.count > streamLimit {
        throw .unreadable(path: path, reason: "more than \(streamLimit >> 20) MiB came from it")
      }
    }
  }
}
