internal import Display
internal import Glibc

/// Reads the messages of the Language Server Protocol: headers, an empty line, and as many bytes as they say.
struct MessageReader {
  /// What comes next.
  enum Next {
    case message(JSON)
    /// Something else, and why; reading goes on behind it.
    case garbage(String)
    case end
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var position = 0

  /// No editor sends a message of more bytes.
  private static let limit = 1 << 28

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Waits for the next message.
  mutating func next() -> Next {
    var length: Int?
    var isBlank = true
    while let line = line() {
      if line.isEmpty {
        guard !isBlank else { continue }
        guard let length, (0...Self.limit).contains(length) else {
          return .garbage("a message without a usable Content-Length")
        }
        return message(length)
      }
      isBlank = false
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == "content-length" {
        length = Int(parts[1].filter { $0 != " " })
      }
    }
    return .end
  }

  private mutating func message(_ length: Int) -> Next {
    while buffer.count - position < length { if !fill() { return .end } }
    let bytes = Array(buffer[position..<position + length])
    position += length
    do throws(JSONParser.Failure) {
      return .message(try JSONParser.parse(bytes))
    } catch {
      return .garbage("a message is not JSON: \(error.reason)")
    }
  }

  /// Returns the next header without its end; nil at the end of the stream.
  private mutating func line() -> String? {
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        var line = buffer[position..<end]
        position = end + 1
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
      }
      searched = buffer.count
      // A header of that length is none; what it belongs to cannot be told.
      if searched - position > 1 << 16 {
        position = searched
        return "?"
      }
      let consumed = position
      if !fill() { return nil }
      searched -= consumed - position
    }
  }

  private mutating func fill() -> Bool {
    buffer.removeSubrange(..<position)
    position = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { bytes, count in
      var got: Int
      repeat { got = read(descriptor, bytes.baseAddress, 1 << 16) } while got < 0 && errno == EINTR
      count = max(got, 0)
    }
    buffer += chunk
    return !chunk.isEmpty
  }
}
