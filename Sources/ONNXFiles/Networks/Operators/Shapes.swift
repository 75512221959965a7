internal import CNN

/// Operators that give their input another shape, and the layers for that.
enum ShapeOperator: OperatorMapping {
  static let patterns = [["Flatten"], ["Reshape"], ["Squeeze"], ["Unsqueeze"]]
  static let layers: [any Layer.Type] = [Flatten.self, Reshape.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let shape = try node.inputShape()
    let moved = try node.movedDimensions(of: [nil] + shape.dimensions.map(Optional.some))
    guard let first = moved.first, first == nil, !moved.dropFirst().contains(nil) else {
      throw NodeFailure("it mixes the images of a batch")
    }
    let target = Shape(moved.dropFirst().map { $0 ?? 1 })
    guard target.rank > 0 else { throw NodeFailure("it leaves no axis but the batch") }
    if target == shape { return [] }
    let kept = target.rank - 1
    if kept >= 0, kept < shape.rank, target.dimensions.prefix(kept) == shape.dimensions.prefix(kept) {
      return [Flatten(from: kept)]
    }
    return [Reshape(target)]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    if let layer = layer as? Flatten, layer.firstAxis == 0 { return node.add("Flatten") }
    node.add("Reshape", [node.integers("shape", [0] + node.outputShape.dimensions)])
  }
}

/// Operators that move elements between channels and positions, and the layers for that.
///
/// Many files write them as `Reshape`, `Transpose` and `Reshape`.
enum MovingOperator: OperatorMapping {
  static let patterns = [["Reshape", "Transpose", "Reshape"], ["SpaceToDepth"], ["DepthToSpace"]]
  static let layers: [any Layer.Type] = [ChannelShuffle.self, SpaceToDepth.self, DepthToSpace.self]

  /// How elements move: into which axes those of one input are divided, in what order these are put, and with the batch's
  /// axis in front, and what shape comes of it.
  private struct Moves: Equatable {
    let parts: [Int]
    let order: [Int]
    let target: Shape

    /// Creates the moves of a layer; nil if it cannot take such an input.
    init?(_ layer: any Layer, _ shape: Shape) {
      guard let target = try? layer.outputShape(for: shape) else { return nil }
      let sizes = shape.dimensions
      self.target = target
      switch layer {
      case let layer as ChannelShuffle:
        parts = [layer.groups, sizes[0] / layer.groups] + sizes.dropFirst()
        order = [0, 2, 1] + Array(3..<parts.count + 1)
      case let layer as SpaceToDepth:
        parts = [sizes[0], sizes[1] / layer.block, layer.block, sizes[2] / layer.block, layer.block]
        order = layer.order == .dcr ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4]
      case let layer as DepthToSpace:
        let blocks = [layer.block, layer.block]
        parts = (layer.order == .dcr ? blocks + [target[0]] : [target[0]] + blocks) + sizes.dropFirst()
        order = layer.order == .dcr ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3]
      default: return nil
      }
    }

    init(parts: [Int], order: [Int], target: Shape) {
      (self.parts, self.order, self.target) = (parts, order, target)
    }
  }

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    switch node.operation {
    case "SpaceToDepth": return [SpaceToDepth(try block(&node))]
    case "DepthToSpace":
      let mode = try node.text("mode", default: "DCR")
      guard let order = BlockOrder(rawValue: mode.lowercased()) else {
        throw NodeFailure("its attribute \"mode\" is \"\(mode)\"")
      }
      return [DepthToSpace(try block(&node), order: order)]
    default: return try readMoves(&node)
    }
  }

  private static func block(_ node: inout NodeReader) throws(NodeFailure) -> Int {
    let block = try node.integer("blocksize", default: 0)
    guard (1...1 << 20).contains(block) else { throw NodeFailure("its attribute \"blocksize\" is \(block)") }
    return block
  }

  private static func readMoves(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let shape = try node.inputShape()
    let first = try node.movedDimensions(of: [nil] + shape.dimensions.map(Optional.some))
    node.next()
    let order = try node.integers("perm") ?? []
    guard order.sorted() == Array(first.indices) else { return nil }
    node.next()
    let last = try node.movedDimensions(of: order.map { first[$0] })
    let (parts, target) = (first.dropFirst().compactMap(\.self), last.dropFirst().compactMap(\.self))
    guard parts.count >= 2, parts.count == first.count - 1, target.count == last.count - 1 else { return nil }
    let moves = Moves(parts: parts, order: order, target: Shape(target))
    let candidates: [any Layer] =
      [ChannelShuffle(parts[0])]
      + BlockOrder.allCases.flatMap { order -> [any Layer] in
        [SpaceToDepth(parts[parts.count - 1], order: order), DepthToSpace(parts[1], order: order)]
      }
    return candidates.first { Moves($0, shape) == moves }.map { [$0] }
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    switch layer {
    case let layer as DepthToSpace:
      node.add(
        "DepthToSpace",
        attributes: [.integer("blocksize", layer.block), .text("mode", layer.order.rawValue.uppercased())])
    case let layer as SpaceToDepth where layer.order == .dcr:
      node.add("SpaceToDepth", attributes: [.integer("blocksize", layer.block)])
    default:
      guard let moves = Moves(layer, node.inputShape) else { return }
      node.add("Reshape", [node.integers("parts", [0] + moves.parts)])
      node.add("Transpose", attributes: [.integers("perm", moves.order)])
      node.add("Reshape", [node.integers("shape", [0] + moves.target.dimensions)])
    }
  }
}

/// `Pad` and its layer.
enum PadOperator: OperatorMapping {
  static let patterns = [["Pad"]]
  static let layers: [any Layer.Type] = [Pad.self]

  private static let modes: [PaddingMode: String] = [
    .zeros: "constant", .reflect: "reflect", .replicate: "edge", .circular: "wrap",
  ]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let name = try node.text("mode", default: "constant")
    guard let mode = modes.first(where: { $0.value == name })?.key else {
      throw NodeFailure("its attribute \"mode\" is \"\(name)\"")
    }
    let shape = try node.inputShape()
    // What were attributes are inputs since version 11.
    let rank = shape.rank + 1
    let own = try node.integers("pads", or: 1) ?? []
    let axes = try node.axes(input: 3, rank: rank) ?? Array(0..<rank)
    let value = try node.number(2, or: "value", default: 0)
    guard own.count == 2 * axes.count, own.allSatisfy({ (-(1 << 20)...1 << 20).contains($0) }) else {
      throw NodeFailure("its pads are \(own), expected two for each of \(axes.count) axes")
    }
    var pads = Array(repeating: Sides(), count: rank)
    for (index, axis) in axes.enumerated() {
      pads[axis] = Sides(before: own[index], after: own[axes.count + index])
    }
    guard pads.prefix(2).allSatisfy({ $0 == Sides() }) else {
      throw NodeFailure("it pads the batch or the channels, only spatial axes have an equal")
    }
    let sides = pads.dropFirst(2)
    let padding = Padding.explicit(before: sides.map(\.before), after: sides.map(\.after))
    if pads.allSatisfy({ $0 == Sides() }) { return [] }
    return [mode == .zeros ? Pad(padding, value: value) : Pad(padding, mode: mode)]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? Pad else { return }
    let sizes = Array(node.inputShape.dimensions.dropFirst())
    let ones = sizes.map { _ in 1 }
    let geometry = WindowGeometry(input: sizes, window: ones, stride: ones, padding: layer.padding)
    try write(geometry.axes.map(\.sides), layer.mode, value: layer.value, to: &node)
  }

  /// Writes a node that continues spatial axes.
  static func write(
    _ sides: [Sides], _ mode: PaddingMode, value: Float, to node: inout LayerWriter
  ) throws(NodeFailure) {
    guard let name = modes[mode] else { throw NodeFailure("the padding mode \(mode.rawValue) has no equal") }
    let pads = [0, 0] + sides.map(\.before) + [0, 0] + sides.map(\.after)
    var inputs = [node.integers("pads", pads)]
    if value != 0 { inputs.append(node.tensor("value", Tensor(shape: [], scalars: [value]))) }
    node.add("Pad", inputs, attributes: [.text("mode", name)])
  }
}

/// `Resize`, and its older form `Upsample`, and the layer.
enum ResizeOperator: OperatorMapping {
  static let patterns = [["Resize"], ["Upsample"]]
  static let layers: [any Layer.Type] = [Resize.self]

  private static let coordinates: [ResizeCoordinates: String] = [
    .halfPixel: "half_pixel", .alignCorners: "align_corners", .asymmetric: "asymmetric",
  ]
  private static let roundings: [NearestRounding: String] = [
    .preferFloor: "round_prefer_floor", .preferCeiling: "round_prefer_ceil", .floor: "floor",
    .ceiling: "ceil",
  ]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let (coordinates, rounding) = try positions(&node)
    let interpolation = try interpolation(&node, rounding)
    let shape = try node.inputShape()
    try node.expect("exclude_outside", 0)
    node.ignore("extrapolation_value")
    let policy = try node.text("keep_aspect_ratio_policy", default: "stretch")
    guard policy == "stretch" else {
      throw NodeFailure("its attribute \"keep_aspect_ratio_policy\" is \"\(policy)\"")
    }
    let rank = shape.rank + 1
    let axes = try node.axes(input: 4, rank: rank) ?? Array(0..<rank)
    // Scales are the second input before version 11, and an attribute before version 9.
    let position = node.operation == "Upsample" || node.opset < 11 ? 1 : 2
    if node.has(3) {
      let sizes = try node.known(3).integers()
      var all: [Int?] = [nil] + shape.dimensions.map(Optional.some)
      guard sizes.count == axes.count else {
        throw NodeFailure("it has \(sizes.count) sizes for \(axes.count) axes")
      }
      for (axis, size) in zip(axes, sizes) { all[axis] = axis == 0 && size == node.batch ? nil : size }
      let spatial = all.dropFirst(2).compactMap(\.self)
      guard all[0] == nil, all[1] == shape[0], spatial.count == rank - 2,
        spatial.allSatisfy({ (1...1 << 20).contains($0) })
      else { throw NodeFailure("it resizes the batch or the channels, only spatial axes have an equal") }
      return [try checked(Resize(size: spatial, interpolation, coordinates: coordinates), &node)]
    }
    var scales = try node.floats("scales") ?? []
    if scales.isEmpty { scales = try node.weight(position).scalars }
    var all = Array(repeating: 1 as Float, count: rank)
    guard scales.count == axes.count else {
      throw NodeFailure("it has \(scales.count) scales for \(axes.count) axes")
    }
    for (axis, scale) in zip(axes, scales) { all[axis] = scale }
    guard all[0] == 1, all[1] == 1 else {
      throw NodeFailure("it resizes the batch or the channels, only spatial axes have an equal")
    }
    let spatial = all.dropFirst(2).map { Double($0) }
    return [try checked(Resize(scales: spatial, interpolation, coordinates: coordinates), &node)]
  }

  /// PyTorch's half pixels are those of the layer, unless an axis is shrunk to one element.
  private static func checked(_ layer: Resize, _ node: inout NodeReader) throws(NodeFailure) -> Resize {
    let mode = try node.text("coordinate_transformation_mode", default: "")
    if mode == "pytorch_half_pixel", let output = try? layer.outputShape(for: node.inputShape()),
      output.dimensions.dropFirst().contains(1)
    {
      throw NodeFailure(
        "its attribute \"coordinate_transformation_mode\" is \"\(mode)\", with one element left")
    }
    return layer
  }

  private static func positions(
    _ node: inout NodeReader
  ) throws(NodeFailure) -> (ResizeCoordinates, NearestRounding) {
    guard node.operation == "Resize", node.opset >= 11 else { return (.asymmetric, .floor) }
    let mode = try node.text("coordinate_transformation_mode", default: "half_pixel")
    let nearest = try node.text("nearest_mode", default: "round_prefer_floor")
    let name = mode == "pytorch_half_pixel" ? "half_pixel" : mode
    guard let coordinates = coordinates.first(where: { $0.value == name })?.key else {
      throw NodeFailure("its attribute \"coordinate_transformation_mode\" is \"\(mode)\"")
    }
    guard let rounding = roundings.first(where: { $0.value == nearest })?.key else {
      throw NodeFailure("its attribute \"nearest_mode\" is \"\(nearest)\"")
    }
    return (coordinates, rounding)
  }

  private static func interpolation(
    _ node: inout NodeReader, _ rounding: NearestRounding
  ) throws(NodeFailure) -> Interpolation {
    let mode = try node.text("mode", default: "nearest")
    let coefficient = try node.float("cubic_coeff_a", default: -0.75)
    // The layer smooths as PyTorch does, which gives other numbers.
    try node.expect("antialias", 0)
    switch mode {
    case "nearest": return .nearest(rounding: rounding)
    case "linear": return .linear
    case "cubic": return .cubic(coefficient: Double(coefficient))
    default: throw NodeFailure("its attribute \"mode\" is \"\(mode)\"")
    }
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? Resize else { return }
    var attributes: [ONNXAttribute] = [
      .text("coordinate_transformation_mode", coordinates[layer.coordinates] ?? "half_pixel")
    ]
    switch layer.interpolation {
    case .nearest(let rounding):
      attributes += [
        .text("mode", "nearest"), .text("nearest_mode", roundings[rounding] ?? "round_prefer_floor"),
      ]
    case .linear: attributes.append(.text("mode", "linear"))
    case .antialiased: throw NodeFailure("ONNX smooths what it makes smaller in another way")
    case .cubic(let coefficient):
      attributes += [.text("mode", "cubic"), .float("cubic_coeff_a", Float(coefficient))]
    }
    let axes = node.inputShape.rank - 1
    attributes.append(.integers("axes", Array(2..<axes + 2)))
    func own<Value>(_ values: [Value]) -> [Value] {
      values.count == 1 ? Array(repeating: values[0], count: axes) : values
    }
    switch layer.target {
    case .sizes(let sizes):
      node.add("Resize", ["", "", node.integers("sizes", own(sizes))], attributes: attributes)
    case .scales(let scales):
      guard scales.allSatisfy({ Double(Float($0)) == $0 }) else {
        throw NodeFailure("its scales \(scales) are no numbers in single precision; give its size")
      }
      let tensor = node.tensor("scales", Tensor(own(scales).map { Float($0) }))
      node.add("Resize", ["", tensor], attributes: attributes)
    }
  }
}

/// Layers that keep some pixels or put zeros between them, as poolings and convolutions of one pixel.
enum SamplingOperator: OperatorMapping {
  static let patterns: [[String]] = []
  static let layers: [any Layer.Type] = [Downsample.self, ZeroUpsample.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? { nil }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    let (shape, output) = (node.inputShape, node.outputShape)
    if let layer = layer as? Downsample {
      return node.add(
        "MaxPool", attributes: WindowAttributes.attributes(layer.options.geometry(over: shape)))
    }
    guard let layer = layer as? ZeroUpsample else { return }
    let ones = node.tensor("ones", .ones([shape[0], 1, 1, 1]))
    node.add(
      "ConvTranspose", [ones],
      attributes: [.integers("strides", layer.factor), .integer("group", shape[0])])
    let after = zip(layer.factor, zip(shape.dimensions, output.dimensions).dropFirst()).map { factor, sizes in
      Sides(before: 0, after: sizes.1 - ((sizes.0 - 1) * factor + 1))
    }
    if after.contains(where: { $0.after > 0 }) { try PadOperator.write(after, .zeros, value: 0, to: &node) }
  }
}
