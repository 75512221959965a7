extension ZipArchive {
  /// Returns an archive of files as they are, without compression, all of them dated January 1, 1980.
  ///
  /// The same files give the same bytes.
  ///
  /// - Throws: `FileError` when two files have one name, or the archive would not be read again: it has 65,535 files
  ///   or more, or is larger than what is read of any file.
  static func bytes(_ files: [(name: String, content: [UInt8])], path: String) throws(FileError) -> [UInt8] {
    var names = Set<String>()
    for file in files where !names.insert(file.name).inserted {
      throw FileError(path: path, .inconsistent("\"\(file.name)\" would be in the archive twice"))
    }
    let size = files.reduce(22) { $0 + $1.content.count + 76 + 2 * $1.name.utf8.count }
    guard size <= FileContents.limit else {
      throw FileError(path: path, .tooLarge(bytes: size, limit: FileContents.limit))
    }
    guard files.count < 0xffff else {
      throw FileError(path: path, .inconsistent("it would have \(files.count) arrays, more than 65534"))
    }
    try FileContents.checkMemory(size, path: path)
    var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
    bytes.reserveCapacity(size)
    for (name, content) in files {
      var facts: [UInt8] = []
      // Flag 11 says that the name is UTF-8.
      for word: UInt16 in [20, name.utf8.allSatisfy { $0 < 0x80 } ? 0 : 1 << 11, 0, 0, 0x21] {
        facts.append(little: word)
      }
      for word in [Inflate.checksum(content), UInt32(content.count), UInt32(content.count)] {
        facts.append(little: word)
      }
      for word in [UInt16(name.utf8.count), 0] { facts.append(little: word) }
      directory += [0x50, 0x4b, 1, 2, 20, 0] + facts
      directory += [UInt8](repeating: 0, count: 10)
      directory.append(little: UInt32(bytes.count))
      directory += name.utf8
      bytes += [0x50, 0x4b, 3, 4] + facts
      bytes += name.utf8
      bytes += content
    }
    let start = bytes.count
    bytes += directory
    bytes += [0x50, 0x4b, 5, 6, 0, 0, 0, 0]
    for _ in 0..<2 { bytes.append(little: UInt16(files.count)) }
    for word in [directory.count, start] { bytes.append(little: UInt32(word)) }
    bytes.append(little: UInt16(0))
    return bytes
  }
}
