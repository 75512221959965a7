internal import Glibc

/// What changes about a file when it is written again.
struct FileMark: Equatable {
  private var device: UInt64 = 0
  private var node: UInt64 = 0
  private var size = 0
  private var seconds = 0
  private var nanoseconds = 0

  /// Looks at the file at `path`.
  init(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    device = UInt64(status.st_dev)
    node = UInt64(status.st_ino)
    size = Int(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }

  /// Whether there is a file; some editors remove it for a moment.
  var exists: Bool { node != 0 }
}
