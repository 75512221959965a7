internal import CNN

/// Writes the layers of a model as a graph.
struct GraphWriter {
  /// The version of the operators that are written: the first with group normalization of each channel.
  static let opset = 21
  /// The version of the format that goes with it.
  static let irVersion = 10

  private var graph = ONNXGraph()
  private var problems: [ONNXConversionError.Problem] = []
  private var names: Set<String> = [Self.input, Self.output]

  /// What the graph's input, its output and the size of the batch are called.
  private static let input = "input", output = "output", batch = "batch"

  /// Returns the file's content for a built model.
  ///
  /// - Throws: `ONNXConversionError` with all layers that have no equal.
  static func write(_ model: Sequential, input: Shape) throws(ONNXConversionError) -> ONNXModel {
    var writer = GraphWriter()
    for parameter in model.parameters + model.buffers { writer.names.insert(parameter.name) }
    let last = writer.write(model, path: "", value: Self.input, shape: input)
    guard writer.problems.isEmpty, let output = model.outputShape else {
      throw ONNXConversionError(problems: writer.problems)
    }
    writer.finish(last)
    func value(_ name: String, _ shape: Shape) -> ONNXValue {
      ONNXValue(name, .float32, [.named(batch)] + shape.dimensions.map { .size($0) })
    }
    writer.graph.name = model.name.isEmpty ? "network" : model.name
    writer.graph.inputs = [value(Self.input, input)]
    writer.graph.outputs = [value(Self.output, output)]
    var file = ONNXModel()
    file.irVersion = irVersion
    file.operatorSets = [ONNXOperatorSet(version: opset)]
    file.producerName = "nbrun"
    file.graph = writer.graph
    return file
  }

  /// Returns a name that no value has.
  private func unique(_ name: String) -> String {
    guard names.contains(name) else { return name }
    return (2...).lazy.map { "\(name)\($0)" }.first { !names.contains($0) } ?? name
  }

  /// Writes a layer, and returns the name of what it gives.
  private mutating func write(_ layer: any Layer, path: String, value: String, shape: Shape) -> String {
    if let group = layer as? any LayerGroup { return write(group, path: path, value: value, shape: shape) }
    let operation = "\(type(of: layer))"
    guard let mapping = Operators.writing[ObjectIdentifier(type(of: layer))] else {
      problems.append(.init(name: path, operation: operation, reason: "the layer has no equal in ONNX"))
      return value
    }
    do {
      var writer = LayerWriter(
        path: path, value: value, input: shape, output: try layer.outputShape(for: shape), unique: unique)
      try mapping.write(layer, to: &writer)
      graph.nodes += writer.nodes
      graph.initializers += writer.initializers
      names.formUnion(writer.nodes.flatMap(\.outputs) + writer.initializers.map(\.name))
      return writer.value
    } catch {
      let reason = (error as? NodeFailure)?.reason ?? "\(error)"
      problems.append(.init(name: path, operation: operation, reason: reason))
      return value
    }
  }

  /// Writes the members of a group, and what joins them.
  private mutating func write(_ group: any LayerGroup, path: String, value: String, shape: Shape) -> String {
    guard let shapes = try? group.memberInputs(for: shape) else { return value }
    let (members, wiring) = (group.members, group.wiring)
    var values: [String] = []
    func named(_ source: Wiring.Source) -> String {
      if case .member(let index) = source { values[index] } else { value }
    }
    for (index, member) in members.enumerated() {
      let own = path.isEmpty ? member.name : "\(path).\(member.name)"
      values.append(write(member, path: own, value: named(wiring.sources[index]), shape: shapes[index]))
    }
    guard wiring.outputs.count > 1 else { return named(wiring.outputs[0]) }
    let output = unique("\(path).output")
    let inputs = wiring.outputs.map(named)
    if wiring.joint == .concatenation {
      graph.nodes.append(
        ONNXNode("Concat", inputs: inputs, outputs: [output], name: path, attributes: [.integer("axis", 1)]))
    } else {
      graph.nodes.append(
        ONNXNode(inputs.count == 2 ? "Add" : "Sum", inputs: inputs, outputs: [output], name: path))
    }
    names.insert(output)
    return output
  }

  /// Calls the last value as the graph's output.
  private mutating func finish(_ last: String) {
    guard last != Self.input else {
      return graph.nodes.append(ONNXNode("Identity", inputs: [last], outputs: [Self.output]))
    }
    for index in graph.nodes.indices {
      graph.nodes[index].inputs = graph.nodes[index].inputs.map { $0 == last ? Self.output : $0 }
      graph.nodes[index].outputs = graph.nodes[index].outputs.map { $0 == last ? Self.output : $0 }
    }
  }
}
