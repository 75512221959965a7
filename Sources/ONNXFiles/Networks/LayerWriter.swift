internal import CNN

/// Writes the nodes of one layer, each of which takes what the one before it gives.
struct LayerWriter {
  /// The shape of what the layer takes, without the batch.
  let inputShape: Shape
  /// The shape of what it gives.
  let outputShape: Shape
  /// The layer's name with those of the groups that it is in.
  private let path: String
  private let unique: (String) -> String
  private(set) var value: String
  private(set) var nodes: [ONNXNode] = []
  private(set) var initializers: [ONNXTensor] = []

  init(path: String, value: String, input: Shape, output: Shape, unique: @escaping (String) -> String) {
    (self.path, self.value, inputShape, outputShape, self.unique) = (path, value, input, output, unique)
  }

  /// Writes a node that takes what the last one gives, or another `value`, and `others`.
  mutating func add(
    _ operation: String, _ others: [String] = [], attributes: [ONNXAttribute] = [], value other: String? = nil
  ) {
    let suffix = nodes.isEmpty ? "" : ".\(operation)"
    let output = unique("\(path)\(suffix).output")
    nodes.append(
      ONNXNode(
        operation, inputs: [other ?? value] + others, outputs: [output], name: path + suffix,
        attributes: attributes))
    value = output
  }

  /// Writes a tensor that the layer calls `name`, and returns its name in the file.
  mutating func tensor(_ name: String, _ value: Tensor) -> String {
    initializers.append(ONNXTensor("\(path).\(name)", value))
    return "\(path).\(name)"
  }

  /// Writes integers along one axis, and returns their name in the file.
  mutating func integers(_ name: String, _ values: [Int]) -> String {
    initializers.append(ONNXTensor("\(path).\(name)", integers: values, dimensions: [values.count]))
    return "\(path).\(name)"
  }

  /// Writes a layer's parameters, and returns their names in the file.
  mutating func parameters(_ layer: any Layer) -> [String] {
    layer.parameters.map { tensor($0.name, $0.value) }
  }
}

extension ONNXAttribute {
  /// An attribute that is an integer.
  static func integer(_ name: String, _ value: Int) -> ONNXAttribute { ONNXAttribute(name, .integer(value)) }

  /// An attribute that is a number.
  static func float(_ name: String, _ value: Float) -> ONNXAttribute { ONNXAttribute(name, .float(value)) }

  /// An attribute that is a text.
  static func text(_ name: String, _ value: String) -> ONNXAttribute {
    ONNXAttribute(name, .text(Array(value.utf8)))
  }

  /// An attribute that is a list of integers.
  static func integers(_ name: String, _ values: [Int]) -> ONNXAttribute {
    ONNXAttribute(name, .integers(values))
  }
}
