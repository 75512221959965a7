internal import CZeroMQ

/// A ZeroMQ context, in which the sockets of a kernel are.
package final class SocketContext: @unchecked Sendable {
  fileprivate let pointer: UnsafeMutableRawPointer

  /// Creates a context.
  package init() throws(JupyterError) {
    guard let pointer = zmq_ctx_new() else { throw Socket.error("ZeroMQ cannot start") }
    self.pointer = pointer
  }

  /// Ends all calls on sockets of the context, and waits until what was sent has left.
  package func end() {
    zmq_ctx_shutdown(pointer)
    zmq_ctx_term(pointer)
  }
}

/// A ZeroMQ socket that a kernel listens on; to be used by one thread.
package final class Socket {
  /// What a socket does with messages.
  package enum Kind {
    case router, publisher, reply

    fileprivate var number: Int32 {
      switch self {
      case .router: ZMQ_ROUTER
      case .publisher: ZMQ_PUB
      case .reply: ZMQ_REP
      }
    }
  }

  /// The largest frame that is taken, in bytes: a peer that sends more is cut off.
  package static let largestFrame = 64 << 20
  /// The most frames of one message.
  private static let mostFrames = 64

  let pointer: UnsafeMutableRawPointer

  /// Creates a socket that listens at `endpoint`.
  package init(_ kind: Kind, in context: SocketContext, at endpoint: String) throws(JupyterError) {
    guard let pointer = zmq_socket(context.pointer, kind.number) else {
      throw Socket.error("no socket for \(endpoint)")
    }
    self.pointer = pointer
    set(ZMQ_LINGER, 1000 as Int32)
    set(ZMQ_MAXMSGSIZE, Int64(Socket.largestFrame))
    // Output that comes faster than a client takes it waits; what a cell prints is limited already.
    if kind == .publisher { set(ZMQ_SNDHWM, 0 as Int32) }
    // A client that has reconnected is the one to answer.
    if kind == .router { set(ZMQ_ROUTER_HANDOVER, 1 as Int32) }
    guard zmq_bind(pointer, endpoint) == 0 else {
      let error = Socket.error("cannot listen at \(endpoint)")
      zmq_close(pointer)
      throw error
    }
  }

  deinit { zmq_close(pointer) }

  private func set<Value>(_ option: Int32, _ value: Value) {
    withUnsafeBytes(of: value) { _ = zmq_setsockopt(pointer, option, $0.baseAddress, $0.count) }
  }

  /// Returns the frames of a message that has arrived; nil if none has, nothing for one with too many.
  package func receive() -> [[UInt8]]? {
    var frames: [[UInt8]] = []
    while true {
      var message = zmq_msg_t()
      zmq_msg_init(&message)
      defer { zmq_msg_close(&message) }
      guard zmq_msg_recv(&message, pointer, ZMQ_DONTWAIT) >= 0 else { return nil }
      if frames.count <= Socket.mostFrames {
        let bytes = UnsafeRawBufferPointer(start: zmq_msg_data(&message), count: zmq_msg_size(&message))
        frames.append(Array(bytes))
      }
      if zmq_msg_more(&message) == 0 { return frames.count > Socket.mostFrames ? [] : frames }
    }
  }

  /// Sends the frames of a message; to nobody, if nobody is there.
  package func send(_ frames: [[UInt8]]) {
    for (index, frame) in frames.enumerated() {
      let isLast = index == frames.count - 1
      guard zmq_send(pointer, frame, frame.count, ZMQ_DONTWAIT | (isLast ? 0 : ZMQ_SNDMORE)) >= 0 else {
        return
      }
    }
  }

  /// Sends back whatever arrives, until the context ends; nothing else on this process's threads can hold it up.
  package func echo() { zmq_proxy(pointer, pointer, nil) }

  fileprivate static func error(_ what: String) -> JupyterError {
    JupyterError("\(what): \(String(cString: zmq_strerror(zmq_errno())))")
  }
}

/// Waits for messages on sockets, and for bytes on descriptors.
package enum Poll {
  /// Waits `milliseconds` at most until one of `sockets` or `descriptors` can be read from; returns the positions of such
  /// sockets.
  package static func wait(_ sockets: [Socket], _ descriptors: [Int32], atMost milliseconds: Int) -> [Int] {
    let events = Int16(ZMQ_POLLIN)
    var items = sockets.map { zmq_pollitem_t(socket: $0.pointer, fd: 0, events: events, revents: 0) }
    items += descriptors.map { zmq_pollitem_t(socket: nil, fd: $0, events: events, revents: 0) }
    guard zmq_poll(&items, Int32(items.count), milliseconds) > 0 else { return [] }
    return sockets.indices.filter { items[$0].revents != 0 }
  }
}
