internal import CNN

/// The attributes that all operators with windows have in common.
struct WindowAttributes {
  let window: [Int]
  let stride: [Int]
  let padding: Padding
  let dilation: [Int]

  /// Reads the attributes of an operator with windows of `window`, or of `kernel_shape` where there are no weights.
  init(_ node: inout NodeReader, window: [Int]? = nil) throws(NodeFailure) {
    let named = try node.integers("kernel_shape")
    guard let own = window ?? named, (1...3).contains(own.count), named == nil || named == own else {
      throw NodeFailure(
        "its attribute \"kernel_shape\" is \(named ?? []), expected \(window.map { "\($0)" } ?? "1 to 3 sizes")"
      )
    }
    let ones = own.map { _ in 1 }
    let stride = try node.integers("strides") ?? ones, dilation = try node.integers("dilations") ?? ones
    let pads = try node.integers("pads") ?? ones.map { _ in 0 } + ones.map { _ in 0 }
    guard stride.count == own.count, dilation.count == own.count, pads.count == 2 * own.count,
      (own + stride + dilation).allSatisfy({ (1...1 << 20).contains($0) }),
      pads.allSatisfy({ (0...1 << 20).contains($0) })
    else {
      throw NodeFailure(
        "its window \(own) does not go with strides \(stride), dilations \(dilation), pads \(pads)")
    }
    (self.window, self.stride, self.dilation) = (own, stride, dilation)
    let autoPad = try node.text("auto_pad", default: "NOTSET")
    switch autoPad {
    case "NOTSET", "": padding = Self.padding(pads)
    case "VALID": padding = .valid
    case "SAME_UPPER": padding = .same
    case "SAME_LOWER": padding = .sameLower
    default: throw NodeFailure("its attribute \"auto_pad\" is \"\(autoPad)\"")
    }
  }

  /// The padding in its simplest form.
  private static func padding(_ pads: [Int]) -> Padding {
    let (before, after) = (Array(pads.prefix(pads.count / 2)), Array(pads.suffix(pads.count / 2)))
    guard before == after else { return .explicit(before: before, after: after) }
    return Set(before).count == 1 ? before[0].padding : before.padding
  }

  /// The attributes of a window over a geometry.
  static func attributes(_ geometry: WindowGeometry) -> [ONNXAttribute] {
    let axes = geometry.axes
    return [
      .integers("kernel_shape", axes.map(\.window)), .integers("strides", axes.map(\.stride)),
      .integers("dilations", axes.map(\.dilation)),
      .integers("pads", axes.map(\.sides.before) + axes.map(\.sides.after)),
    ]
  }
}

extension WindowOptions {
  /// The windows over an input of a shape.
  func geometry(over input: Shape) -> WindowGeometry {
    WindowGeometry(
      input: Array(input.dimensions.dropFirst()), window: window, stride: stride, padding: padding,
      dilation: dilation, roundsUp: roundsUp)
  }
}

/// `Conv` and the convolution layers.
enum ConvolutionOperator: OperatorMapping {
  static let patterns = [["Conv"]]
  static let layers: [any Layer.Type] = [Conv1D.self, Conv2D.self, Conv3D.self, DepthwiseConv2D.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let weight = try node.weight(1)
    guard (3...5).contains(weight.rank) else { throw NodeFailure("its weights have shape \(weight.shape)") }
    let options = try WindowAttributes(&node, window: Array(weight.shape.dimensions.dropFirst(2)))
    let groups = try node.integer("group", default: 1), filters = weight.shape[0]
    guard (1...1 << 20).contains(groups) else { throw NodeFailure("its attribute \"group\" is \(groups)") }
    var parameters = [Parameter("weight", weight)]
    if node.has(2) { parameters.append(Parameter("bias", try node.vector(2, count: filters))) }
    let hasBias = parameters.count > 1
    var layer: any Layer
    switch options.window.count {
    case 1:
      layer = Conv1D(
        filters, kernel: options.window[0], stride: options.stride[0], padding: options.padding,
        dilation: options.dilation[0], groups: groups, bias: hasBias)
    case 2 where groups > 1 && weight.shape[1] == 1 && filters % groups == 0:
      layer = DepthwiseConv2D(
        kernel: options.window, multiplier: filters / groups, stride: options.stride,
        padding: options.padding, dilation: options.dilation, bias: hasBias)
    case 2:
      layer = Conv2D(
        filters, kernel: options.window, stride: options.stride, padding: options.padding,
        dilation: options.dilation, groups: groups, bias: hasBias)
    default:
      layer = Conv3D(
        filters, kernel: options.window, stride: options.stride, padding: options.padding,
        dilation: options.dilation, groups: groups, bias: hasBias)
    }
    layer.parameters = parameters
    return [layer]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? any ConvolutionLayer else { return }
    let options = layer.options
    var geometry = options.geometry(over: node.inputShape)
    if options.paddingMode != .zeros, geometry.axes.contains(where: { $0.sides != Sides() }) {
      try PadOperator.write(geometry.axes.map(\.sides), options.paddingMode, value: 0, to: &node)
      geometry = geometry.padded
    }
    let groups = layer.planes(for: node.inputShape[0]).groups
    node.add(
      "Conv", node.parameters(layer),
      attributes: WindowAttributes.attributes(geometry) + [.integer("group", groups)])
  }
}

/// `ConvTranspose` and the transposed convolution layers.
enum TransposedConvolutionOperator: OperatorMapping {
  static let patterns = [["ConvTranspose"]]
  static let layers: [any Layer.Type] = [TransposedConv1D.self, TransposedConv2D.self, TransposedConv3D.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let weight = try node.weight(1)
    guard (3...5).contains(weight.rank) else { throw NodeFailure("its weights have shape \(weight.shape)") }
    let options = try WindowAttributes(&node, window: Array(weight.shape.dimensions.dropFirst(2)))
    let groups = try node.integer("group", default: 1)
    guard (1...1 << 20).contains(groups) else { throw NodeFailure("its attribute \"group\" is \(groups)") }
    let filters = weight.shape[1] * groups
    let outputPadding = try node.integers("output_padding") ?? options.window.map { _ in 0 }
    let size = try node.integers("output_shape").map { Array($0.suffix(options.window.count)) }
    guard (outputPadding + (size ?? [])).allSatisfy({ (0...1 << 20).contains($0) }) else {
      throw NodeFailure("its output padding is \(outputPadding), its output shape \(size ?? [])")
    }
    var parameters = [Parameter("weight", weight)]
    if node.has(2) { parameters.append(Parameter("bias", try node.vector(2, count: filters))) }
    let hasBias = parameters.count > 1
    // With a size, pads are not read: the size says how much is cut off.
    let padding =
      size == nil || options.padding == .same || options.padding == .sameLower ? options.padding : .valid
    var layer: any Layer
    switch options.window.count {
    case 1:
      layer = TransposedConv1D(
        filters, kernel: options.window[0], stride: options.stride[0], padding: padding,
        outputPadding: outputPadding.first ?? 0, outputSize: size?.first, dilation: options.dilation[0],
        groups: groups, bias: hasBias)
    case 2:
      layer = TransposedConv2D(
        filters, kernel: options.window, stride: options.stride, padding: padding,
        outputPadding: outputPadding, outputSize: size, dilation: options.dilation, groups: groups,
        bias: hasBias)
    default:
      layer = TransposedConv3D(
        filters, kernel: options.window, stride: options.stride, padding: padding,
        outputPadding: outputPadding, outputSize: size, dilation: options.dilation, groups: groups,
        bias: hasBias)
    }
    layer.parameters = parameters
    return [layer]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? any TransposedConvolutionLayer else { return }
    let options = layer.options
    let geometry = WindowGeometry(
      transposing: Array(node.inputShape.dimensions.dropFirst()), window: options.window,
      stride: options.stride,
      padding: options.padding, outputPadding: layer.outputPadding, outputSize: layer.outputSize,
      dilation: options.dilation)
    // What the output has beyond the last stamp.
    let rests = zip(geometry.axes, node.inputShape.dimensions.dropFirst()).map { axis, input in
      axis.input - ((input - 1) * axis.stride + axis.extent - axis.sides.before - axis.sides.after)
    }
    guard rests.allSatisfy({ $0 >= 0 }) else {
      throw NodeFailure("its output of shape \(node.outputShape) is smaller than padding makes it")
    }
    node.add(
      "ConvTranspose", node.parameters(layer),
      attributes: WindowAttributes.attributes(geometry)
        + [.integer("group", options.groups), .integers("output_padding", rests)])
  }
}

/// `Gemm`, or `MatMul` with the `Add` of a bias, and dense layers.
enum DenseOperator: OperatorMapping {
  static let patterns = [["MatMul", "Add"], ["Gemm"], ["MatMul"]]
  static let layers: [any Layer.Type] = [Dense.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let isProduct = node.operation == "MatMul"
    if isProduct, (try? node.inputShape())?.rank ?? 1 != 1 {
      guard node.nodes.count == 1 else { return nil }
      throw NodeFailure("it takes \(try node.inputShape()), a dense layer takes a vector")
    }
    let isTransposed = isProduct ? false : try node.integer("transB", default: 0) == 1
    var weight = try node.weight(1)
    guard weight.rank == 2 else { throw NodeFailure("its weights have shape \(weight.shape)") }
    if !isTransposed { weight = weight.permuted(1, 0) }
    let units = weight.shape[0]
    var bias: Tensor?
    if isProduct {
      if node.nodes.count > 1 {
        node.next()
        bias = try self.bias(&node, at: (try? node.known(1)) == nil ? 0 : 1, units)
        if bias == nil { return nil }
      }
    } else {
      try node.expect("transA", 0)
      let alpha = try node.float("alpha", default: 1), beta = try node.float("beta", default: 1)
      if alpha != 1 { weight = alpha * weight }
      if node.has(2) {
        guard let own = try self.bias(&node, at: 2, units) else {
          throw NodeFailure("its bias has shape \(try node.weight(2).shape), expected [\(units)]")
        }
        bias = beta == 1 ? own : beta * own
      }
    }
    var layer = Dense(units, bias: bias != nil)
    layer.parameters = [Parameter("weight", weight)] + (bias.map { [Parameter("bias", $0)] } ?? [])
    return [layer]
  }

  /// Returns a bias for each unit; nil if the input is none.
  private static func bias(_ node: inout NodeReader, at index: Int, _ units: Int) throws(NodeFailure)
    -> Tensor?
  {
    let bias = try node.weight(index)
    guard bias.shape.dimensions.dropLast().allSatisfy({ $0 == 1 }), bias.count == 1 || bias.count == units
    else {
      return nil
    }
    return bias.count == units ? bias.flattened() : Tensor(repeating: bias.scalars[0], shape: [units])
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    node.add("Gemm", node.parameters(layer), attributes: [.integer("transB", 1)])
  }
}
