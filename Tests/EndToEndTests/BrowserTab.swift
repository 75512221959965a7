import CProcess
import Display
import Foundation
import Testing

/// A page in a headless Chromium that stays open, asked over the browser's own protocol.
///
/// Commands and answers go through two pipes, each message with a zero byte behind it: no port, no socket.
final class BrowserTab {
  /// What the page's console said that it should not.
  private(set) var complaints: [String] = []
  private let folder: URL
  private var id: pid_t = 0
  private let commands: Int32
  private let answers: Int32
  private var buffer: [UInt8] = []
  private var session = ""
  private var lastID = 0
  private var killer: DispatchWorkItem?

  /// Starts the browser and opens `address`.
  init(_ address: String) throws {
    folder = Fixtures.scratch.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var (toBrowser, fromBrowser): ([Int32], [Int32]) = ([0, 0], [0, 0])
    try #require(cpr_pipe(&toBrowser) == 0 && cpr_pipe(&fromBrowser) == 0)
    (commands, answers) = (toBrowser[1], fromBrowser[0])
    cpr_ignore_broken_pipes()
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { for end in [null, toBrowser[0], fromBrowser[1]] { close(end) } }
    let program = try #require(Chromium.program).path
    let arguments =
      [program] + Chromium.options(folder: folder) + [
        "--remote-debugging-pipe", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--window-size=1000,700", "about:blank",
      ]
    let argv = arguments.map { strdup($0) } + [nil]
    let envp = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    // The browser finds the pipes as descriptors 3 and 4.
    let descriptors = [null, null, null, toBrowser[0], fromBrowser[1]]
    try #require(cpr_spawn(program, folder.path, argv, envp, descriptors, 5, SIGKILL, &id) == 0)
    killer = Patience.killer(of: -id)
    let target = try ask("Target.createTarget", ["url": .string("about:blank")])["targetId"]
    session = try ask("Target.attachToTarget", ["targetId": target, "flatten": .bool(true)])["sessionId"]
      .string
    for domain in ["Runtime", "Log", "Page"] { _ = try ask(domain + ".enable") }
    _ = try ask("Page.navigate", ["url": .string(address)])
  }

  deinit {
    kill(-id, SIGKILL)
    killer?.cancel()
    waitpid(id, nil, 0)
    close(commands)
    close(answers)
    try? FileManager.default.removeItem(at: folder)
  }

  /// Returns what `expression` is on the page.
  func value(of expression: String) throws -> JSON {
    let answer = try ask(
      "Runtime.evaluate", ["expression": .string(expression), "returnByValue": .bool(true)])
    let problem = answer["exceptionDetails"]
    try #require(problem == .null, "\(expression): \(problem.text)")
    return answer["result"]["value"]
  }

  /// Waits until `condition` is true on the page.
  func wait(until condition: String) throws {
    do {
      try Patience.wait(for: condition) { try value(of: "Boolean(\(condition))") == .bool(true) }
    } catch let exhausted as Patience.Exhausted {
      let text = try value(of: "document.getElementById('page').contentDocument.body.innerText").string
      throw Patience.Exhausted(event: "\(exhausted.event), on a page that says \(text)")
    }
  }

  private func ask(_ method: String, _ parameters: JSON.Members = [:]) throws -> JSON {
    lastID += 1
    let command = JSON.object(
      .init(
        [
          .init(key: "id", value: .int(lastID)), .init(key: "method", value: .string(method)),
          .init(key: "params", value: .object(parameters)),
        ] + (session.isEmpty ? [] : [.init(key: "sessionId", value: .string(session))])))
    let bytes = Array(command.text.utf8) + [0]
    try #require(write(commands, bytes, bytes.count) == bytes.count)
    while true {
      let message = try next()
      if message["id"] == .int(lastID) {
        // A page that gives way to another one does not answer any more.
        if message["error"]["message"].string.contains("navigated") { return .null }
        try #require(message["error"] == .null, "\(method): \(message.text)")
        return message["result"]
      }
      note(message)
    }
  }

  private func note(_ message: JSON) {
    let parameters = message["params"]
    switch message["method"].string {
    case "Runtime.exceptionThrown": complaints.append(parameters.text)
    case "Runtime.consoleAPICalled" where ["error", "warning", "assert"].contains(parameters["type"].string):
      complaints.append(parameters.text)
    case "Log.entryAdded" where ["error", "warning"].contains(parameters["entry"]["level"].string):
      complaints.append(parameters["entry"]["text"].string)
    default: break
    }
  }

  private func next() throws -> JSON {
    while true {
      if let end = buffer.firstIndex(of: 0) {
        let message = try JSONParser.parse(Array(buffer[..<end]))
        buffer.removeSubrange(...end)
        return message
      }
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(answers, &chunk, chunk.count)
      try #require(count > 0, "the browser has ended")
      buffer += chunk[..<count]
    }
  }
}
