internal import Foundation
internal import Glibc
internal import Notebooks

/// Prints a handout as PDF with a Chromium that is installed.
enum PDFPrinter {
  /// How Chromium and its relatives are called.
  private static let names = [
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
  ]
  /// The longest that printing may take, in seconds.
  private static let patience = 120.0

  /// Prints the page at `path` to the file at `target`; returns that file's path.
  ///
  /// The file appears whole; if nothing is printed, what was there stays. Whatever the page asks for from a network, it gets
  /// nothing: a page holds all of itself.
  ///
  /// - Parameter isContained: Whether this is a container, in which Chromium needs no sandbox and has no shared memory.
  static func print(_ path: String, to target: String, isContained: Bool) throws(NotebookError) -> String {
    let browser = try browser()
    let page = URL(fileURLWithPath: path).standardizedFileURL
    let draft = Draft.path(of: target)
    let profile = try TemporaryFolder()
    defer { profile.remove() }
    // Chromium refuses its sandbox to root. All requests go to a port that is nobody's.
    let arguments =
      (getuid() == 0 || isContained ? ["--no-sandbox", "--disable-dev-shm-usage"] : []) + [
        "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--disable-background-networking",
        "--headless", "--disable-gpu", "--user-data-dir=\(profile.path)", "--no-pdf-header-footer",
        "--generate-pdf-document-outline", "--print-to-pdf=\(URL(fileURLWithPath: draft).path)",
        page.absoluteString,
      ]
    let run = try Tool.run(browser, arguments, in: ".", timeout: patience)
    guard run.succeeded, FileManager.default.fileExists(atPath: draft) else {
      unlink(draft)
      let end =
        switch run.termination {
        case _ where run.isTimedOut: "still at work after \(Int(patience)) s"
        case .exited(let status): "status \(status)"
        case .signaled(let signal): "signal \(signal)"
        }
      throw .unwritable(path: target, reason: "'\(browser)' printed nothing (\(end))")
    }
    try Draft.publish(draft, as: target)
    return target
  }

  /// Returns the path of the browser that prints.
  static func browser() throws(NotebookError) -> String {
    guard let path = names.lazy.compactMap(program).first else { throw .browserMissing }
    return path
  }

  private static func program(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
