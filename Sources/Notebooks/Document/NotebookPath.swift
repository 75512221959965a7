internal import Glibc

/// Where a notebook is read from: a file, or a stream, which can be read only once.
public enum NotebookPath {
  /// What messages and outputs call a notebook that comes from a stream.
  static let streamName = "stdin"

  /// Whether `path` is `-`, another name of standard input, a pipe such as that of `<(…)`, or a device.
  public static func isStream(_ path: String) -> Bool {
    if path == "-" || path == "/dev/stdin" || path.hasPrefix("/dev/fd/") { return true }
    var status = stat()
    return stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// What messages call the notebook at `path`; its outputs are named for it, too.
  public static func shown(_ path: String) -> String { isStream(path) ? streamName : path }

  /// Whether the name of the file at `path` is that of a markdown file.
  public static func isMarkdown(_ path: String) -> Bool {
    let name = path.lowercased()
    return name.hasSuffix(".md") || name.hasSuffix(".markdown")
  }
  /// Whether the file at `path` is a notebook of the folder that it is found in: a markdown file, but no `README.md`, which
  /// describes the folder.
  public static func isMarkdownOfFolder(_ path: String) -> Bool {
    let name = FilePath.name(of: path).lowercased()
    return isMarkdown(name) && !["readme.md", "readme.markdown"].contains(name)
  }
}
