import Glibc

/// A request written byte by byte, as a browser would not send it, and what comes back.
enum RawRequest {
  /// Connects to `port` on the loopback interface, sends `text`, and returns the answer until the server closes.
  static func send(_ text: String, port: UInt16) -> String {
    guard let descriptor = connect(port: port) else { return "" }
    defer { close(descriptor) }
    let bytes = Array(text.replacing("\n", with: "\r\n").utf8)
    _ = write(descriptor, bytes, bytes.count)
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0 else { break }
      answer += chunk.prefix(count)
    }
    return String(decoding: answer, as: UTF8.self)
  }

  /// Asks for `path` as a page of this machine would, and returns the answer.
  static func get(_ path: String, port: UInt16, headers: String = "", method: String = "GET") -> String {
    send("\(method) \(path) HTTP/1.1\nHost: 127.0.0.1:\(port)\n\(headers)Connection: close\n\n", port: port)
  }

  /// Opens a connection with a time limit for each answer, which only a server that hangs reaches.
  static func connect(port: UInt16) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 600, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }
}
