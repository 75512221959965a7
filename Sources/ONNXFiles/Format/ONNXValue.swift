internal import CNN

/// A value with a name that a graph takes, gives or computes, and its type.
public struct ONNXValue: Sendable, Equatable, WireMessage {
  /// A size along an axis.
  public enum Dimension: Sendable, Equatable {
    /// A known size.
    case size(Int)
    /// A size with a name, which may differ from call to call, such as the number of images in a batch.
    case named(String)
    /// Any size.
    case any
  }

  /// The name.
  public var name = ""
  /// A description for readers.
  public var documentation = ""
  var unknownFields: [UInt8] = []
  private var type: TypeMessage?

  init() {}

  /// Creates a value that is a tensor.
  public init(_ name: String, _ elementType: ONNXElementType, _ dimensions: [Dimension]) {
    self.name = name
    type = TypeMessage(
      tensor: TensorMessage(
        elementType: elementType.rawValue,
        shape: ShapeMessage(dimensions: dimensions.map { DimensionMessage(value: $0) })))
  }

  /// The type of the elements, if the value is a tensor of a type that is known here.
  public var elementType: ONNXElementType? { type?.tensor?.elementType.flatMap(ONNXElementType.init) }

  /// The sizes along the axes, if the value is a tensor and they are known.
  public var dimensions: [Dimension]? { type?.tensor?.shape?.dimensions.map(\.value) }

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    switch field.number {
    case 1: name = try field.text()
    case 2: type = try field.message()
    case 3: documentation = try field.text()
    default: return false
    }
    return true
  }

  func write(to writer: inout WireWriter) {
    writer.write(1, name)
    if let type { writer.write(2, type) }
    writer.write(3, documentation)
  }
}

/// A type; those that are no tensors are fields that are not known here.
private struct TypeMessage: Sendable, Equatable, WireMessage {
  var tensor: TensorMessage?
  var unknownFields: [UInt8] = []

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    guard field.number == 1 else { return false }
    tensor = try field.message()
    return true
  }

  func write(to writer: inout WireWriter) {
    if let tensor { writer.write(1, tensor) }
  }
}

private struct TensorMessage: Sendable, Equatable, WireMessage {
  var elementType: Int?
  var shape: ShapeMessage?
  var unknownFields: [UInt8] = []

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    switch field.number {
    case 1: elementType = try field.integer()
    case 2: shape = try field.message()
    default: return false
    }
    return true
  }

  func write(to writer: inout WireWriter) {
    writer.write(1, elementType)
    if let shape { writer.write(2, shape) }
  }
}

private struct ShapeMessage: Sendable, Equatable, WireMessage {
  var dimensions: [DimensionMessage] = []
  var unknownFields: [UInt8] = []

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    guard field.number == 1 else { return false }
    dimensions.append(try field.message())
    return true
  }

  func write(to writer: inout WireWriter) { writer.write(1, dimensions) }
}

private struct DimensionMessage: Sendable, Equatable, WireMessage {
  var value = ONNXValue.Dimension.any
  var unknownFields: [UInt8] = []

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    switch field.number {
    case 1: value = .size(try field.integer())
    case 2: value = .named(try field.text())
    default: return false
    }
    return true
  }

  func write(to writer: inout WireWriter) {
    switch value {
    case .size(let size): writer.write(1, size)
    case .named(let name): writer.write(2, [name])
    case .any: break
    }
  }
}
