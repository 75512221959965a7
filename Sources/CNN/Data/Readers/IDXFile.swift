/// A file of the kind that MNIST and Fashion-MNIST come in: an array of bytes with its sizes in front.
///
/// The first four bytes are 0, 0, the kind of numbers (8: bytes) and the number of axes; then each size as 4
/// bytes, the highest first; then the numbers.
///
/// - SeeAlso: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", section on file formats.
struct IDXFile {
  let shape: [Int]
  let bytes: ArraySlice<UInt8>

  /// Reads a file of unsigned bytes, as it is or packed by gzip.
  ///
  /// - Throws: `FileError` when it cannot be read, is of another kind, or has too few or too many bytes.
  init(reading path: String, axes: Int) throws(FileError) {
    var reader = ByteReader(try FileContents.readUnpacked(path), path: path)
    let magic = try reader.big(UInt32.self, "the mark of an IDX file")
    guard magic >> 16 == 0 else {
      throw FileError(
        path: path, .malformed("this is no IDX file: it begins with \(String(magic, radix: 16))"))
    }
    guard magic >> 8 & 0xff == 8 else {
      throw FileError(path: path, .numberType("\(magic >> 8 & 0xff) of IDX", tensor: "the file"))
    }
    guard Int(magic & 0xff) == axes else {
      throw FileError(
        path: path,
        .malformed(
          "it has \(magic & 0xff) axes, expected \(axes): "
            + (axes == 3 ? "images [count, rows, columns]" : "one label an image")))
    }
    var shape: [Int] = []
    for _ in 0..<axes { shape.append(Int(try reader.big(UInt32.self, "the sizes"))) }
    guard let count = product(shape) else {
      throw FileError(path: path, .malformed("it has the impossible shape \(shape)"))
    }
    bytes = try reader.take(count, "the array \(shape)")
    guard reader.remaining == 0 else {
      throw FileError(path: path, .trailing(expected: reader.position, got: reader.bytes.count))
    }
    // Whoever asks for the bytes makes numbers of four bytes of them.
    try FileContents.checkMemory(4 * count, path: path)
    self.shape = shape
  }
}
