/// Writes a message in protobuf's wire format.
///
/// - SeeAlso: ``WireReader``, which says how a field is made up.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  /// Writes an integer, unless it is nil.
  mutating func write(_ number: Int, _ value: Int?) {
    guard let value else { return }
    key(number, 0)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// Writes a number of 4 bytes.
  mutating func write(_ number: Int, _ value: Float) {
    key(number, 5)
    append(value.bitPattern)
  }

  /// Writes a text, unless it is empty.
  mutating func write(_ number: Int, _ text: String) {
    if !text.isEmpty { write(number, Array(text.utf8)) }
  }

  /// Writes texts, also empty ones.
  mutating func write(_ number: Int, _ texts: [String]) {
    for text in texts { write(number, Array(text.utf8)) }
  }

  /// Writes bytes, also none.
  mutating func write(_ number: Int, _ content: [UInt8]) {
    key(number, 2)
    varint(UInt64(content.count))
    bytes += content
  }

  /// Writes a message.
  mutating func write(_ number: Int, _ message: some WireMessage) { write(number, message.encoded) }

  /// Writes messages.
  mutating func write(_ number: Int, _ messages: [some WireMessage]) {
    for message in messages { write(number, message) }
  }

  /// Writes integers, packed or each with the field's number.
  mutating func write(_ number: Int, _ values: [Int], packed: Bool) {
    guard packed else { return values.forEach { write(number, $0) } }
    guard !values.isEmpty else { return }
    var content = WireWriter()
    for value in values { content.varint(UInt64(bitPattern: Int64(value))) }
    write(number, content.bytes)
  }

  /// Writes numbers of 4 bytes, packed or each with the field's number.
  mutating func write(_ number: Int, _ values: [Float], packed: Bool) {
    guard packed else { return values.forEach { write(number, $0) } }
    guard !values.isEmpty else { return }
    var content = WireWriter()
    for value in values { content.append(value.bitPattern) }
    write(number, content.bytes)
  }

  /// Writes numbers of 8 bytes, packed.
  mutating func write(_ number: Int, packed values: [Double]) {
    guard !values.isEmpty else { return }
    var content = WireWriter()
    for value in values { content.append(value.bitPattern) }
    write(number, content.bytes)
  }

  /// Writes fields as they were read.
  mutating func append(fields: [UInt8]) { bytes += fields }

  private mutating func key(_ number: Int, _ type: UInt64) { varint(UInt64(number) << 3 | type) }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Writes the bytes of a number without a field around it, the lowest first.
  mutating func append(_ word: some FixedWidthInteger) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

extension WireMessage {
  /// The bytes of the message.
  var encoded: [UInt8] {
    var writer = WireWriter()
    write(to: &writer)
    writer.append(fields: unknownFields)
    return writer.bytes
  }
}
