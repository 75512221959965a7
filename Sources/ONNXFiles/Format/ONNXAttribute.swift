internal import CNN

/// A setting of an operator.
public struct ONNXAttribute: Sendable, Equatable, WireMessage {
  /// What a setting is.
  public enum Value: Sendable, Equatable {
    /// A number.
    case float(Float)
    /// An integer or truth value.
    case integer(Int)
    /// A text, usually in UTF-8.
    case text([UInt8])
    /// A tensor.
    case tensor(ONNXTensor)
    /// A graph, such as the body of a loop.
    case graph(ONNXGraph)
    /// Numbers.
    case floats([Float])
    /// Integers, such as strides.
    case integers([Int])
    /// Texts.
    case texts([[UInt8]])
    /// Tensors.
    case tensors([ONNXTensor])
    /// Graphs.
    case graphs([ONNXGraph])
    /// A value of another type, by the type's number in the format; it is kept and written again.
    case other(type: Int)
  }

  /// The name.
  public var name = ""
  /// A description for readers.
  public var documentation = ""
  var unknownFields: [UInt8] = []

  // As the format stores them: a field for each type, and the number of the type that counts.
  private var type: Int?
  private var float: Float?
  private var integer: Int?
  private var text: [UInt8]?
  private var tensor: ONNXTensor?
  private var graph: ONNXGraph?
  private var floats: [Float] = []
  private var integers: [Int] = []
  private var texts: [[UInt8]] = []
  private var tensors: [ONNXTensor] = []
  private var graphs: [ONNXGraph] = []

  init() {}

  /// Creates a setting.
  public init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }

  /// The value.
  public var value: Value {
    get {
      switch type ?? typeOfContent {
      case 1: .float(float ?? 0)
      case 2: .integer(integer ?? 0)
      case 3: .text(text ?? [])
      case 4: .tensor(tensor ?? ONNXTensor())
      case 5: .graph(graph ?? ONNXGraph())
      case 6: .floats(floats)
      case 7: .integers(integers)
      case 8: .texts(texts)
      case 9: .tensors(tensors)
      case 10: .graphs(graphs)
      case let type: .other(type: type)
      }
    }
    set {
      self = ONNXAttribute(name: name, documentation: documentation, unknownFields: unknownFields)
      switch newValue {
      case .float(let value): (type, float) = (1, value)
      case .integer(let value): (type, integer) = (2, value)
      case .text(let value): (type, text) = (3, value)
      case .tensor(let value): (type, tensor) = (4, value)
      case .graph(let value): (type, graph) = (5, value)
      case .floats(let value): (type, floats) = (6, value)
      case .integers(let value): (type, integers) = (7, value)
      case .texts(let value): (type, texts) = (8, value)
      case .tensors(let value): (type, tensors) = (9, value)
      case .graphs(let value): (type, graphs) = (10, value)
      case .other(let value): type = value
      }
    }
  }

  private init(name: String, documentation: String, unknownFields: [UInt8]) {
    self.name = name
    self.documentation = documentation
    self.unknownFields = unknownFields
  }

  /// The type of a value in a file of the format's first version, which does not say it.
  private var typeOfContent: Int {
    let isThere = [
      float != nil, integer != nil, text != nil, tensor != nil, graph != nil, !floats.isEmpty,
      !integers.isEmpty,
      !texts.isEmpty, !tensors.isEmpty, !graphs.isEmpty,
    ]
    return isThere.firstIndex(of: true).map { $0 + 1 } ?? 0
  }

  mutating func read(_ field: WireField) throws(FileError) -> Bool {
    switch field.number {
    case 1: name = try field.text()
    case 2: float = try field.float()
    case 3: integer = try field.integer()
    case 4: text = Array(try field.bytes())
    case 5: tensor = try field.message()
    case 6: graph = try field.message()
    case 7: try field.add(to: &floats)
    case 8: try field.add(to: &integers)
    case 9: texts.append(Array(try field.bytes()))
    case 10: tensors.append(try field.message())
    case 11: graphs.append(try field.message())
    case 13: documentation = try field.text()
    case 20: type = try field.integer()
    default: return false
    }
    return true
  }

  func write(to writer: inout WireWriter) {
    writer.write(1, name)
    if let float { writer.write(2, float) }
    writer.write(3, integer)
    if let text { writer.write(4, text) }
    if let tensor { writer.write(5, tensor) }
    if let graph { writer.write(6, graph) }
    writer.write(7, floats, packed: false)
    writer.write(8, integers, packed: false)
    for text in texts { writer.write(9, text) }
    writer.write(10, tensors)
    writer.write(11, graphs)
    writer.write(13, documentation)
    writer.write(20, type)
  }
}
