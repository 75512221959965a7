public import CNN

/// A type of numbers, by its number in the format.
public enum ONNXElementType: Int, Sendable {
  case float32 = 1
  case uint8, int8, uint16, int16, int32, int64, text, bool, float16, float64, uint32, uint64
  case bfloat16 = 16
}

/// A tensor as an ONNX file holds it: in a type of its own, and in one of several fields.
public struct ONNXTensor: Sendable, Equatable, WireMessage {
  /// The sizes along the axes.
  public var dimensions: [Int] = []
  /// The name.
  public var name = ""
  /// A description for readers.
  public var documentation = ""
  var unknownFields: [UInt8] = []

  // As the format stores them.
  private var type: Int?
  private var floats: [Float] = []
  private var smallIntegers: [Int] = []
  private var texts: [[UInt8]] = []
  private var longIntegers: [Int] = []
  private var bytes: [UInt8]?
  private var doubles: [Double] = []
  private var unsignedIntegers: [Int] = []
  private var externalData: [ONNXEntry] = []
  private var location: Int?

  init() {}

  /// Creates a tensor in single precision.
  public init(_ name: String, _ value: Tensor) {
    self.name = name
    dimensions = value.shape.dimensions
    type = ONNXElementType.float32.rawValue
    var writer = WireWriter()
    for number in value.scalars { writer.append(number.bitPattern) }
    bytes = writer.bytes
  }

  /// Creates a tensor of integers, such as the shape that `Reshape` takes.
  public init(_ name: String, integers: [Int], dimensions: [Int]) {
    self.name = name
    self.dimensions = dimensions
    type = ONNXElementType.int64.rawValue
    var writer = WireWriter()
    for number in integers { writer.append(Int64(number)) }
    bytes = writer.bytes
  }

  /// The type of the elements, if it is known here.
  public var elementType: ONNXElementType? { type.flatMap(ONNXElementType.init) }

  /// Returns the elements in single precision, rounded to the nearest values as those of a `SafetensorsFile`.
  ///
  /// - Throws: `ONNXError` when they are no numbers of a known type, are in another file, or do not go with the
  ///   dimensions.
  public func tensor() throws(ONNXError) -> Tensor {
    let numberType = try checkedType()
    let scalars: [Float]
    if let bytes {
      scalars = numberType.numbers(bytes[...])
    } else {
      scalars =
        switch numberType {
        case .float32: floats
        case .float64: doubles.map { Float($0) }
        case .signed(bytes: 8): longIntegers.map { Float($0) }
        case .unsigned(bytes: 4), .unsigned(bytes: 8): unsignedIntegers.map { Float(UInt(bitPattern: $0)) }
        case .float16, .bfloat16:
          numberType.numbers(
            smallIntegers.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }[...]
          )
        case .signed, .unsigned, .boolean: smallIntegers.map { Float($0) }
        }
    }
    try check(count: scalars.count)
    return Tensor(shape: Shape(dimensions), scalars: scalars)
  }

  /// Returns the elements of a tensor of 32-bit or 64-bit integers exactly.
  ///
  /// - Throws: `ONNXError` when they are of another type, are in another file, or do not go with the dimensions.
  public func integers() throws(ONNXError) -> [Int] {
    let type = try checkedType()
    guard type == .signed(bytes: 4) || type == .signed(bytes: 8) else {
      throw ONNXError(tensor: name, "its type is number \(self.type ?? 0), expected integers, number 6 or 7")
    }
    var values = type == .signed(bytes: 8) ? longIntegers : smallIntegers
    if let bytes {
      values = stride(from: 0, to: bytes.count - type.size + 1, by: type.size).map { start in
        let word = bytes[start..<start + type.size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return type.size == 8 ? Int(Int64(bitPattern: word)) : Int(Int32(truncatingIfNeeded: word))
      }
    }
    try check(count: values.count)
    return values
  }

  /// Returns the type of the numbers, which are in this file, in whole ones.
  private func checkedType() throws(ONNXError) -> NumberType {
    guard let elementType, let numberType = elementType.numberType else {
      throw ONNXError(
        tensor: name, "its elements are of type number \(type ?? 0), which are not read as numbers")
    }
    guard location != 1 else {
      let file = externalData.first { $0.key == "location" }?.value ?? "another file"
      throw ONNXError(
        tensor: name,
        "its numbers are in \"\(file)\". Save the model in one file, with save_as_external_data=False")
    }
    guard (bytes?.count ?? 0).isMultiple(of: numberType.size) else {
      throw ONNXError(
        tensor: name, "its \(bytes?.count ?? 0) bytes are no whole numbers of \(numberType.size) bytes")
    }
    return numberType
  }

  private func check(count: Int) throws(ONNXError) {
    var expected = 1
    for size in dimensions {
      let (next, overflow) = expected.multipliedReportingOverflow(by: size)
      guard size >= 0 && !overflow else {
        throw ONNXError(tensor: name, "it has the impossible shape \(dimensions)")
      }
      expected = next
    }
    guard count == expected else {
      throw ONNXError(tensor: name, "its shape \(dimensions) takes \(expected) elements, it has \(count)")
    }
  }

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    switch field.number {
    case 1: try field.add(to: &dimensions)
    case 2: type = try field.integer()
    case 4: try field.add(to: &floats)
    case 5: try field.add(to: &smallIntegers)
    case 6: texts.append(Array(try field.bytes()))
    case 7: try field.add(to: &longIntegers)
    case 8: name = try field.text()
    case 9: bytes = Array(try field.bytes())
    case 10: try field.add(to: &doubles)
    case 11: try field.add(to: &unsignedIntegers)
    case 12: documentation = try field.text()
    case 13: externalData.append(try field.message())
    case 14: location = try field.integer()
    default: return false
    }
    return true
  }

  func write(to writer: inout WireWriter) {
    writer.write(1, dimensions, packed: false)
    writer.write(2, type)
    writer.write(4, floats, packed: true)
    writer.write(5, smallIntegers, packed: true)
    for text in texts { writer.write(6, text) }
    writer.write(7, longIntegers, packed: true)
    writer.write(8, name)
    if let bytes { writer.write(9, bytes) }
    writer.write(10, packed: doubles)
    writer.write(11, unsignedIntegers, packed: true)
    writer.write(12, documentation)
    writer.write(13, externalData)
    writer.write(14, location)
  }
}

extension ONNXElementType {
  /// How the elements are stored; nil for text.
  fileprivate var numberType: NumberType? {
    switch self {
    case .float32: .float32
    case .float64: .float64
    case .float16: .float16
    case .bfloat16: .bfloat16
    case .bool: .boolean
    case .int8: .signed(bytes: 1)
    case .int16: .signed(bytes: 2)
    case .int32: .signed(bytes: 4)
    case .int64: .signed(bytes: 8)
    case .uint8: .unsigned(bytes: 1)
    case .uint16: .unsigned(bytes: 2)
    case .uint32: .unsigned(bytes: 4)
    case .uint64: .unsigned(bytes: 8)
    case .text: nil
    }
  }
}

/// Why a tensor of an ONNX file cannot be used.
public struct ONNXError: Error, Equatable, CustomStringConvertible {
  /// The tensor's name.
  public let tensor: String
  /// What is wrong with it.
  public let reason: String

  init(tensor: String, _ reason: String) {
    self.tensor = tensor
    self.reason = reason
  }

  /// What happened, and a remedy.
  public var description: String { "tensor \"\(tensor)\": \(reason)." }
}
