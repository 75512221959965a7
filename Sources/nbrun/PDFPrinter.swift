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
  /// The file appears whole; if nothing is printed, what was there stays.
  static func print(_ path: String, to target: String) throws(NotebookError) -> String {
    let browser = try browser()
    let page = URL(fileURLWithPath: path).standardizedFileURL
    let draft = Draft.path(of: target)
    let profile = FileManager.default.temporaryDirectory.appending(path: "nbrun-pdf-\(getpid())")
    defer { try? FileManager.default.removeItem(at: profile) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: browser)
    // Chromium refuses its sandbox to root.
    process.arguments =
      (getuid() == 0 ? ["--no-sandbox"] : []) + [
        "--headless", "--disable-gpu", "--user-data-dir=\(profile.path)", "--no-pdf-header-footer",
        "--generate-pdf-document-outline", "--print-to-pdf=\(URL(fileURLWithPath: draft).path)",
        page.absoluteString,
      ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch {
      throw .unwritable(path: target, reason: "'\(browser)' does not start: \(error.localizedDescription)")
    }
    let id = process.processIdentifier
    let watchdog = DispatchWorkItem { kill(id, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: watchdog)
    process.waitUntilExit()
    watchdog.cancel()
    guard process.terminationStatus == 0, FileManager.default.fileExists(atPath: draft) else {
      unlink(draft)
      let end = process.terminationReason == .exit ? "status" : "signal"
      throw .unwritable(
        path: target, reason: "'\(browser)' printed nothing (\(end) \(process.terminationStatus))")
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
