internal import Glibc

extension Worker {
  /// Hands on what has been printed so far, and no more than that: a cell may print without end.
  func drain(_ handle: (Message) -> Void) {
    for (descriptor, message) in [
      (standardOutput, Message.standardOutput), (standardError, Message.standardError),
    ] {
      var waiting = Pipe.waiting(on: descriptor)
      while waiting > 0, let chunk = Pipe.read(from: descriptor, atMost: min(waiting, 1 << 16)),
        !chunk.isEmpty
      {
        watch.receive(chunk.count)
        handle(message(chunk))
        waiting -= chunk.count
      }
    }
  }

  /// Returns the descriptors among `wanted` for which one of the events they are asked for comes within the time.
  func poll(_ wanted: [(descriptor: Int32, event: Int32)], atMost seconds: Double) -> Set<Int32> {
    var polled = wanted.map { pollfd(fd: $0.descriptor, events: Int16($0.event), revents: 0) }
    guard Glibc.poll(&polled, nfds_t(polled.count), Int32((seconds * 1000).rounded(.up))) > 0 else {
      return []
    }
    return Set(polled.filter { $0.revents != 0 }.map(\.fd))
  }
}
