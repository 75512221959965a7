/// The files in a zip archive, stored as they are or packed with "deflate".
///
/// - SeeAlso: PKWARE, ".ZIP file format specification", version 6.3, sections 4.3.7, 4.3.12, 4.3.16 and 4.4.5.
struct ZipArchive {
  let files: [(name: String, bytes: [UInt8])]

  /// Reads an archive's bytes; errors name `path`.
  ///
  /// - Throws: `FileError` when they break the rules of the format, or a file is encrypted, or packed by
  ///   another method.
  init(_ bytes: [UInt8], path: String) throws(FileError) {
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
    try reader.move(to: Int(try reader.little(UInt32.self, "the directory's place")), "the directory")
    var files: [(name: String, bytes: [UInt8])] = []
    for _ in 0..<count {
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
      let place = Int(try reader.little(UInt32.self, "an entry"))
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
      guard method == 0 ? stored == size : size / 1032 <= stored, size < 0xffff_ffff, place < 0xffff_ffff
      else {
        throw FileError(
          path: path, .malformed("\"\(name)\" has contradictory sizes, or is larger than 4 GiB"))
      }
      let directory = reader.position
      let packed = try Self.content(&reader, at: place, count: stored, name)
      let content =
        method == 0
        ? Array(packed)
        : try Inflate.unpack(packed, frame: .raw, limit: size, what: "\"\(name)\"", path: path)
      guard content.count == size, Inflate.checksum(content) == checksum else {
        throw FileError(path: path, .malformed("\"\(name)\" is damaged: its checksum is wrong"))
      }
      files.append((name, content))
      try reader.move(to: directory, "the directory")
    }
    self.files = files
  }

  /// Returns where the last record of an archive begins: its mark, with room for the record behind it.
  private static func endOfDirectory(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let earliest = max(0, bytes.count - 22 - 0xffff)
    return (earliest...bytes.count - 22).reversed().first {
      bytes[$0] == 0x50 && bytes[$0 + 1] == 0x4b && bytes[$0 + 2] == 5 && bytes[$0 + 3] == 6
    }
  }

  /// Returns the bytes of a file, which follow its own header.
  private static func content(
    _ reader: inout ByteReader, at place: Int, count: Int, _ name: String
  ) throws(FileError) -> ArraySlice<UInt8> {
    try reader.move(to: place, "\"\(name)\"")
    guard try reader.little(UInt32.self, "the header of \"\(name)\"") == 0x0403_4b50 else {
      throw FileError(path: reader.path, .malformed("the header of \"\(name)\" is damaged"))
    }
    _ = try reader.take(22, "the header of \"\(name)\"")
    let nameLength = Int(try reader.little(UInt16.self, "the header of \"\(name)\""))
    let extraLength = Int(try reader.little(UInt16.self, "the header of \"\(name)\""))
    _ = try reader.take(nameLength + extraLength, "the header of \"\(name)\"")
    return try reader.take(count, "\"\(name)\"")
  }
}
