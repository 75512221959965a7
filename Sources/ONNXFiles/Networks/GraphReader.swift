internal import CNN

/// Reads the graph of a file node by node: constants are computed, and the others become layers and joints.
struct GraphReader {
  private let graph: ONNXGraph
  private let opset: Int
  private var problems: [ONNXConversionError.Problem] = []
  /// What is known before the network runs.
  private var known: [String: KnownValue] = [:]
  /// The values that are computed when it runs: where they stand in the flow, and their shapes where these are known.
  private var computed: [String: (vertex: Int, shape: Shape?)] = [:]
  /// Outputs that layers do not have, with the nodes that give them.
  private var lacking: [String: ONNXNode] = [:]
  private var flow = NetworkFlow()
  /// How many nodes take each value; the graph's output counts, too.
  private var uses: [String: Int] = [:]
  private var batch: Int?

  /// Returns the layers of a model's network, and the shape of one input.
  ///
  /// - Parameter input: The shape of one input, where the file leaves sizes open.
  /// - Throws: `ONNXConversionError` with everything that has no equal.
  static func read(_ model: ONNXModel, input: Shape?) throws(ONNXConversionError) -> (
    layers: [any Layer], input: Shape
  ) {
    let versions = model.operatorSets.filter { $0.domain.isEmpty || $0.domain == "ai.onnx" }.compactMap(
      \.version)
    let opset = versions.max() ?? 1
    var reader = GraphReader(graph: model.graph, opset: opset)
    guard supportedVersions.contains(opset) else {
      reader.note(
        "it has version \(opset) of the operators, versions \(supportedVersions.lowerBound) to "
          + "\(supportedVersions.upperBound) are read; convert it with onnx.version_converter")
      throw ONNXConversionError(problems: reader.problems)
    }
    return try reader.read(input: input)
  }

  /// The versions of ONNX's operators that are read.
  static let supportedVersions = 7...26

  private init(graph: ONNXGraph, opset: Int) {
    (self.graph, self.opset) = (graph, opset)
  }

  private mutating func note(_ reason: String, _ node: ONNXNode? = nil, operation: String? = nil) {
    problems.append(
      .init(
        name: node.map { $0.name.isEmpty ? $0.outputs.first ?? "" : $0.name } ?? "",
        operation: operation ?? node?.operation ?? "", reason: reason))
  }

  private mutating func read(input: Shape?) throws(ONNXConversionError) -> (layers: [any Layer], input: Shape)
  {
    for tensor in graph.initializers { known[tensor.name] = .stored(tensor) }
    let inputs = graph.inputs.filter { known[$0.name] == nil }
    let shape = readInput(inputs, input)
    let output = graph.outputs.first?.name ?? ""
    if graph.outputs.count != 1 {
      note("it gives \(graph.outputs.count) values, \(names(graph.outputs)); a model gives one")
    }
    for name in graph.nodes.flatMap(\.inputs) + [output] { uses[name, default: 0] += 1 }
    let sequences = Sequences(graph, uses: uses, known: Set(known.keys))
    for (index, node) in graph.nodes.enumerated() {
      if let sequence = sequences.endingNode[index] {
        read(sequence: sequence.map { graph.nodes[$0] })
      } else if !sequences.inner.contains(index) {
        read(node)
      }
    }
    if graph.outputs.count == 1, computed[output] == nil {
      let isWeight = known[output] != nil
      note(isWeight ? "its output \"\(output)\" is a constant" : "no node gives its output \"\(output)\"")
    }
    guard problems.isEmpty, let shape, let end = computed[output] else {
      throw ONNXConversionError(problems: problems)
    }
    do throws(NodeFailure) {
      return (try flow.layers(to: end.vertex), shape)
    } catch {
      note(error.reason ?? "its structure is unknown")
      throw ONNXConversionError(problems: problems)
    }
  }

  private func names(_ values: [ONNXValue]) -> String {
    values.map { "\"\($0.name)\"" }.joined(separator: ", ")
  }

  /// Returns the shape of the network's input, and registers it.
  private mutating func readInput(_ inputs: [ONNXValue], _ given: Shape?) -> Shape? {
    for value in inputs { computed[value.name] = (flow.input, nil) }
    guard inputs.count == 1, let value = inputs.first else {
      note("it takes \(inputs.count) values\(inputs.isEmpty ? "" : ", " + names(inputs)); a model takes one")
      return nil
    }
    let floats: [ONNXElementType] = [.float32, .float16, .bfloat16, .float64]
    guard value.elementType.map(floats.contains) ?? true else {
      note("its input \"\(value.name)\" is no tensor of floating-point numbers")
      return nil
    }
    let dimensions = value.dimensions ?? []
    if case .size(let size)? = dimensions.first { batch = size }
    var sizes: [Int] = []
    for (axis, dimension) in dimensions.enumerated().dropFirst() {
      if case .size(let size) = dimension, size > 0 {
        sizes.append(size)
        if let given, given.rank == dimensions.count - 1, given[axis - 1] != size {
          note("its input is \(dimensions.dropFirst().map(text)), got the shape \(given)")
          return nil
        }
      }
    }
    var shape = given ?? Shape(sizes)
    if given == nil, sizes.count != dimensions.count - 1 || sizes.isEmpty {
      let known =
        value.dimensions.map { "[" + $0.map(text).joined(separator: ", ") + "]" } ?? "of an unknown shape"
      note("its input \"\(value.name)\" is \(known); give the shape of one input, as in input: [3, 224, 224]")
      return nil
    }
    if let given, value.dimensions != nil, given.rank != dimensions.count - 1 {
      note("its input has \(dimensions.count - 1) axes without the batch, got the shape \(given)")
      return nil
    }
    if let count = try? elementCount(shape.dimensions), count > 0 {
      computed[value.name] = (flow.input, shape)
    } else {
      note("its input cannot have the shape \(shape)")
      shape = []
    }
    return shape
  }

  private func text(_ dimension: ONNXValue.Dimension) -> String {
    switch dimension {
    case .size(let size): "\(size)"
    case .named(let name): name
    case .any: "?"
    }
  }

  /// Reads nodes in a row, as one layer if they are one.
  private mutating func read(sequence nodes: [ONNXNode]) {
    guard let first = nodes.first, let mapping = Operators.reading[nodes.map(\.operation)],
      let source = computedInputs(first).first, let value = computed[source]
    else { return nodes.forEach { read($0) } }
    var reader = NodeReader(nodes, opset: opset, shape: value.shape, batch: batch, values: known)
    guard let layers = try? mapping.read(&reader), reader.unreadAttributes.isEmpty else {
      return nodes.forEach { read($0) }
    }
    append(layers, nodes, after: value)
  }

  /// The inputs of a node that are not known before the network runs.
  private func computedInputs(_ node: ONNXNode) -> [String] {
    node.inputs.filter { !$0.isEmpty && known[$0] == nil }
  }

  private mutating func read(_ node: ONNXNode) {
    for name in node.outputs.dropFirst() where !name.isEmpty { lacking[name] = node }
    guard node.domain.isEmpty || node.domain == "ai.onnx" else {
      return fail(
        node, "operators of \(node.domain) are not supported", operation: "\(node.domain).\(node.operation)")
    }
    guard Operators.known.contains(node.operation) else { return fail(node, "the operator is not supported") }
    let inputs = computedInputs(node)
    for name in inputs where computed[name] == nil {
      let giver = lacking[name].map { "output \"\(name)\" of \"\($0.name)\" (\($0.operation)) has no equal" }
      return fail(node, giver ?? "it takes \"\(name)\", which no node before it gives")
    }
    let isComputable = inputs.isEmpty || node.operation == "Shape"
    if isComputable, KnownValue.foldedOperators.contains(node.operation) { return fold(node) }
    guard !inputs.isEmpty else { return fail(node, "it is not computed for constants") }
    guard inputs.count == 1 else { return join(node, inputs) }
    guard let mapping = Operators.reading[[node.operation]], let value = computed[inputs[0]] else {
      return join(node, inputs)
    }
    var reader = NodeReader([node], opset: opset, shape: value.shape, batch: batch, values: known)
    do throws(NodeFailure) {
      let layers = try mapping.read(&reader)
      for (_, attribute) in reader.unreadAttributes {
        note("its attribute \"\(attribute.name)\" has no equal", node)
      }
      append(layers ?? [], [node], after: value)
    } catch {
      fail(node, error.reason)
    }
  }

  /// Notes why a node cannot be read, if that is not the fault of one before it, and goes on with what it gives.
  private mutating func fail(_ node: ONNXNode, _ reason: String?, operation: String? = nil) {
    if let reason { note(reason, node, operation: operation) }
    for name in node.outputs where !name.isEmpty { computed[name] = (flow.input, declaredShape(name)) }
  }

  /// The shape that the file declares for a value, without the batch.
  private func declaredShape(_ name: String) -> Shape? {
    guard let value = (graph.values + graph.outputs).first(where: { $0.name == name }),
      let dimensions = value.dimensions?.dropFirst(), !dimensions.isEmpty
    else { return nil }
    let sizes = dimensions.compactMap { if case .size(let size) = $0, size > 0 { size } else { nil } }
    return sizes.count == dimensions.count && (try? elementCount(sizes)) != nil ? Shape(sizes) : nil
  }

  private mutating func fold(_ node: ONNXNode) {
    let shape = node.inputs.first.flatMap { computed[$0]?.shape }
    var reader = NodeReader([node], opset: opset, shape: shape, batch: batch, values: known)
    do throws(NodeFailure) {
      if let name = node.outputs.first { known[name] = try KnownValue(&reader) }
    } catch {
      fail(node, error.reason)
    }
  }

  /// Adds layers to the flow, and names them.
  private mutating func append(
    _ layers: [any Layer], _ nodes: [ONNXNode], after value: (vertex: Int, shape: Shape?)
  ) {
    guard let last = nodes.last, let name = last.outputs.first else { return }
    for node in nodes { for other in node.outputs.dropFirst() where !other.isEmpty { lacking[other] = node } }
    guard !layers.isEmpty else { return computed[name] = value }
    var named = layers
    for index in named.indices where named[index].name.isEmpty { named[index].name = layerName(nodes) }
    var shape = value.shape
    for layer in named {
      guard let input = shape else { break }
      do throws(ShapeError) {
        shape = try layer.outputShape(for: input)
        if let own = shape { _ = try elementCount(own.dimensions, of: layer) }
      } catch {
        return fail(
          last, "\(error)".split(separator: "\n").first.map { String($0.dropLast($0.hasSuffix(".") ? 1 : 0)) }
        )
      }
    }
    computed[name] = (flow.add(.layers(named, from: value.vertex)), shape)
  }

  /// The name that a layer has in the file: that of its weights, `conv1` for `conv1.weight`, or that of its node.
  private func layerName(_ nodes: [ONNXNode]) -> String {
    let weights = nodes.flatMap(\.inputs).filter { known[$0] != nil && $0.hasSuffix(".weight") }
    if let weight = weights.first { return String(weight.dropLast(".weight".count)) }
    return nodes[0].name
  }

  /// Adds what joins several values to the flow.
  private mutating func join(_ node: ONNXNode, _ inputs: [String]) {
    let values = inputs.compactMap { computed[$0] }
    guard let name = node.outputs.first else { return }
    if node.operation == "Mul", values.count == 2 {
      for (gate, value) in [(0, 1), (1, 0)] {
        guard let layers = flow.layers(of: values[gate].vertex, from: values[value].vertex),
          var activation = GatedActivationOperator.activation(gate: layers)
        else { continue }
        activation.name = layers[0].name
        return append([activation], [node], after: values[value])
      }
    }
    guard let joint = Operators.joints[node.operation] else {
      return fail(node, "it takes \(inputs.count) values that are computed, layers take one")
    }
    guard inputs.count == node.inputs.count else {
      return fail(node, "it joins computed values and constants")
    }
    let shapes = values.compactMap(\.shape)
    if joint == .concatenation {
      var reader = NodeReader([node], opset: opset, shape: shapes.first, batch: batch, values: known)
      let axis = (try? reader.integer("axis", default: 1)) ?? 1
      guard axis == 1 || axis == -(shapes.first?.rank ?? 0) else {
        return fail(node, "it concatenates along axis \(axis), only the channels have an equal")
      }
    }
    guard shapes.count == values.count else { return fail(node, nil) }
    guard values.count > 1 else { return computed[name] = values[0] }
    let isSum = joint == .sum
    guard
      shapes.allSatisfy({
        isSum ? $0 == shapes[0] : $0.rank > 0 && $0.dimensions.dropFirst() == shapes[0].dimensions.dropFirst()
      })
    else {
      return fail(node, "it joins values of shapes \(shapes.map(\.description).joined(separator: ", "))")
    }
    let channels = shapes.reduce(0) { $0 + $1[0] }
    let shape = isSum ? shapes[0] : Shape([channels] + shapes[0].dimensions.dropFirst())
    computed[name] = (flow.add(.joint(joint, from: values.map(\.vertex))), shape)
  }
}

/// Throws the error of a layer whose output is too large for a tensor.
private func elementCount(_ dimensions: [Int], of layer: any Layer) throws(ShapeError) -> Int {
  do throws(NodeFailure) { return try elementCount(dimensions) } catch {
    throw ShapeError(layer: layer.name, problem: .custom("it gives \(dimensions), which is too large."))
  }
}

/// The nodes in a row that may be one layer.
private struct Sequences {
  /// The nodes of a sequence, by its last one.
  private(set) var endingNode: [Int: [Int]] = [:]
  /// The nodes of sequences without the last ones.
  private(set) var inner: Set<Int> = []

  /// Finds sequences in which each value is taken by the next node only, and all else is known before the network runs.
  init(_ graph: ONNXGraph, uses: [String: Int], known weights: Set<String>) {
    var known = weights
    var users: [String: Int] = [:]
    for (index, node) in graph.nodes.enumerated() {
      for name in node.inputs { users[name] = index }
      let isKnown = node.inputs.allSatisfy { $0.isEmpty || known.contains($0) } || node.operation == "Shape"
      if isKnown, KnownValue.foldedOperators.contains(node.operation) { known.formUnion(node.outputs) }
    }
    var taken: Set<Int> = []
    for (start, node) in graph.nodes.enumerated() where !taken.contains(start) {
      for pattern in Operators.sequences[node.operation] ?? [] {
        var indices = [start]
        while indices.count < pattern.count, let last = indices.last,
          let value = graph.nodes[last].outputs.first, uses[value] == 1, let next = users[value], next > last,
          graph.nodes[next].operation == pattern[indices.count],
          graph.nodes[next].inputs.allSatisfy({ $0 == value || $0.isEmpty || known.contains($0) })
        { indices.append(next) }
        guard indices.count == pattern.count, let last = indices.last,
          node.inputs.count(where: { !$0.isEmpty && !known.contains($0) }) == 1
        else { continue }
        endingNode[last] = indices
        inner.formUnion(indices.dropLast())
        taken.formUnion(indices)
        break
      }
    }
  }
}
