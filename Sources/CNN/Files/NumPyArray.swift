/// An array as NumPy's `.npy` files hold it.
///
/// The file is the mark `\x93NUMPY`, the version, the length of the header, the header as a Python
/// dictionary, and the numbers:
///
///     {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
///
/// - SeeAlso: the description of the format in NumPy's module `numpy.lib.format`.
struct NumPyArray {
  let tensor: Tensor

  private static let types: [String: NumberType] = [
    "f2": .float16, "f4": .float32, "f8": .float64, "b1": .boolean,
    "i1": .signed(bytes: 1), "i2": .signed(bytes: 2), "i4": .signed(bytes: 4), "i8": .signed(bytes: 8),
    "u1": .unsigned(bytes: 1), "u2": .unsigned(bytes: 2), "u4": .unsigned(bytes: 4),
    "u8": .unsigned(bytes: 8),
  ]

  /// Reads a file's bytes; errors name `path`.
  ///
  /// - Throws: `FileError` when they break the rules of the format, or the numbers are of another kind.
  init(_ bytes: [UInt8], path: String) throws(FileError) {
    var reader = ByteReader(bytes, path: path)
    let mark = try reader.take(6, "the mark of a NumPy file")
    guard mark.elementsEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]) else {
      throw FileError(path: path, .malformed("this is no NumPy file"))
    }
    let version = try reader.little(UInt16.self, "the version")
    guard (1...3).contains(version & 0xff) else {
      throw FileError(path: path, .malformed("version \(version & 0xff) of the format is unknown"))
    }
    let length =
      version & 0xff == 1
      ? Int(try reader.little(UInt16.self, "the length of the header"))
      : Int(try reader.little(UInt32.self, "the length of the header"))
    let text = try reader.take(length, "the header")
    guard length <= 1 << 16 else {
      throw FileError(
        path: path, .malformed("the header has \(length) bytes, more than the 65536 that are read"))
    }
    let header = try NumPyHeader(text, path: path)
    let code = String(header.type.drop { "<>|=".contains($0) })
    guard header.type.count == code.count + 1, let type = Self.types[code] else {
      throw FileError(path: path, .numberType(header.type, tensor: "the array"))
    }
    guard header.shape.count <= 16, let count = product(header.shape) else {
      throw FileError(path: path, .malformed("it has the impossible shape \(header.shape)"))
    }
    let data = try reader.take(count * type.size, "the array \(header.shape)")
    guard reader.remaining == 0 else {
      throw FileError(path: path, .trailing(expected: reader.position, got: bytes.count))
    }
    // Numbers, and once more if they are put in another order.
    try FileContents.checkMemory(count * 4 * (header.isColumnMajor ? 2 : 1), path: path)
    let numbers = type.numbers(data, isBigEndian: header.type.hasPrefix(">"))
    let shape = Shape(header.shape)
    tensor =
      header.isColumnMajor
      ? Tensor(shape: shape, scalars: Self.rowMajor(numbers, header.shape))
      : Tensor(shape: shape, scalars: numbers)
  }

  /// Rearranges numbers whose first index runs fastest.
  private static func rowMajor(_ numbers: [Float], _ sizes: [Int]) -> [Float] {
    var steps: [Int] = []
    var step = 1
    for size in sizes {
      steps.append(step)
      step *= size
    }
    return numbers.indices.map { index in
      var (rest, place) = (index, 0)
      for axis in sizes.indices.reversed() {
        place += rest % sizes[axis] * steps[axis]
        rest /= sizes[axis]
      }
      return numbers[place]
    }
  }
}

extension Tensor {
  /// Reads an array from a NumPy file, `.npy`; numbers are rounded to single precision.
  ///
  /// - Throws: `FileError` when the file cannot be read, is damaged, or holds no real numbers.
  public init(npy path: String) throws(FileError) {
    self = try NumPyArray(FileContents.read(path), path: path).tensor
  }
}
