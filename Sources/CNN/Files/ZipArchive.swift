/// The files in a zip archive, stored as they are or packed with "deflate".
///
/// What the directory says is held against the rest before anything is unpacked: each file's own header says the same,
/// no two files share bytes, and together they are no larger than what is read of any file. Otherwise a small archive
/// could unpack to more than any memory.
///
/// - SeeAlso: PKWARE, ".ZIP file format specification", version 6.3, sections 4.3.7, 4.3.12, 4.3.16 and 4.4.5.
struct ZipArchive {
  /// What the directory says of one file.
  struct Entry {
    let name: String
    fileprivate let method: UInt16
    fileprivate let checksum: UInt32
    fileprivate let size: Int
    /// Where the file's header is, and where its bytes are.
    fileprivate let position: Int
    fileprivate var content = 0..<0
  }

  /// The files, in the order of the directory.
  let entries: [Entry]
  private let bytes: [UInt8]
  private let path: String

  /// Reads an archive's directory; errors name `path`.
  ///
  /// - Throws: `FileError` when it breaks the rules of the format, or a file is encrypted, or packed by another
  ///   method.
  init(_ bytes: [UInt8], path: String) throws(FileError) {
    self.bytes = bytes
    self.path = path
    var reader = ByteReader(bytes, path: path)
    guard let end = Self.endOfDirectory(bytes) else {
      throw FileError(
        path: path,
        .malformed(
          bytes.starts(with: [0x50, 0x4b])
            ? "the directory at the end of the archive is missing. Was it copied completely?"
            : "this is no zip archive"))
    }
    try reader.move(to: end + 10, "the end of the directory")
    let count = Int(try reader.little(UInt16.self, "the number of files"))
    _ = try reader.little(UInt32.self, "the size of the directory")
    let start = Int(try reader.little(UInt32.self, "the directory's position"))
    try reader.move(to: start, "the directory")
    var entries: [Entry] = []
    for _ in 0..<count { entries.append(try Self.entry(&reader)) }
    for index in entries.indices { try Self.locate(&entries[index], &reader) }
    try Self.checkPositions(entries, before: start, path: path)
    self.entries = entries
  }

  /// Returns the bytes of a file.
  ///
  /// - Throws: `FileError` when they are damaged, or there is no memory for them.
  func content(of entry: Entry) throws(FileError) -> [UInt8] {
    try FileContents.checkMemory(entry.size, path: path)
    let packed = bytes[entry.content]
    let content =
      entry.method == 0
      ? Array(packed)
      : try Inflate.unpack(
        packed, frame: .raw, limit: entry.size, what: "\"\(entry.name)\"", path: path)
    guard content.count == entry.size, Inflate.checksum(content) == entry.checksum else {
      throw FileError(path: path, .malformed("\"\(entry.name)\" is damaged: its checksum is wrong"))
    }
    return content
  }

  /// Reads one entry of the directory.
  private static func entry(_ reader: inout ByteReader) throws(FileError) -> Entry {
    let path = reader.path
    guard try reader.little(UInt32.self, "an entry of the directory") == 0x0201_4b50 else {
      throw FileError(path: path, .malformed("the directory of the archive is damaged"))
    }
    _ = try reader.take(4, "an entry")
    let flags = try reader.little(UInt16.self, "an entry")
    let method = try reader.little(UInt16.self, "an entry")
    _ = try reader.take(4, "an entry")
    let checksum = try reader.little(UInt32.self, "an entry")
    let stored = Int(try reader.little(UInt32.self, "an entry"))
    let size = Int(try reader.little(UInt32.self, "an entry"))
    let lengths = (
      name: Int(try reader.little(UInt16.self, "an entry")),
      more: Int(try reader.little(UInt16.self, "an entry"))
        + Int(try reader.little(UInt16.self, "an entry"))
    )
    _ = try reader.take(8, "an entry")
    let position = Int(try reader.little(UInt32.self, "an entry"))
    let name = String(decoding: try reader.take(lengths.name, "a name"), as: UTF8.self)
    _ = try reader.take(lengths.more, "an entry")
    guard flags & 1 == 0 else { throw FileError(path: path, .malformed("\"\(name)\" is encrypted")) }
    guard method == 0 || method == 8 else {
      throw FileError(
        path: path,
        .compressed(
          remedy: "\"\(name)\" is packed by method \(method), and only \"deflate\" (8) is read."
            + " Write it with numpy.savez or numpy.savez_compressed."))
    }
    // Deflate makes data at most 1032 times smaller: a larger claim is false, and must not cost memory.
    guard method == 0 ? stored == size : size / 1032 <= stored, size < 0xffff_ffff, position < 0xffff_ffff
    else {
      throw FileError(
        path: path, .malformed("\"\(name)\" has contradictory sizes, or is larger than 4 GiB"))
    }
    return Entry(
      name: name, method: method, checksum: checksum, size: size, position: position, content: 0..<stored)
  }

  /// Finds the bytes of a file, which follow its own header, and compares that with the directory.
  private static func locate(_ entry: inout Entry, _ reader: inout ByteReader) throws(FileError) {
    let what = "the header of \"\(entry.name)\""
    try reader.move(to: entry.position, "\"\(entry.name)\"")
    guard try reader.little(UInt32.self, what) == 0x0403_4b50 else {
      throw FileError(path: reader.path, .malformed("\(what) is damaged"))
    }
    _ = try reader.take(2, what)
    let flags = try reader.little(UInt16.self, what)
    let method = try reader.little(UInt16.self, what)
    _ = try reader.take(4, what)
    let facts = (
      checksum: try reader.little(UInt32.self, what), stored: try reader.little(UInt32.self, what),
      size: try reader.little(UInt32.self, what)
    )
    let nameLength = Int(try reader.little(UInt16.self, what))
    let extraLength = Int(try reader.little(UInt16.self, what))
    let name = String(decoding: try reader.take(nameLength, what), as: UTF8.self)
    _ = try reader.take(extraLength, what)
    let stored = entry.content.count
    // Sizes may stand behind the bytes instead (flag 3), or in a field for large ones (all bits set).
    func agrees(_ claim: UInt32, _ size: Int) -> Bool { claim == 0xffff_ffff || Int(claim) == size }
    let isSame =
      flags & 8 != 0
      || facts.checksum == entry.checksum && agrees(facts.stored, stored) && agrees(facts.size, entry.size)
    guard name == entry.name, method == entry.method, flags & 1 == 0, isSame else {
      throw FileError(path: reader.path, .malformed("\(what) contradicts the archive's directory"))
    }
    _ = try reader.take(stored, "\"\(entry.name)\"")
    entry.content = reader.position - stored..<reader.position
  }

  /// Checks that no two files share bytes with each other or with the directory, and how large they are together.
  private static func checkPositions(
    _ entries: [Entry], before directory: Int, path: String
  ) throws(FileError) {
    var end = 0
    for entry in entries.sorted(by: { $0.position < $1.position }) {
      guard entry.position >= end, entry.content.upperBound <= directory else {
        throw FileError(
          path: path, .malformed("\"\(entry.name)\" shares bytes with another part of the archive"))
      }
      end = entry.content.upperBound
    }
    let size = entries.reduce(0) { $0 + $1.size }
    guard size <= FileContents.limit else {
      throw FileError(path: path, .tooLarge(bytes: size, limit: FileContents.limit))
    }
  }

  /// Returns where the last record of an archive begins: its mark, with room for the record behind it.
  private static func endOfDirectory(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let earliest = max(0, bytes.count - 22 - 0xffff)
    return (earliest...bytes.count - 22).reversed().first {
      bytes[$0] == 0x50 && bytes[$0 + 1] == 0x4b && bytes[$0 + 2] == 5 && bytes[$0 + 3] == 6
    }
  }
}
