internal import CNN

/// One node of a graph, or several in a row that together are one layer, as they are read.
///
/// What is not read of the attributes has no equal in the layer, and is an error.
struct NodeReader {
  /// The nodes; each takes what the one before it gives.
  let nodes: [ONNXNode]
  /// The version of the operators.
  let opset: Int
  /// The shape of what the first node takes, without the batch; nil if it is unknown.
  private let shape: Shape?
  /// The size of the batch that the file names; nil for any.
  let batch: Int?
  private let values: [String: KnownValue]
  private var index = 0
  private var readAttributes: [Set<String>]

  init(_ nodes: [ONNXNode], opset: Int, shape: Shape?, batch: Int?, values: [String: KnownValue]) {
    (self.nodes, self.opset, self.shape, self.batch, self.values) = (nodes, opset, shape, batch, values)
    readAttributes = nodes.map { _ in [] }
  }

  /// The operators, `MatMul + Add`.
  var pattern: String { nodes.map(\.operation).joined(separator: " + ") }

  /// The operator of the node that is read.
  var operation: String { nodes[index].operation }

  /// The inputs of the node that is read.
  var inputs: [String] { nodes[index].inputs }

  /// The number of outputs of the node that is read.
  var outputCount: Int { nodes[index].outputs.count }

  /// Goes on to the next node.
  mutating func next() { index += 1 }

  /// Returns the shape of what the first node takes, without the batch.
  func inputShape() throws(NodeFailure) -> Shape {
    guard let shape else { throw .unknownShape }
    return shape
  }

  /// The attributes that have not been read.
  var unreadAttributes: [(node: ONNXNode, attribute: ONNXAttribute)] {
    zip(nodes, readAttributes).flatMap { node, read in
      node.attributes.filter { !read.contains($0.name) }.map { (node, $0) }
    }
  }

  /// Whether the node has an input at `index`.
  func has(_ index: Int) -> Bool { inputs.indices.contains(index) && !inputs[index].isEmpty }

  /// Returns the input at `index`, which must be known before the network runs.
  func known(_ index: Int) throws(NodeFailure) -> KnownValue {
    guard has(index) else { throw NodeFailure("its input \(index + 1) is missing") }
    guard let value = values[inputs[index]] else {
      throw NodeFailure("its input \(index + 1), \"\(inputs[index])\", is neither a weight nor a constant")
    }
    return value
  }

  /// Returns the numbers of the input at `index`.
  func weight(_ index: Int) throws(NodeFailure) -> Tensor { try known(index).tensor() }

  /// Returns the numbers of the input at `index`, which has `count` of them.
  func vector(_ index: Int, count: Int) throws(NodeFailure) -> Tensor {
    let vector = try weight(index)
    guard vector.count == count else {
      throw NodeFailure("its input \"\(inputs[index])\" has shape \(vector.shape), expected [\(count)]")
    }
    return vector.flattened()
  }

  /// Returns the integers of the input at `index`, none of which depends on the batch.
  func wholeIntegers(_ index: Int) throws(NodeFailure) -> [Int] {
    let integers = try known(index).integers()
    let known = integers.compactMap(\.self)
    guard known.count == integers.count else {
      throw NodeFailure("its input \(index + 1) depends on the size of the batch")
    }
    return known
  }

  /// Returns the number in the input at `index`, or in the attribute that it was in older versions.
  mutating func number(_ index: Int, or name: String, default value: Float) throws(NodeFailure) -> Float {
    has(index) ? try vector(index, count: 1).scalars[0] : try float(name, default: value)
  }

  /// Returns the integers in the attribute, or in the input at `index` that it is in newer versions; nil for neither.
  mutating func integers(_ name: String, or index: Int) throws(NodeFailure) -> [Int]? {
    if let values = try integers(name) { return values }
    return has(index) ? try wholeIntegers(index) : nil
  }

  /// Returns an attribute's value, and counts it as read.
  mutating func attribute(_ name: String) -> ONNXAttribute.Value? {
    readAttributes[index].insert(name)
    return nodes[index][name]
  }

  /// Counts attributes as read that change nothing when a network is used.
  mutating func ignore(_ names: String...) { readAttributes[index].formUnion(names) }

  mutating func integer(_ name: String, default value: Int) throws(NodeFailure) -> Int {
    switch attribute(name) {
    case nil: return value
    case .integer(let value): return value
    default: throw NodeFailure("its attribute \"\(name)\" is no integer")
    }
  }

  mutating func float(_ name: String, default value: Float) throws(NodeFailure) -> Float {
    switch attribute(name) {
    case nil: return value
    case .float(let value): return value
    default: throw NodeFailure("its attribute \"\(name)\" is no number")
    }
  }

  mutating func text(_ name: String, default value: String) throws(NodeFailure) -> String {
    switch attribute(name) {
    case nil: return value
    case .text(let bytes): return String(decoding: bytes, as: UTF8.self)
    default: throw NodeFailure("its attribute \"\(name)\" is no text")
    }
  }

  mutating func integers(_ name: String) throws(NodeFailure) -> [Int]? {
    switch attribute(name) {
    case nil: return nil
    case .integers(let values): return values
    default: throw NodeFailure("its attribute \"\(name)\" is no list of integers")
    }
  }

  mutating func floats(_ name: String) throws(NodeFailure) -> [Float]? {
    switch attribute(name) {
    case nil: return nil
    case .floats(let values): return values
    default: throw NodeFailure("its attribute \"\(name)\" is no list of numbers")
    }
  }

  mutating func tensorAttribute(_ name: String) throws(NodeFailure) -> ONNXTensor? {
    switch attribute(name) {
    case nil: return nil
    case .tensor(let tensor): return tensor
    default: throw NodeFailure("its attribute \"\(name)\" is no tensor")
    }
  }

  /// Checks that an attribute has the one value for which there is a layer.
  mutating func expect(_ name: String, _ value: Int) throws(NodeFailure) {
    let got = try integer(name, default: value)
    guard got == value else {
      throw NodeFailure("its attribute \"\(name)\" is \(got), only \(value) has an equal")
    }
  }

  /// Checks that an attribute has the one value for which there is a layer.
  mutating func expect(_ name: String, _ value: Float) throws(NodeFailure) {
    let got = try float(name, default: value)
    guard got == value else {
      throw NodeFailure("its attribute \"\(name)\" is \(got), only \(value) has an equal")
    }
  }

  /// Returns the axes that the attribute `axes` or the input at `index` names, counted from 0; nil for none.
  mutating func axes(input index: Int, rank: Int) throws(NodeFailure) -> [Int]? {
    guard let axes = try integers("axes", or: index) else { return nil }
    guard axes.allSatisfy({ (-rank..<rank).contains($0) }) else {
      throw NodeFailure("its axes are \(axes), the input has \(rank)")
    }
    return axes.map { $0 < 0 ? $0 + rank : $0 }
  }

  /// Returns the dimensions that `Reshape`, `Squeeze`, `Unsqueeze` or `Flatten` makes of others; nil is the batch's size.
  mutating func movedDimensions(of dimensions: [Int?]) throws(NodeFailure) -> [Int?] {
    switch operation {
    case "Flatten":
      let axis = try integer("axis", default: 1)
      let first = axis < 0 ? axis + dimensions.count : axis
      guard first == 1 else { throw NodeFailure("its attribute \"axis\" is \(axis), only 1 has an equal") }
      return [dimensions.first ?? nil, try elementCount(dimensions.dropFirst().map { $0 ?? 1 })]
    case "Squeeze":
      let axes = try axes(input: 1, rank: dimensions.count)
      return dimensions.enumerated().filter { index, size in
        axes.map { !$0.contains(index) } ?? (size != 1)
      }.map(\.element)
    case "Unsqueeze":
      guard let count = try integers("axes", or: 1)?.count,
        let axes = try axes(input: 1, rank: dimensions.count + count)
      else { throw NodeFailure("it names no axes") }
      var rest = dimensions[...]
      return (0..<dimensions.count + count).map { axes.contains($0) ? 1 : rest.popFirst() ?? 1 }
    default: return try reshaped(dimensions)
    }
  }

  private mutating func reshaped(_ dimensions: [Int?]) throws(NodeFailure) -> [Int?] {
    let keepsZeros = try integer("allowzero", default: 0) == 1
    var target = try known(1).integers()
    for (axis, size) in target.enumerated() where size == 0 && !keepsZeros {
      guard dimensions.indices.contains(axis) else {
        throw NodeFailure("its shape \(text(target)) keeps no axis \(axis)")
      }
      target[axis] = dimensions[axis]
    }
    // The batch may be written as the size that the file gives it, or left open.
    let isBatched = dimensions.first == .some(nil)
    let inner = try elementCount(dimensions.map { $0 ?? 1 })
    if isBatched, let first = target.first {
      let rest = target.dropFirst().compactMap(\.self)
      let isWhole = first == -1 && !rest.contains(-1) && rest.count == target.count - 1
      if first == batch || isWhole, try isWhole ? elementCount(rest) == inner : true { target[0] = nil }
    }
    let failure = NodeFailure("its shape \(text(target)) does not go with \(text(dimensions))")
    var others = target.map { $0 ?? 1 }
    if let open = others.firstIndex(of: -1) {
      others.remove(at: open)
      let count = try elementCount(others)
      guard count > 0, inner % count == 0 else { throw failure }
      target[open] = inner / count
    } else if try elementCount(others) != inner {
      throw failure
    }
    guard target.filter({ $0 == nil }).count == (isBatched ? 1 : 0) else { throw failure }
    return target
  }

  private func text(_ dimensions: [Int?]) -> String {
    "[" + dimensions.map { $0.map { "\($0)" } ?? "batch" }.joined(separator: ", ") + "]"
  }
}
