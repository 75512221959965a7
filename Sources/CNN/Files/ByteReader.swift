/// Reads numbers from bytes, and never beyond their end.
struct ByteReader {
  let bytes: [UInt8]
  let path: String
  private(set) var position = 0

  init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// The number of bytes not yet read.
  var remaining: Int { bytes.count - position }

  /// Goes to a position.
  ///
  /// - Throws: `FileError` when it lies beyond the end.
  mutating func move(to position: Int, _ what: String) throws(FileError) {
    guard position >= 0 && position <= bytes.count else {
      throw FileError(path: path, .truncated(expected: position, got: bytes.count, what: what))
    }
    self.position = position
  }

  /// Returns the next `count` bytes.
  ///
  /// - Throws: `FileError` when there are fewer.
  mutating func take(_ count: Int, _ what: String) throws(FileError) -> ArraySlice<UInt8> {
    guard count >= 0 && count <= remaining else {
      throw FileError(path: path, .truncated(expected: count, got: remaining, what: what))
    }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// Returns the next bytes as a number, the lowest byte first.
  mutating func little<Number: FixedWidthInteger>(
    _ type: Number.Type, _ what: String
  ) throws(FileError) -> Number {
    try take(Number.bitWidth / 8, what).reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }

  /// Returns the next bytes as a number, the highest byte first.
  mutating func big<Number: FixedWidthInteger>(
    _ type: Number.Type, _ what: String
  ) throws(FileError) -> Number {
    try take(Number.bitWidth / 8, what).reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }
}

extension [UInt8] {
  /// Appends a number, the lowest byte first.
  mutating func append(little number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  /// Appends a tensor's numbers in single precision, the lowest byte of each first.
  mutating func append(_ tensor: Tensor) {
    reserveCapacity(count + 4 * tensor.count)
    for number in tensor.scalars { append(little: number.bitPattern) }
  }
}

/// Returns the product of sizes, or nil if one is negative or the product is too large to count bytes with.
func product(_ sizes: some Sequence<Int>) -> Int? {
  var product = 1
  for size in sizes {
    let (next, overflow) = product.multipliedReportingOverflow(by: size)
    guard size >= 0 && !overflow && next < 1 << 48 else { return nil }
    product = next
  }
  return product
}
