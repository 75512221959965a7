import Digest
import Foundation
import Notebooks

/// A headless Chromium, where there is one.
enum Chromium {
  /// The program; nil if it is not installed.
  static let program: URL? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let paths = ["chromium", "chromium-browser", "google-chrome"].flatMap { name in
      folders.map { "\($0)/\(name)" }
    }
    return paths.first { FileManager.default.isExecutableFile(atPath: $0) }.map { URL(filePath: $0) }
  }()

  /// What every start says; the profile is in `folder`.
  static func options(folder: URL) -> [String] {
    (getuid() == 0 ? ["--no-sandbox"] : []) + [
      "--headless", "--disable-gpu", "--user-data-dir=\(folder.path)/profile",
      "--disable-background-networking",
    ]
  }

  /// Runs it with `arguments`; returns what it wrote to standard output and standard error.
  static func run(_ arguments: [String]) throws -> (output: String, messages: String) {
    let folder = Fixtures.scratch.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files, since a pipe that nobody reads would stop it.
    let files = ["out", "err"].map { folder.appending(path: $0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    let process = Process()
    process.executableURL = program
    process.arguments =
      options(folder: folder) + ["--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND"]
      + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    let killer = Patience.killer(of: process.processIdentifier)
    process.waitUntilExit()
    killer.cancel()
    return (
      String(decoding: try Data(contentsOf: files[0]), as: UTF8.self),
      String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
    )
  }

  /// What a page is like in a window of some width.
  struct Look: Decodable, Equatable {
    var width: Int
    var scrollWidth: Int
    var isDark: Bool
    var attacks: [String]
    var hasSwitch: Bool
    var tables: [Table]
  }

  /// The box of a table, in CSS pixels.
  struct Table: Decodable, Equatable {
    /// What is visible of it.
    var clientWidth: Int
    /// What is there to be scrolled to.
    var scrollWidth: Int
    /// How far it extends beyond the column of text.
    var overhang: Int
    /// Whether its edges have shadows where there is more to see.
    var hasShadow: Bool
  }

  /// Opens `html` in frames of each of `widths` and returns what they are like, and what the console says; `isPrinted`
  /// lays it out as on paper.
  ///
  /// A script that measures is added, and its hash to those that the page allows; nothing else is changed.
  static func looks(
    at html: String, widths: [Int], isDark: Bool, isPrinted: Bool = false
  ) throws -> (looks: [Look], console: [String], requests: String) {
    let folder = Fixtures.scratch.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let probe = """
      var attacks = []; function pwned(name) { attacks.push(name); }
      addEventListener('load', function () { setTimeout(function () {
        document.querySelectorAll('details').forEach(function (part) { part.open = true; });
        if (\(isPrinted)) Array.from(document.styleSheets[0].cssRules).forEach(function (rule) {
          if (rule.media && rule.media.mediaText === 'print') rule.media.mediaText = 'all';
        });
        var main = document.querySelector('main');
        var tables = Array.from(document.querySelectorAll('.scroll')).map(function (box) {
          return { clientWidth: box.clientWidth, scrollWidth: box.scrollWidth,
            overhang: Math.round(box.getBoundingClientRect().right - main.getBoundingClientRect().right),
            hasShadow: getComputedStyle(box).backgroundImage.includes('gradient') };
        });
        parent.postMessage(JSON.stringify({
          width: innerWidth, scrollWidth: document.documentElement.scrollWidth, attacks: attacks,
          isDark: matchMedia('(prefers-color-scheme: dark)').matches,
          hasSwitch: document.querySelector('.theme-switch') !== null, tables: tables }), '*');
      }, 100); });
      """
    let hash = Data(SHA256.digest(of: Array(probe.utf8))).base64EncodedString()
    let page = html.replacing(
      "script-src &#39;", with: "script-src &#39;sha256-\(hash)&#39; &#39;", maxReplacements: 1
    )
    .replacing("<title>", with: "<script>\(probe)</script><title>", maxReplacements: 1)
    try Data(page.utf8).write(to: folder.appending(path: "page.html"))
    let frames = widths.map {
      "<iframe src='page.html' style='width: \($0)px; height: 900px; border: 0'></iframe>"
    }
    let wrapper = """
      <!DOCTYPE html><meta name="color-scheme" content="light dark"><body style="width: 3000px">\(frames.joined())
      <script>addEventListener('message', function (event) {
        var line = document.createElement('code'); line.textContent = btoa(event.data); document.body.append(line);
      });</script>
      """
    try Data(wrapper.utf8).write(to: folder.appending(path: "wrapper.html"))
    let log = folder.appending(path: "net.json")
    let run = try run([
      "--dump-dom", "--virtual-time-budget=8000", "--log-net-log=\(log.path)",
      "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)",
      folder.appending(path: "wrapper.html").absoluteString,
    ])
    let looks = try run.output.matches(of: /<code>([A-Za-z0-9+\/=]+)<\/code>/).map { match in
      try JSONDecoder().decode(Look.self, from: Data(base64Encoded: String(match.1)) ?? Data())
    }
    let console = run.messages.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init)
    let requests = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    return (looks.sorted { $0.width < $1.width }, console, requests)
  }
}
