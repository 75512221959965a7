/// A tree that the compiler dumps as JSON: each node stands before those inside it.
///
/// Nothing here recurses, since the tree of a long sum is as deep as the sum is long.
struct CompilerDump: Sendable {
  /// An object, a list or a value.
  struct Node: Sendable {
    /// What the node is to the one around it; empty in lists.
    var key = ""
    /// What an object says that it is: `func_decl`.
    var kind = ""
    /// The text of a value; nil for objects and lists.
    var text: String?
    /// The node around it; -1 for the root.
    var parent: Int
    /// The index behind the last node inside it.
    var end = 0
  }

  /// The nodes.
  private(set) var nodes: [Node] = []
  /// The nodes of the top level.
  private(set) var items: [Int] = []
  /// Where the code begins that is spoken of, in bytes.
  private var start = 0

  /// Reads a dump whose root is an object of the kind `source_file`; nil if it cannot be read.
  ///
  /// The compiler does not close the object of a type with attributes, such as `@Sendable () -> Int`, and loses keys
  /// behind it. A dump that is no JSON is therefore read as if such an object ended with the type in it.
  init?(_ text: String) {
    var text = text
    let isRead = text.withUTF8 { bytes in
      read(bytes, closesAttributed: false) || read(bytes, closesAttributed: true)
    }
    guard isRead, nodes.first?.kind == "source_file" else { return nil }
    items = member(0, "items").map { Array(children($0)) } ?? []
  }

  /// Returns the dump of the code in each of `ranges`, behind each of which stands an enumeration that belongs to none.
  ///
  /// Returns nil if that is not what was read: code without an end took in what stands behind it.
  func parts(_ ranges: [Range<Int>]) -> [CompilerDump]? {
    var rest = items[...]
    var parts: [CompilerDump] = []
    for code in ranges {
      var part = self
      part.start = code.lowerBound
      part.items = []
      while let item = rest.first, range(item).map({ $0.upperBound < code.upperBound }) ?? true {
        part.items.append(item)
        rest.removeFirst()
      }
      // The line feed stands before it.
      guard let end = rest.popFirst(), nodes[end].kind == "enum_decl",
        range(end)?.lowerBound == code.upperBound + 1
      else { return nil }
      parts.append(part)
    }
    return rest.isEmpty ? parts : nil
  }

  /// The nodes right inside of `node`, in order.
  func children(_ node: Int) -> some Sequence<Int> {
    let end = nodes[node].end
    return sequence(state: node + 1) { next in
      guard next < end else { return nil }
      defer { next = nodes[next].end }
      return next
    }
  }

  /// The node that is called `key` in `node`.
  func member(_ node: Int, _ key: String) -> Int? { children(node).first { nodes[$0].key == key } }

  /// The text of the value called `key` in `node`.
  func text(_ node: Int, _ key: String) -> String? { member(node, key).flatMap { nodes[$0].text } }

  /// The name of the declaration `node`, without labels.
  func name(of node: Int) -> String? {
    guard let base = member(node, "name").flatMap({ member($0, "base_name") }) else { return nil }
    return text(base, "name") ?? text(base, "special")
  }

  /// The labels of the parameters of the declaration `node`, `_` for none.
  func labels(of node: Int) -> [String] {
    guard let name = member(node, "name"), let labels = member(name, "args") else { return [] }
    return children(labels).map { nodes[$0].text.flatMap { $0.isEmpty ? nil : $0 } ?? "_" }
  }

  /// Where the code of `node` begins and where its last token does, in bytes.
  func range(_ node: Int) -> ClosedRange<Int>? {
    guard let range = member(node, "range"), let start = text(range, "start").flatMap({ Int($0) }),
      let end = text(range, "end").flatMap({ Int($0) }), start <= end
    else { return nil }
    return start - self.start...end - self.start
  }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, closesAttributed: Bool) -> Bool {
    nodes = []
    var open: [(index: Int, isObject: Bool)] = []
    var key = ""
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        nodes.append(Node(key: key, parent: open.last?.index ?? -1))
        open.append((nodes.count - 1, byte == UInt8(ascii: "{")))
        key = ""
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard let closed = open.popLast(), closed.isObject == (byte == UInt8(ascii: "}")) else {
          return false
        }
        nodes[closed.index].end = nodes.count
        if closesAttributed {
          var inner = closed.index
          while let outer = open.last?.index, nodes[inner].key == "type_repr",
            nodes[outer].kind == "type_attributed"
          {
            nodes[outer].end = nodes.count
            open.removeLast()
            inner = outer
          }
        }
        position += 1
      case UInt8(ascii: "\""):
        guard let text = CompilerDump.takeText(bytes, &position) else { return false }
        if position < bytes.count, bytes[position] == UInt8(ascii: ":") {
          // Lists have keys only where the compiler has lost count.
          key = open.last?.isObject == true ? text : ""
        } else {
          append(text, &key, in: open.last?.index)
        }
      case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\n"): position += 1
      default:
        let end = bytes[position...].firstIndex { [0x2C, 0x7D, 0x5D, 0x0A].contains($0) } ?? bytes.count
        append(String(decoding: bytes[position..<end], as: UTF8.self), &key, in: open.last?.index)
        position = end
      }
    }
    return open.isEmpty
  }

  private mutating func append(_ text: String, _ key: inout String, in parent: Int?) {
    if key == "_kind", let parent { nodes[parent].kind = text }
    nodes.append(Node(key: key, text: text, parent: parent ?? -1, end: nodes.count + 1))
    key = ""
  }

  /// Reads the text that begins at `position`, and moves behind it; nil if it has no end.
  private static func takeText(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> String? {
    let start = position + 1
    var (end, isEscaped) = (start, false)
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      if bytes[end] == UInt8(ascii: "\\") {
        isEscaped = true
        end += 1
      }
      end += 1
    }
    guard end < bytes.count else { return nil }
    position = end + 1
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    // Names and numbers have none; what texts of the author say is not looked at.
    return isEscaped ? text.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\") : text
  }
}
