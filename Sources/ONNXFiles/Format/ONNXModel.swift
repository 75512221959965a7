public import CNN

/// A network as an ONNX file holds it: a graph of operators, with the tensors that were learned.
///
/// This is the file's content, not a model that runs. What is known is read into these types; fields that are not,
/// such as functions and training information, are kept as they are and written again.
///
/// - SeeAlso: https://github.com/onnx/onnx/blob/main/docs/IR.md and `onnx/onnx.proto` for the format.
public struct ONNXModel: Sendable, Equatable, WireMessage {
  /// The version of the format.
  public var irVersion: Int?
  /// The versions of the operator sets that the nodes are from.
  public var operatorSets: [ONNXOperatorSet] = []
  /// The program that wrote the file.
  public var producerName = ""
  /// The version of that program.
  public var producerVersion = ""
  /// The name space of the model.
  public var domain = ""
  /// The version of the model.
  public var modelVersion: Int?
  /// A description for readers.
  public var documentation = ""
  /// The network.
  public var graph = ONNXGraph()
  /// Other texts, by name.
  public var metadata: [ONNXEntry] = []
  var unknownFields: [UInt8] = []

  /// Creates a model without nodes.
  public init() {}

  /// Reads a file.
  ///
  /// - Throws: `FileError` when it cannot be read, or is no sound ONNX file.
  public init(reading path: String) throws(FileError) {
    try self.init(FileContents.read(path), path: path)
  }

  /// Reads a file's bytes; errors name `path`.
  package init(_ bytes: [UInt8], path: String) throws(FileError) {
    guard !bytes.isEmpty else {
      throw FileError(path: path, .truncated(expected: 1, got: 0, what: "the model"))
    }
    try self.init(WireReader(bytes, path: path))
  }

  /// Writes a file; the same model gives the same bytes.
  ///
  /// - Throws: `FileError` when the system refuses; a file that was there is then as it was.
  public func write(to path: String) throws(FileError) { try FileContents.write(encoded, to: path) }

  /// The bytes of the file.
  package var bytes: [UInt8] { encoded }

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    switch field.number {
    case 1: irVersion = try field.integer()
    case 2: producerName = try field.text()
    case 3: producerVersion = try field.text()
    case 4: domain = try field.text()
    case 5: modelVersion = try field.integer()
    case 6: documentation = try field.text()
    case 7: graph = try field.message()
    case 8: operatorSets.append(try field.message())
    case 14: metadata.append(try field.message())
    default: return false
    }
    return true
  }

  func write(to writer: inout WireWriter) {
    writer.write(1, irVersion)
    writer.write(2, producerName)
    writer.write(3, producerVersion)
    writer.write(4, domain)
    writer.write(5, modelVersion)
    writer.write(6, documentation)
    writer.write(7, graph)
    writer.write(8, operatorSets)
    writer.write(14, metadata)
  }
}

/// The version of a set of operators.
public struct ONNXOperatorSet: Sendable, Equatable, WireMessage {
  /// The name of the set; empty for ONNX's own.
  public var domain = ""
  /// Its version.
  public var version: Int?
  var unknownFields: [UInt8] = []

  init() {}

  /// Creates a version of a set, of ONNX's own if no other is named.
  public init(domain: String = "", version: Int) {
    self.domain = domain
    self.version = version
  }

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    switch field.number {
    case 1: domain = try field.text()
    case 2: version = try field.integer()
    default: return false
    }
    return true
  }

  func write(to writer: inout WireWriter) {
    writer.write(1, domain)
    writer.write(2, version)
  }
}

/// A text with a name.
public struct ONNXEntry: Sendable, Equatable, WireMessage {
  /// The name.
  public var key = ""
  /// The text.
  public var value = ""
  var unknownFields: [UInt8] = []

  init() {}

  /// Creates an entry.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    switch field.number {
    case 1: key = try field.text()
    case 2: value = try field.text()
    default: return false
    }
    return true
  }

  func write(to writer: inout WireWriter) {
    writer.write(1, key)
    writer.write(2, value)
  }
}
