/// The head of a request: its first line and its headers.
///
/// A preview takes no bodies.
struct PreviewRequest: Equatable {
  /// The method, such as `GET`.
  var method: String
  /// The path as it was sent; nothing is decoded.
  var path: String
  /// What stands behind the question mark; empty if there is none.
  var query: String
  /// The headers, by their names in small letters.
  var headers: [String: String] = [:]

  /// Reads the bytes up to the empty line; nil if they are no request of HTTP/1, or name two hosts.
  init?(_ head: [UInt8]) {
    guard let text = String(validating: head, as: UTF8.self) else { return nil }
    var lines = text.unicodeScalars.split(separator: "\n").map { line in
      String(String.UnicodeScalarView(line.last == "\r" ? line.dropLast() : line))
    }[...]
    let words = lines.popFirst()?.split(separator: " ", omittingEmptySubsequences: false) ?? []
    guard words.count == 3, words[1].hasPrefix("/"), words[2].hasPrefix("HTTP/1.") else { return nil }
    method = String(words[0])
    let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(target[0])
    query = target.count > 1 ? String(target[1]) : ""
    for line in lines where !line.isEmpty {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let name = line[..<colon].lowercased()
      let value = line[colon...].dropFirst().drop { $0 == " " || $0 == "\t" }
      guard name != "host" || headers[name] == nil else { return nil }
      headers[name] = String(value)
    }
  }

  /// The value of `name` in the query; nil if it has none.
  func parameter(_ name: String) -> String? {
    query.split(separator: "&").first { $0.hasPrefix(name + "=") }.map {
      String($0.dropFirst(name.count + 1))
    }
  }
}
