internal import Display

/// What the header of a safetensors file says of one tensor.
struct SafetensorsEntry {
  let name: String
  let type: String
  let shape: Shape
  let offsets: Range<Int>

  private static let types: [String: NumberType] = [
    "F32": .float32, "F64": .float64, "F16": .float16, "BF16": .bfloat16, "BOOL": .boolean,
    "I8": .signed(bytes: 1), "I16": .signed(bytes: 2), "I32": .signed(bytes: 4), "I64": .signed(bytes: 8),
    "U8": .unsigned(bytes: 1), "U16": .unsigned(bytes: 2), "U32": .unsigned(bytes: 4),
    "U64": .unsigned(bytes: 8),
  ]

  /// The kind of the numbers, if it is known.
  var numberType: NumberType? { Self.types[type] }

  /// Whether a type is one that weights can have.
  static func isFloatingPoint(_ type: String) -> Bool { ["F32", "F64", "F16", "BF16"].contains(type) }

  /// Checks an entry by itself.
  init(_ name: String, _ value: JSON, path: String) throws(FileError) {
    func malformed(_ reason: String) -> FileError {
      FileError(path: path, .malformed("tensor \"\(name)\" \(reason)"))
    }
    guard case .object(let members) = value else { throw malformed("has no object") }
    func member(_ key: String) -> JSON? { members.list.first { $0.key == key }?.value }
    func numbers(_ key: String) throws(FileError) -> [Int] {
      guard case .array(let elements) = member(key) else { throw malformed("has no \(key)") }
      var numbers: [Int] = []
      for element in elements {
        guard case .number(let spelling) = element, let number = Int(spelling), number >= 0 else {
          throw malformed("has no whole numbers as \(key)")
        }
        numbers.append(number)
      }
      return numbers
    }
    guard case .string(let type) = member("dtype") else { throw malformed("has no dtype") }
    let sizes = try numbers("shape")
    let offsets = try numbers("data_offsets")
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw malformed("has data_offsets \(offsets), expected a beginning and an end")
    }
    guard sizes.count <= 16, let count = product(sizes) else {
      throw malformed("has the impossible shape \(sizes)")
    }
    if let known = Self.types[type], count * known.size != offsets[1] - offsets[0] {
      throw malformed(
        "of shape \(sizes) and type \(type) takes \(count * known.size) bytes,"
          + " its data_offsets \(offsets) give it \(offsets[1] - offsets[0])")
    }
    self.name = name
    self.type = type
    self.shape = Shape(sizes)
    self.offsets = offsets[0]..<offsets[1]
  }

  /// Checks that the tensors cover the bytes after the header: no holes, no overlaps, nothing after the last.
  static func checkCover(_ entries: [SafetensorsEntry], bytes: Int, path: String) throws(FileError) {
    let sorted = entries.sorted {
      ($0.offsets.lowerBound, $0.offsets.upperBound) < ($1.offsets.lowerBound, $1.offsets.upperBound)
    }
    var end = 0
    for entry in sorted {
      guard entry.offsets.lowerBound == end else {
        let kind = entry.offsets.lowerBound < end ? "overlaps the one before it" : "leaves a hole before it"
        throw FileError(
          path: path,
          .malformed(
            "tensor \"\(entry.name)\" \(kind): it begins at \(entry.offsets.lowerBound), not at \(end)"))
      }
      end = entry.offsets.upperBound
    }
    guard end <= bytes else {
      throw FileError(path: path, .truncated(expected: end, got: bytes, what: "the part after the header"))
    }
    guard end == bytes else { throw FileError(path: path, .trailing(expected: end, got: bytes)) }
  }
}
