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
      throw FileError(path: path, .numberType(Self.spelled(header.type, code), tensor: "the array"))
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

  /// Returns a type that is not read as NumPy spells it, and what it is.
  private static func spelled(_ type: String, _ code: String) -> String {
    switch code.first {
    case "U", "S": "\(type) (text)"
    case "O": "\(type) (Python objects)"
    case "c": "\(type) (complex numbers)"
    case "M", "m": "\(type) (dates or durations)"
    default: type
    }
  }

  /// Returns the bytes of a file of version 1 with a tensor's numbers in single precision.
  static func bytes(_ tensor: Tensor) -> [UInt8] {
    let sizes = tensor.shape.dimensions.map(String.init).joined(separator: ", ")
    let shape = tensor.rank == 1 ? "(\(sizes),)" : "(\(sizes))"
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }"
    // The header ends with a line feed, and the numbers begin at a multiple of 64 bytes.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    var bytes: [UInt8] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]
    bytes.append(little: UInt16(header.utf8.count))
    bytes += header.utf8
    bytes.append(tensor)
    return bytes
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
      var (rest, position) = (index, 0)
      for axis in sizes.indices.reversed() {
        position += rest % sizes[axis] * steps[axis]
        rest /= sizes[axis]
      }
      return numbers[position]
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

  /// Writes a NumPy file, `.npy`, in single precision, which `numpy.load` reads.
  ///
  /// - Throws: `FileError` when the system refuses; a file that was there is then as it was.
  public func write(npy path: String) throws(FileError) {
    try FileContents.write(NumPyArray.bytes(self), to: path)
  }
}

/// The header of a NumPy file: a Python dictionary of three entries.
struct NumPyHeader {
  private(set) var type = ""
  private(set) var isColumnMajor = false
  private(set) var shape: [Int] = []

  /// Reads a header such as `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
  ///
  /// - Throws: `FileError` when it is anything else.
  init(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) {
    func malformed(_ reason: String) -> FileError {
      FileError(path: path, .malformed("the header of the NumPy file \(reason)"))
    }
    var rest = Substring(decoding: bytes, as: UTF8.self)
    func skip(_ character: Character) -> Bool {
      while let first = rest.first, first == " " || first == "\n" { rest.removeFirst() }
      guard rest.first == character else { return false }
      rest.removeFirst()
      return true
    }
    func text() throws(FileError) -> String {
      let quote: Character = rest.drop { $0 == " " }.first == "\"" ? "\"" : "'"
      guard skip(quote), let end = rest.firstIndex(of: quote) else { throw malformed("lacks a quoted text") }
      defer { rest = rest[rest.index(after: end)...] }
      return String(rest[..<end])
    }
    func word() -> Substring {
      _ = skip(" ")
      let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
      rest = rest.dropFirst(word.count)
      return word
    }
    var keys = Set<String>()
    guard skip("{") else { throw malformed("does not begin with a brace") }
    while !skip("}") {
      let key = try text()
      guard keys.insert(key).inserted, skip(":") else { throw malformed("is wrong at '\(key)'") }
      switch key {
      case "descr":
        guard !skip("[") else { throw FileError(path: path, .numberType("record", tensor: "the array")) }
        type = try text()
      case "fortran_order":
        let value = word()
        guard value == "True" || value == "False" else {
          throw malformed("has no truth value as fortran_order")
        }
        isColumnMajor = value == "True"
      case "shape":
        guard skip("(") else { throw malformed("has no tuple as shape") }
        while !skip(")") {
          guard let size = Int(word()), size >= 0 else { throw malformed("has no whole numbers as shape") }
          shape.append(size)
          guard skip(",") || rest.drop(while: { $0 == " " }).first == ")" else {
            throw malformed("has no tuple as shape")
          }
        }
      default: throw malformed("has the unknown entry '\(key)'")
      }
      guard skip(",") || rest.drop(while: { $0 == " " }).first == "}" else {
        throw malformed("lacks a comma")
      }
    }
    guard keys.count == 3 else { throw malformed("lacks an entry: it has \(keys.sorted())") }
    guard rest.allSatisfy({ $0 == " " || $0 == "\n" }) else { throw malformed("goes on after its brace") }
  }
}
