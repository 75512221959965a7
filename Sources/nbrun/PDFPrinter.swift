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

  /// Prints the page at `path` to a file beside it; returns that file's path.
  static func print(_ path: String) throws(NotebookError) -> String {
    let browser = try browser()
    let page = URL(fileURLWithPath: path).standardizedFileURL
    let target = page.deletingPathExtension().appendingPathExtension("pdf")
    let profile = FileManager.default.temporaryDirectory.appending(path: "nbrun-pdf-\(getpid())")
    defer { try? FileManager.default.removeItem(at: profile) }
    try? FileManager.default.removeItem(at: target)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: browser)
    // Chromium refuses its sandbox to root.
    process.arguments =
      (getuid() == 0 ? ["--no-sandbox"] : []) + [
        "--headless", "--disable-gpu", "--user-data-dir=\(profile.path)", "--no-pdf-header-footer",
        "--generate-pdf-document-outline", "--print-to-pdf=\(target.path)", page.absoluteString,
      ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let name = target.path
    do { try process.run() } catch {
      throw .unwritable(path: name, reason: "'\(browser)' does not start: \(error.localizedDescription)")
    }
    let id = process.processIdentifier
    let watchdog = DispatchWorkItem { kill(id, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: watchdog)
    process.waitUntilExit()
    watchdog.cancel()
    guard process.terminationStatus == 0, FileManager.default.fileExists(atPath: name) else {
      let end = process.terminationReason == .exit ? "status" : "signal"
      throw .unwritable(
        path: name, reason: "'\(browser)' printed nothing (\(end) \(process.terminationStatus))")
    }
    return URL(fileURLWithPath: path).deletingPathExtension().appendingPathExtension("pdf").relativePath
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
