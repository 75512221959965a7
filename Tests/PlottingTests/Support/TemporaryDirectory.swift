import Glibc

/// An empty directory that goes when the value goes.
final class TemporaryDirectory {
  let path: String

  init() {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/plotting-tests-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer {
      mkdtemp($0.baseAddress!).map { String(cString: $0) } ?? ""
    }
  }

  func write(_ text: String, to name: String) {
    guard let file = fopen("\(path)/\(name)", "w") else { return }
    fputs(text, file)
    fclose(file)
  }

  deinit {
    for name in ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"] { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
