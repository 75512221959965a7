internal import CNN

/// Takes a message in protobuf's wire format apart, field by field.
///
/// A field is a varint with its number and kind, then a varint, 4 or 8 bytes, or a length and so many bytes. Nothing is
/// read beyond the end of the message, whatever its lengths say.
///
/// - SeeAlso: https://protobuf.dev/programming-guides/encoding
struct WireReader {
  /// How deep messages may be nested; graphs inside of graphs are rarely deeper than 20.
  private static let depthLimit = 100

  private let bytes: [UInt8]
  private let end: Int
  private let depth: Int
  private let path: String
  private var position: Int

  /// Creates a reader of a file's bytes; errors name `path`.
  init(_ bytes: [UInt8], path: String) {
    self.init(bytes, 0..<bytes.count, depth: 0, path: path)
  }

  private init(_ bytes: [UInt8], _ range: Range<Int>, depth: Int, path: String) {
    (self.bytes, position, end, self.depth, self.path) = (
      bytes, range.lowerBound, range.upperBound, depth, path
    )
  }

  /// Returns the next field; nil at the end of the message.
  ///
  /// - Throws: `FileError` when it is malformed or goes beyond the end.
  mutating func next() throws(FileError) -> WireField? {
    guard position < end else { return nil }
    let start = position
    let key = try varint()
    guard key >> 3 > 0, key >> 3 < 1 << 29 else { throw malformed("a field has the number \(key >> 3)") }
    let content: WireField.Content
    switch key & 7 {
    case 0: content = .varint(try varint())
    case 1: content = .bytes8(try take(8))
    case 2:
      let length = try varint()
      guard length <= UInt64(end - position) else { throw truncated(length) }
      content = .message(try take(Int(length)))
    case 5: content = .bytes4(try take(4))
    default: throw malformed("a field has the unknown wire type \(key & 7)")
    }
    return WireField(number: Int(key >> 3), content: content, range: start..<position, reader: self)
  }

  /// Returns a reader of what lies in `range`, one level deeper.
  func nested(_ range: Range<Int>) throws(FileError) -> WireReader {
    guard depth < Self.depthLimit else {
      throw malformed("messages are nested more than \(Self.depthLimit) deep")
    }
    return WireReader(bytes, range, depth: depth + 1, path: path)
  }

  /// The bytes in `range`.
  subscript(range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

  /// Whether something is left to read.
  var isAtEnd: Bool { position == end }

  /// Returns the next number: seven bits a byte, the lowest first; all bytes but the last have the highest bit set.
  mutating func varint() throws(FileError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard position < end else { throw truncated(1) }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte < 0x80 {
        guard shift < 63 || byte <= 1 else { break }
        return value
      }
    }
    throw malformed("a number has more than 64 bits")
  }

  /// Returns the range of the next `count` bytes.
  mutating func take(_ count: Int) throws(FileError) -> Range<Int> {
    guard count <= end - position else { throw truncated(UInt64(count)) }
    position += count
    return position - count..<position
  }

  /// Returns why the file is not in the format.
  func malformed(_ reason: String) -> FileError {
    FileError(path: path, .malformed("this is no sound ONNX file: \(reason), at byte \(position)"))
  }

  private func truncated(_ count: UInt64) -> FileError {
    FileError(
      path: path,
      .truncated(expected: Int(clamping: count), got: end - position, what: "a field at byte \(position)"))
  }
}

/// One field of a message.
struct WireField {
  enum Content {
    case varint(UInt64)
    case bytes4(Range<Int>)
    case bytes8(Range<Int>)
    /// Bytes, a text, a message, or packed numbers.
    case message(Range<Int>)
  }

  let number: Int
  fileprivate let content: Content
  fileprivate let range: Range<Int>
  fileprivate let reader: WireReader

  /// The field as it is in the file, number and all.
  var encoded: ArraySlice<UInt8> { reader[range] }

  /// Returns an integer or truth value; negative ones are stored as 64 bits.
  func integer() throws(FileError) -> Int {
    guard case .varint(let value) = content else { throw wrongKind("an integer") }
    return Int(Int64(bitPattern: value))
  }

  func float() throws(FileError) -> Float {
    guard case .bytes4(let range) = content else { throw wrongKind("a number of 4 bytes") }
    return Float(bitPattern: little(range))
  }

  func bytes() throws(FileError) -> ArraySlice<UInt8> {
    guard case .message(let range) = content else { throw wrongKind("bytes") }
    return reader[range]
  }

  func text() throws(FileError) -> String {
    guard let text = String(validating: try bytes(), as: UTF8.self) else { throw wrongKind("text in UTF-8") }
    return text
  }

  func message<Message: WireMessage>(_ type: Message.Type = Message.self) throws(FileError) -> Message {
    guard case .message(let range) = content else { throw wrongKind("a message") }
    return try Message(reader.nested(range))
  }

  /// Adds integers, which may come one by one or packed together.
  func add(to integers: inout [Int]) throws(FileError) {
    guard case .message(let range) = content else { return integers.append(try integer()) }
    var packed = try reader.nested(range)
    while !packed.isAtEnd { integers.append(Int(Int64(bitPattern: try packed.varint()))) }
  }

  /// Adds numbers of 4 bytes, which may come one by one or packed together.
  func add(to floats: inout [Float]) throws(FileError) {
    guard case .message(let range) = content else { return floats.append(try float()) }
    guard range.count.isMultiple(of: 4) else { throw wrongKind("numbers of 4 bytes") }
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
      floats.append(Float(bitPattern: little(start..<start + 4)))
    }
  }

  /// Adds numbers of 8 bytes, which may come one by one or packed together.
  func add(to doubles: inout [Double]) throws(FileError) {
    switch content {
    case .message(let range), .bytes8(let range):
      guard range.count.isMultiple(of: 8) else { throw wrongKind("numbers of 8 bytes") }
      for start in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
        doubles.append(Double(bitPattern: little(start..<start + 8)))
      }
    default: throw wrongKind("numbers of 8 bytes")
    }
  }

  private func little<Word: FixedWidthInteger>(_ range: Range<Int>) -> Word {
    reader[range].reversed().reduce(0) { $0 << 8 | Word(truncatingIfNeeded: $1) }
  }

  private func wrongKind(_ expected: String) -> FileError {
    reader.malformed("field \(number) is not \(expected)")
  }
}

/// A message of an ONNX file.
protocol WireMessage {
  init()

  /// The fields that are not known here, as they are in the file; they are written again.
  var unknownFields: [UInt8] { get set }

  /// Takes a field; returns false when it is not known.
  mutating func read(_ field: WireField) throws(FileError) -> Bool

  /// Writes the known fields, in the order of their numbers.
  func write(to writer: inout WireWriter)
}

extension WireMessage {
  /// Reads a message.
  ///
  /// - Throws: `FileError` when it is malformed.
  init(_ reader: WireReader) throws(FileError) {
    self.init()
    var reader = reader
    while let field = try reader.next() {
      if try !read(field) { unknownFields += field.encoded }
    }
  }
}
