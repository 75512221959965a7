internal import CZlib

/// Writes a ZIP archive that depends on nothing but its files: all of them have the same time and permissions.
///
/// - SeeAlso: PKWARE, ".ZIP file format specification", version 6.3, sections 4.3.7, 4.3.12, 4.3.16 and 4.4.4.
struct ZipWriter {
  /// The most files that an archive without ZIP64 holds.
  static let mostFiles = 0xffff

  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// Adds a file called `name`, whose folders are separated by `/`.
  ///
  /// The archive has to stay smaller than 4 GiB, and the name shorter than 64 KiB.
  mutating func add(_ name: String, _ content: [UInt8]) {
    let deflated = ZipWriter.deflated(content)
    let stored = deflated.flatMap { $0.count < content.count ? $0 : nil }
    let checksum = content.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    var facts: [UInt8] = []
    // 2.0 is needed to unpack, the name is UTF-8, and the time is 1980-01-01 0:00, the first that there is.
    for value in [20, 1 << 11, stored == nil ? 0 : 8, 0, 1 << 5 | 1] as [UInt16] {
      facts.append(little: value)
    }
    for value in [UInt32(checksum), UInt32((stored ?? content).count), UInt32(content.count)] {
      facts.append(little: value)
    }
    facts.append(little: UInt16(name.utf8.count))
    facts.append(little: UInt16(0))
    let position = UInt32(bytes.count)
    bytes.append(little: UInt32(0x0403_4b50))
    bytes += facts + Array(name.utf8) + (stored ?? content)
    directory.append(little: UInt32(0x0201_4b50))
    // Permissions are those of Unix.
    directory.append(little: UInt16(3 << 8 | 20))
    directory += facts
    for value in [0, 0, 0] as [UInt16] { directory.append(little: value) }
    directory.append(little: UInt32(0o100644) << 16)
    directory.append(little: position)
    directory += Array(name.utf8)
    count += 1
  }

  /// Returns the whole archive with `comment` at its end.
  func finished(comment: String) -> [UInt8] {
    var bytes = bytes + directory
    bytes += ZipWriter.end
    for value in [0, 0, UInt16(count), UInt16(count)] { bytes.append(little: value) }
    bytes.append(little: UInt32(directory.count))
    bytes.append(little: UInt32(self.bytes.count))
    bytes.append(little: UInt16(comment.utf8.count))
    return bytes + Array(comment.utf8)
  }

  /// What the last record of an archive begins with.
  static let end: [UInt8] = [0x50, 0x4b, 5, 6]

  /// Returns `content` packed by the method 8; nil if there is no memory for it.
  private static func deflated(_ content: [UInt8]) -> [UInt8]? {
    var count = compressBound(uLong(content.count))
    var packed = [UInt8](repeating: 0, count: Int(count))
    guard compress2(&packed, &count, content, uLong(content.count), Z_BEST_COMPRESSION) == Z_OK else {
      return nil
    }
    // zlib's own format has two bytes before, and a checksum of four behind.
    return Array(packed[2..<Int(count) - 4])
  }
}

extension [UInt8] {
  fileprivate mutating func append(little value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { self += $0 }
  }
}
