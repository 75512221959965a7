#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Reads and writes whole files.
package enum FileContents {
  /// The largest file that is read: 2 GiB.
  static let limit = 1 << 31

  /// Whether there is something at `path`.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Returns the bytes of a file.
  ///
  /// - Throws: `FileError` when the system refuses, or it is no plain file, or larger than `limit`.
  package static func read(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path: path, .system(systemMessage())) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(path: path, .system(systemMessage())) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw FileError(path: path, .system(isFolder ? "this is a folder" : "this is no plain file"))
    }
    let size = Int(status.st_size)
    guard size <= limit else { throw FileError(path: path, .tooLarge(bytes: size, limit: limit)) }
    try checkMemory(size, path: path)
    var failure: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = readBytes(descriptor, buffer.baseAddress! + filled, size - filled)
        if count > 0 {
          filled += count
        } else if count == 0 {
          break
        } else if errno != EINTR {
          failure = systemMessage()
          break
        }
      }
    }
    if let failure { throw FileError(path: path, .system(failure)) }
    return bytes
  }

  /// Returns the bytes of a file, unpacked if it is a `.gz` file.
  ///
  /// - Throws: as `read`, and when what is packed is damaged or larger than `limit`.
  static func readUnpacked(_ path: String) throws(FileError) -> [UInt8] {
    let bytes = try read(path)
    guard bytes.starts(with: [0x1f, 0x8b]) else { return bytes }
    return try Inflate.unpack(bytes, frame: .gzip, what: "the packed file", path: path)
  }

  /// Checks that there is memory for `count` bytes, since an array that gets none ends the program.
  ///
  /// - Throws: `FileError` when there is not.
  static func checkMemory(_ count: Int, path: String) throws(FileError) {
    // What is small is not worth asking for.
    guard count > 1 << 24 else { return }
    // The compiler leaves out a 'malloc' whose memory nobody uses.
    let memory = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { throw FileError(path: path, .system("Out of memory")) }
    munmap(memory, count)
  }

  /// Writes a file, which either holds all bytes afterwards or is what it was before.
  ///
  /// - Throws: `FileError` when the system refuses.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let draft = "\(path).\(getpid()).part"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(path: path, .system(systemMessage())) }
    var isWritten = bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = writeBytes(descriptor, rest.base.baseAddress! + rest.startIndex, rest.count)
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR {
          return false
        }
      }
      return fsync(descriptor) == 0
    }
    var message = isWritten ? "" : systemMessage()
    close(descriptor)
    if isWritten && rename(draft, path) != 0 {
      isWritten = false
      message = systemMessage()
    }
    guard isWritten else {
      unlink(draft)
      throw FileError(path: path, .system(message))
    }
  }

  /// Returns the names in a folder, in the order of their bytes.
  ///
  /// - Throws: `FileError` when the system refuses.
  static func names(in folder: String) throws(FileError) -> [String] {
    guard let directory = opendir(folder) else { throw FileError(path: folder, .system(systemMessage())) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether `path` is a folder.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// What the system says about the last failure.
  private static func systemMessage() -> String { String(cString: strerror(errno)) }
}

// The functions of the C library, which methods of the same names hide inside the type.
private func readBytes(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
