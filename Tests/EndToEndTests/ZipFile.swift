import CZlib
import Foundation

/// The files in a ZIP archive, read by its directory.
struct ZipFile {
  /// Why an archive cannot be read.
  struct Damaged: Error {
    let reason: String
  }

  /// The files, in the order of the directory.
  var files: [(name: String, content: [UInt8])] = []

  /// Reads the archive that `bytes` are.
  init(_ bytes: [UInt8]) throws {
    func number(_ position: Int, _ count: Int) -> Int {
      bytes[position..<position + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let ends = bytes.indices.dropLast(21).filter { bytes[$0...].starts(with: [0x50, 0x4b, 5, 6]) }
    guard let end = ends.last, end + 22 + number(end + 20, 2) == bytes.count else {
      throw Damaged(reason: "no directory")
    }
    var entry = number(end + 16, 4)
    for _ in 0..<number(end + 10, 2) {
      let (packed, size, length) = (number(entry + 20, 4), number(entry + 24, 4), number(entry + 28, 2))
      let name = String(decoding: bytes[entry + 46..<entry + 46 + length], as: UTF8.self)
      // The header before the content says the same.
      let header = number(entry + 42, 4)
      guard number(entry, 4) == 0x0201_4b50, number(header, 4) == 0x0403_4b50,
        bytes[entry + 6..<entry + 32] == bytes[header + 4..<header + 30]
      else { throw Damaged(reason: "the headers of \(name) differ") }
      let start = header + 30 + length
      var content = Array(bytes[start..<start + packed])
      if number(entry + 10, 2) == 8 {
        let unpacked = cz_unpack(content, packed, CInt(CZ_RAW), size)
        guard unpacked.result == CZ_DONE else { throw Damaged(reason: "\(name) cannot be unpacked") }
        content = Array(UnsafeBufferPointer(start: unpacked.bytes, count: unpacked.count))
        free(unpacked.bytes)
      }
      guard content.count == size, Int(crc32_z(0, content, content.count)) == number(entry + 16, 4) else {
        throw Damaged(reason: "\(name) is damaged")
      }
      files.append((name, content))
      entry += 46 + length + number(entry + 30, 2) + number(entry + 32, 2)
    }
  }
}
