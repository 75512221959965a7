#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Where displayed values go: to the runner inside a notebook, to standard output elsewhere.
public final class DisplayChannel: Sendable {
  /// The channel of this process.
  public static let current = DisplayChannel()

  private struct Connection {
    var frames: Int32
    var acknowledgments: Int32
    var seal: FrameSeal
    /// The process whose frames they are.
    ///
    /// One that a cell forks has the connection, and shall not speak for the cell.
    var owner: Int32
  }

  private let connection = ForkableMutex<Connection?>(nil)

  private init() {}

  /// Sends frames to the descriptor `frames` from now on.
  ///
  /// Only the worker calls this. After each frame that is acknowledged, it waits for that on `acknowledgments`. By `key`
  /// the runner knows its frames from those of cells.
  package func connect(frames: Int32, acknowledgments: Int32, key: [UInt8]) {
    let seal = FrameSeal(key: key)
    connection.withLock {
      $0 = Connection(frames: frames, acknowledgments: acknowledgments, seal: seal, owner: getpid())
    }
  }

  /// Makes this process, which the worker has forked, the one that sends frames.
  package func takeOver() { connection.withLock { $0?.owner = getpid() } }

  /// Whether this process was forked by a cell, and its frames are not sent.
  package var isCopy: Bool { connection.withLock { $0.map { $0.owner != getpid() } ?? false } }

  /// Sends one frame, after everything that was printed before it.
  package func send(_ frame: Frame) { exclusively { send in send(frame) } }

  /// Asks the runner for a line of input; returns it with its end, or nil at the end of the input.
  package func readLine() -> [UInt8]? {
    connection.withLock { connection in
      fflush(nil)
      guard let connection, connection.owner == getpid() else { return nil }
      writeAll(connection.seal.bytes(of: .inputWanted), to: connection.frames)
      wait(for: Frame.inputAnswer, on: connection.acknowledgments)
      let header = readAll(4, from: connection.acknowledgments)
      let length = header.reversed().reduce(0) { $0 << 8 | UInt32($1) }
      return length == .max ? nil : readAll(Int(length), from: connection.acknowledgments)
    }
  }

  /// Calls `body`, which alone can send frames meanwhile, by the function that it gets.
  ///
  /// `body` may fork: parent and child both return from it, and the other threads of both can send again.
  package func exclusively<Result>(_ body: (_ send: (Frame) -> Void) -> Result) -> Result {
    connection.withLock { connection in
      body { frame in
        fflush(nil)
        guard let connection else { return printPlainly(frame) }
        guard connection.owner == getpid() else { return }
        writeAll(connection.seal.bytes(of: frame), to: connection.frames)
        if let byte = frame.acknowledgment { wait(for: byte, on: connection.acknowledgments) }
      }
    }
  }

  private func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let written = write(descriptor, rest.base.baseAddress! + rest.startIndex, rest.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno != EINTR {
          return  // The runner is gone, and this process with it.
        }
      }
    }
  }

  private func readAll(_ count: Int, from descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var chunk = [UInt8](repeating: 0, count: count - bytes.count)
      let got = read(descriptor, &chunk, chunk.count)
      if got > 0 { bytes += chunk.prefix(got) } else if got == 0 || errno != EINTR { break }
    }
    return bytes
  }

  private func wait(for wanted: UInt8, on descriptor: Int32) {
    var byte: UInt8 = 0
    var count: Int
    repeat {
      count = read(descriptor, &byte, 1)
    } while count < 0 && errno == EINTR || count > 0 && byte != wanted
  }

  private func printPlainly(_ frame: Frame) {
    switch frame {
    case .display(let bundle) where bundle.bytes(of: MIMEType.clear) != nil: break
    case .display(let bundle):
      if let text = bundle.bytes(of: MIMEType.plainText) { print(String(decoding: text, as: UTF8.self)) }
      if let text = bundle.bytes(of: MIMEType.warnings) {
        for line in text.split(separator: UInt8(ascii: "\n")) {
          writeAll(Array("warning: ".utf8) + line + Array("\n".utf8), to: STDERR_FILENO)
        }
      }
    case .expectation(let expectation) where !expectation.passed:
      let outcome = expectation.isBinding ? "expectation failed" : "differs from the original example"
      print("line \(expectation.line): \(outcome): \(expectation.comment)\n\(expectation.details)")
    default: break
    }
  }
}
