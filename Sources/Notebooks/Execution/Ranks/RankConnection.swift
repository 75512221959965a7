internal import CProcess
internal import Glibc

/// A connection between two runners.
final class RankConnection {
  /// The socket; it never blocks.
  let descriptor: Int32
  private var buffer: [UInt8] = []
  /// Whether the other end is gone, or has sent something else than messages.
  private(set) var isClosed = false

  /// Takes over `descriptor`, a connected socket.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Sends `message`, if the other end is there; it is short, and there is always space for it.
  func send(_ message: RankMessage) {
    let line = message.line
    _ = line.withUnsafeBytes {
      Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
  }

  /// Returns the messages that have arrived.
  func receive() -> [RankMessage] {
    while !isClosed, let chunk = Pipe.read(from: descriptor, atMost: 4096) {
      if chunk.isEmpty { return messages() }
      buffer += chunk
      if buffer.count > RankMessage.lengthLimit { break }
    }
    isClosed = true
    return messages()
  }

  private func messages() -> [RankMessage] {
    var messages: [RankMessage] = []
    do throws(RankMessage.Invalid) {
      while let message = try RankMessage.next(from: &buffer) { messages.append(message) }
    } catch {
      isClosed = true
    }
    return messages
  }

  /// Waits until one of `descriptors` can be read from, `seconds` at most.
  static func wait(for descriptors: [Int32], atMost seconds: Double) {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = poll(&polled, nfds_t(polled.count), Int32((max(0, seconds) * 1000).rounded(.up)))
  }
}
