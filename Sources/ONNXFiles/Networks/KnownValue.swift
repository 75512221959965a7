internal import CNN

/// A value of a graph that is known before the network runs: weights, or integers such as the shape for `Reshape`.
enum KnownValue {
  /// A tensor of the file, which is read when it is needed.
  case stored(ONNXTensor)
  /// Numbers.
  case numbers(Tensor)
  /// Integers along one axis, or one integer alone; nil is the size of the batch.
  case integers([Int?], isVector: Bool)

  /// Returns the numbers in single precision.
  func tensor() throws(NodeFailure) -> Tensor {
    switch self {
    case .stored(let tensor):
      do throws(ONNXError) { return try tensor.tensor() } catch {
        throw NodeFailure(String(error.description.dropLast()))
      }
    case .numbers(let tensor): return tensor
    case .integers(let integers, let isVector):
      let known = integers.compactMap(\.self)
      guard known.count == integers.count else {
        throw NodeFailure("a weight depends on the size of the batch")
      }
      return Tensor(
        shape: Shape(isVector || known.count != 1 ? [known.count] : []), scalars: known.map { Float($0) })
    }
  }

  /// Returns the integers along one axis; nil is the size of the batch.
  func integers() throws(NodeFailure) -> [Int?] {
    switch self {
    case .stored(let tensor):
      do throws(ONNXError) { return try tensor.integers() } catch {
        throw NodeFailure(String(error.description.dropLast()))
      }
    case .numbers: throw NodeFailure("it takes numbers where integers are expected")
    case .integers(let integers, _): return integers
    }
  }

  /// Whether the value has an axis.
  private var isVector: Bool {
    switch self {
    case .stored(let tensor): !tensor.dimensions.isEmpty
    case .numbers(let tensor): tensor.rank > 0
    case .integers(_, let isVector): isVector
    }
  }

  private var isInteger: Bool {
    switch self {
    case .stored(let tensor): tensor.elementType == .int64 || tensor.elementType == .int32
    case .numbers: false
    case .integers: true
    }
  }
}

extension KnownValue {
  /// The operators that are computed when all their inputs are known, and `Shape`, which needs none of its input's
  /// numbers.
  static let foldedOperators: Set<String> = [
    "Constant", "ConstantOfShape", "Identity", "Cast", "Shape", "Reshape", "Unsqueeze", "Squeeze",
    "Transpose",
    "Concat", "Gather", "Slice", "Add", "Sub", "Mul", "Div",
  ]

  /// Computes a node whose inputs are known.
  ///
  /// - Parameter shape: The shape of what `Shape` is asked for, without the batch.
  init(_ node: inout NodeReader) throws(NodeFailure) {
    switch node.operation {
    case "Constant": self = try Self.constant(&node)
    case "ConstantOfShape":
      let dimensions = try node.wholeIntegers(0)
      let count = try elementCount(dimensions)
      var value = KnownValue.numbers(Tensor([0]))
      if let tensor = try node.tensorAttribute("value") { value = .stored(tensor) }
      if value.isInteger {
        let element = try value.integers().first ?? 0
        self = .integers(Array(repeating: element, count: count), isVector: true)
      } else {
        let element = try value.tensor().scalars.first ?? 0
        self = .numbers(Tensor(repeating: element, shape: Shape(dimensions)))
      }
    case "Shape":
      let shape = try node.inputShape()
      let sizes = [nil] + shape.dimensions.map(Optional.some)
      let start = try node.integer("start", default: 0), end = try node.integer("end", default: sizes.count)
      self = .integers(Array(sizes[Self.range(start, end, count: sizes.count)]), isVector: true)
    case "Identity": self = try node.known(0)
    case "Cast":
      node.ignore("to", "saturate")
      self = try node.known(0)
    case "Gather":
      let (values, indices) = (try node.known(0).integers(), try node.known(1))
      try node.expect("axis", 0)
      var picked: [Int?] = []
      for case let index? in try indices.integers() {
        guard (-values.count..<values.count).contains(index) else {
          throw NodeFailure("its index \(index) is outside of \(values.count) elements")
        }
        picked.append(values[index < 0 ? index + values.count : index])
      }
      self = .integers(picked, isVector: indices.isVector)
    case "Slice":
      let values = try node.known(0).integers()
      let starts = try node.integers("starts", or: 1) ?? [], ends = try node.integers("ends", or: 2) ?? []
      let axes = try node.integers("axes", or: 3) ?? [0], steps = try node.integers("steps", or: 4) ?? [1]
      guard starts.count == 1, ends.count == 1, axes == [0], steps == [1] else {
        throw NodeFailure("only a part of integers along one axis is computed")
      }
      self = .integers(Array(values[Self.range(starts[0], ends[0], count: values.count)]), isVector: true)
    case "Concat" where try node.known(0).isInteger:
      node.ignore("axis")
      var all: [Int?] = []
      for index in node.inputs.indices { all += try node.known(index).integers() }
      self = .integers(all, isVector: true)
    case "Add", "Sub", "Mul", "Div": self = try Self.arithmetic(node)
    case "Unsqueeze", "Squeeze", "Reshape", "Transpose": self = try Self.moved(&node)
    default: throw NodeFailure("the operator is not computed for constants")
    }
  }

  /// What a `Constant` node holds.
  private static func constant(_ node: inout NodeReader) throws(NodeFailure) -> KnownValue {
    if let tensor = try node.tensorAttribute("value") { return .stored(tensor) }
    if let values = try node.integers("value_ints") { return .integers(values, isVector: true) }
    if let values = try node.floats("value_floats") { return .numbers(Tensor(values)) }
    switch node.attribute("value_int") {
    case .integer(let value): return .integers([value], isVector: false)
    default: break
    }
    switch node.attribute("value_float") {
    case .float(let value): return .numbers(Tensor(shape: [], scalars: [value]))
    default: throw NodeFailure("it holds no numbers")
    }
  }

  private static func arithmetic(_ node: NodeReader) throws(NodeFailure) -> KnownValue {
    let (a, b) = (try node.known(0), try node.known(1))
    guard a.isInteger, b.isInteger else {
      let (x, y) = (try a.tensor(), try b.tensor())
      guard x.shape == y.shape || x.count == 1 || y.count == 1 else {
        throw NodeFailure("constants of shapes \(x.shape) and \(y.shape) are not computed")
      }
      switch node.operation {
      case "Add": return .numbers(x + y)
      case "Sub": return .numbers(x - y)
      case "Mul": return .numbers(x * y)
      default: return .numbers(x / y)
      }
    }
    let (x, y) = (try a.integers(), try b.integers())
    guard x.count == y.count || x.count == 1 || y.count == 1 else {
      throw NodeFailure("constants of \(x.count) and \(y.count) integers are not computed")
    }
    let results = (0..<max(x.count, y.count)).map { index -> Int? in
      guard let x = x[x.count == 1 ? 0 : index], let y = y[y.count == 1 ? 0 : index] else { return nil }
      switch node.operation {
      case "Add": return x &+ y
      case "Sub": return x &- y
      case "Mul": return x &* y
      default: return y == 0 ? nil : x.dividedReportingOverflow(by: y).partialValue
      }
    }
    return .integers(results, isVector: a.isVector || b.isVector)
  }

  /// The same numbers in another shape or order.
  private static func moved(_ node: inout NodeReader) throws(NodeFailure) -> KnownValue {
    let value = try node.known(0)
    guard !value.isInteger else {
      node.ignore("axes", "perm", "allowzero")
      return .integers(try value.integers(), isVector: node.operation != "Squeeze")
    }
    let tensor = try value.tensor()
    if node.operation == "Transpose" {
      let order = try node.integers("perm") ?? Array((0..<tensor.rank).reversed())
      guard order.sorted() == Array(0..<tensor.rank) else {
        throw NodeFailure("its order \(order) is none of \(tensor.rank) axes")
      }
      return .numbers(tensor.permuted(order))
    }
    let dimensions = try node.movedDimensions(of: tensor.shape.dimensions.map(Optional.some))
    let known = dimensions.compactMap(\.self)
    guard known.count == dimensions.count, try elementCount(known) == tensor.count else {
      throw NodeFailure("a constant of shape \(tensor.shape) cannot have the shape \(known)")
    }
    return .numbers(tensor.reshaped(Shape(known)))
  }

  /// The range from `start` to `end`, where negative numbers count from the end.
  private static func range(_ start: Int, _ end: Int, count: Int) -> Range<Int> {
    func bound(_ value: Int) -> Int { max(0, min(count, value < 0 ? value &+ count : value)) }
    return bound(start)..<max(bound(start), bound(end))
  }
}

/// Returns the number of elements of a tensor, if there can be such a one.
func elementCount(_ dimensions: [Int]) throws(NodeFailure) -> Int {
  var count = 1
  for size in dimensions {
    let (next, overflow) = count.multipliedReportingOverflow(by: size)
    guard size >= 0, !overflow, next <= 1 << 31 else {
      throw NodeFailure("a tensor cannot have the shape \(dimensions)")
    }
    count = next
  }
  return count
}
