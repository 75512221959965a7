internal import Foundation

/// The build ID of a program: a digest of its content that its linker has put into it.
///
/// Copies have it, whatever their times, and a program of the same size that was built from other sources has another.
package enum BuildID {
  /// Returns the build ID of the program at `path`, in hexadecimal digits; nil if it has none.
  package static func text(ofProgramAt path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    func bytes(at offset: UInt64, _ count: Int) -> [UInt8]? {
      // Foundation stops the program at what the system takes for a negative offset.
      guard offset <= Int64.max, (try? file.seek(toOffset: offset)) != nil,
        let data = try? file.read(upToCount: count),
        data.count == count
      else { return nil }
      return [UInt8](data)
    }
    // ELF for 64 bits, little-endian.
    guard let header = bytes(at: 0, 64), header.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else {
      return nil
    }
    let (start, size) = (header.number(at: 32, as: UInt64.self), header.number(at: 54, as: UInt16.self))
    for index in 0..<UInt64(header.number(at: 56, as: UInt16.self)) {
      let (place, overflows) = start.addingReportingOverflow(index * UInt64(size))
      guard !overflows, let segment = bytes(at: place, 56) else { return nil }
      let isNote = segment.number(at: 0, as: UInt32.self) == 4
      let length = segment.number(at: 32, as: UInt64.self)
      guard isNote, length <= 1 << 16,
        let notes = bytes(at: segment.number(at: 8, as: UInt64.self), Int(length))
      else { continue }
      if let id = id(in: notes, alignment: segment.number(at: 48, as: UInt64.self) == 8 ? 8 : 4) { return id }
    }
    return nil
  }

  /// Each note is three numbers, the sizes of its name and its content and its type, and then these two, aligned.
  private static func id(in notes: [UInt8], alignment: Int) -> String? {
    func aligned(_ size: UInt32) -> Int { (Int(size) + alignment - 1) / alignment * alignment }
    var position = 0
    while position + 12 <= notes.count {
      let sizes = (
        notes.number(at: position, as: UInt32.self), notes.number(at: position + 4, as: UInt32.self)
      )
      let type = notes.number(at: position + 8, as: UInt32.self)
      let content = position + 12 + aligned(sizes.0)
      guard content + Int(sizes.1) <= notes.count else { return nil }
      if type == 3, notes[(position + 12)...].starts(with: Array("GNU\0".utf8)), sizes.1 > 0 {
        return notes[content..<content + Int(sizes.1)].map {
          String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
        }
        .joined()
      }
      position = content + aligned(sizes.1)
    }
    return nil
  }
}

extension [UInt8] {
  /// Returns the number at `offset`, least byte first.
  fileprivate func number<Number: FixedWidthInteger>(at offset: Int, as type: Number.Type) -> Number {
    (0..<MemoryLayout<Number>.size).reduce(0) { $0 | Number(self[offset + $1]) << (8 * $1) }
  }
}
