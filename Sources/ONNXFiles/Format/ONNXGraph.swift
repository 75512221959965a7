internal import CNN

/// The operators of a network, in an order in which each comes after those whose results it takes.
public struct ONNXGraph: Sendable, Equatable, WireMessage {
  /// The operators.
  public var nodes: [ONNXNode] = []
  /// The name.
  public var name = ""
  /// Constants with names, such as the weights that were learned.
  public var initializers: [ONNXTensor] = []
  /// A description for readers.
  public var documentation = ""
  /// What the graph takes; in old files also the initializers.
  public var inputs: [ONNXValue] = []
  /// What the graph gives.
  public var outputs: [ONNXValue] = []
  /// Values between nodes whose types are known.
  public var values: [ONNXValue] = []
  var unknownFields: [UInt8] = []

  /// Creates a graph without nodes.
  public init() {}

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    switch field.number {
    case 1: nodes.append(try field.message())
    case 2: name = try field.text()
    case 5: initializers.append(try field.message())
    case 10: documentation = try field.text()
    case 11: inputs.append(try field.message())
    case 12: outputs.append(try field.message())
    case 13: values.append(try field.message())
    default: return false
    }
    return true
  }

  func write(to writer: inout WireWriter) {
    writer.write(1, nodes)
    writer.write(2, name)
    writer.write(5, initializers)
    writer.write(10, documentation)
    writer.write(11, inputs)
    writer.write(12, outputs)
    writer.write(13, values)
  }
}

/// One operator with the names of what it takes and gives.
public struct ONNXNode: Sendable, Equatable, WireMessage {
  /// The names of the inputs, in the operator's order; an optional one that is left out is empty.
  public var inputs: [String] = []
  /// The names of the outputs.
  public var outputs: [String] = []
  /// The name, for messages.
  public var name = ""
  /// The operator, such as `Conv`.
  public var operation = ""
  /// The settings.
  public var attributes: [ONNXAttribute] = []
  /// A description for readers.
  public var documentation = ""
  /// The name of the set of operators; empty for ONNX's own.
  public var domain = ""
  var unknownFields: [UInt8] = []

  init() {}

  /// Creates an operator of ONNX's own set.
  public init(
    _ operation: String, inputs: [String], outputs: [String], name: String = "",
    attributes: [ONNXAttribute] = []
  ) {
    self.operation = operation
    self.inputs = inputs
    self.outputs = outputs
    self.name = name
    self.attributes = attributes
  }

  /// The value of the attribute called `name`, if there is one.
  public subscript(name: String) -> ONNXAttribute.Value? { attributes.first { $0.name == name }?.value }

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    switch field.number {
    case 1: inputs.append(try field.text())
    case 2: outputs.append(try field.text())
    case 3: name = try field.text()
    case 4: operation = try field.text()
    case 5: attributes.append(try field.message())
    case 6: documentation = try field.text()
    case 7: domain = try field.text()
    default: return false
    }
    return true
  }

  func write(to writer: inout WireWriter) {
    writer.write(1, inputs)
    writer.write(2, outputs)
    writer.write(3, name)
    writer.write(4, operation)
    writer.write(5, attributes)
    writer.write(6, documentation)
    writer.write(7, domain)
  }
}
