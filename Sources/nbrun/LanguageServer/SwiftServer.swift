internal import Display
internal import Foundation

/// The toolchain's language server, started for one notebook.
///
/// To be used by one thread; what the server says is handed on by another.
final class SwiftServer {
  /// What comes from the server.
  enum Event: Sendable {
    case message(JSON)
    case ended
  }

  private let process = Process()
  private let writer: MessageWriter
  private let input: Pipe
  private let output: Pipe
  /// What has to wait until the server has introduced itself.
  private var waiting: [JSON.Members]? = []
  private var lastID = 0

  /// Starts `executable` in `folder`, for an editor with the abilities `capabilities`.
  init(
    executable: String, folder: String, arguments: [String], capabilities: JSON,
    handle: @escaping @Sendable (Event) -> Void
  ) throws {
    let flags = arguments.joined(separator: "\n") + "\n"
    try Data(flags.utf8).write(to: URL(filePath: folder + "/compile_flags.txt"))
    (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: executable)
    process.arguments = ["--default-workspace-type", "compilationDatabase"]
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    writer = MessageWriter(descriptor: input.fileHandleForWriting.fileDescriptor)
    let descriptor = output.fileHandleForReading.fileDescriptor
    Thread {
      var reader = MessageReader(descriptor: descriptor)
      while true {
        switch reader.next() {
        case .message(let message): handle(.message(message))
        case .garbage: continue
        case .end: return handle(.ended)
        }
      }
    }.start()
    writer.send([
      "id": .int(0), "method": .string("initialize"),
      "params": .object([
        "processId": .int(Int(getpid())), "rootUri": .string(URL(filePath: folder).absoluteString),
        "capabilities": capabilities,
        "initializationOptions": .object(["backgroundIndexing": .bool(false)]),
      ]),
    ])
  }

  deinit {
    if process.isRunning { process.terminate() }
  }

  /// Sends what was waiting, once the server has introduced itself.
  func isReady() {
    writer.notify("initialized", [:])
    for message in waiting ?? [] { writer.send(message) }
    waiting = nil
  }

  /// Asks for something; returns the number under which the answer comes.
  func request(_ method: String, _ parameters: JSON) -> Int {
    lastID += 1
    send(["id": .int(lastID), "method": .string(method), "params": parameters])
    return lastID
  }

  /// Tells something.
  func notify(_ method: String, _ parameters: JSON) {
    send(["method": .string(method), "params": parameters])
  }

  /// Answers a request of the server, which gets nothing.
  func answer(_ id: JSON, _ method: String, _ parameters: JSON?) {
    let count = parameters?.member("items")?.values.count ?? 0
    let nothing: JSON =
      method == "workspace/configuration" ? .array(Array(repeating: .null, count: count)) : .null
    writer.answer(id, nothing)
  }

  private func send(_ message: JSON.Members) {
    if waiting == nil { writer.send(message) } else { waiting?.append(message) }
  }
}
