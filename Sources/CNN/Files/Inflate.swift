internal import CZlib

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Unpacks what "deflate" has packed, through zlib.
///
/// - SeeAlso: RFC 1951 (deflate), RFC 1952 (gzip).
enum Inflate {
  /// What stands around the packed bytes.
  enum Frame: Int32 {
    /// Nothing, as in a zip archive.
    case raw = -15
    /// The header and the checksum of a `.gz` file.
    case gzip = 31
  }

  /// Returns the unpacked bytes; `what` and `path` name them in errors.
  ///
  /// - Throws: `FileError` when the bytes are damaged, end early, go on behind their end, or would unpack to
  ///   more than `limit` bytes.
  static func unpack(
    _ packed: some Collection<UInt8>, frame: Frame, limit: Int = FileContents.limit, what: String,
    path: String
  ) throws(FileError) -> [UInt8] {
    let unpacked = Array(packed).withUnsafeBufferPointer {
      cz_unpack($0.baseAddress, $0.count, frame.rawValue, limit)
    }
    defer { free(unpacked.bytes) }
    switch unpacked.result {
    case CZ_DONE:
      try FileContents.checkMemory(unpacked.count, path: path)
      return Array(UnsafeBufferPointer(start: unpacked.bytes, count: unpacked.count))
    case CZ_ENDS_EARLY:
      throw FileError(path: path, .malformed("\(what) ends early, as if it was not copied completely"))
    case CZ_GOES_ON: throw FileError(path: path, .malformed("\(what) goes on behind its end"))
    case CZ_TOO_LARGE: throw FileError(path: path, .malformed("\(what) unpacks to more than \(limit) bytes"))
    case CZ_NO_MEMORY: throw FileError(path: path, .system("Out of memory"))
    default: throw FileError(path: path, .malformed("\(what) is damaged: it cannot be unpacked"))
    }
  }

  /// Returns the checksum of zip archives and of PNG files.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) })
  }
}
