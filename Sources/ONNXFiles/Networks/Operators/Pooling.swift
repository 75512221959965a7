internal import CNN

extension PoolingLayer {
  /// The attributes of the layer's windows.
  fileprivate func attributes(over input: Shape) -> [ONNXAttribute] {
    WindowAttributes.attributes(options.geometry(over: input))
      + (options.roundsUp ? [.integer("ceil_mode", 1)] : [])
  }
}

/// `MaxPool` and max pooling layers.
enum MaxPoolOperator: OperatorMapping {
  static let patterns = [["MaxPool"]]
  static let layers: [any Layer.Type] = [MaxPool1D.self, MaxPool2D.self, MaxPool3D.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let options = try WindowAttributes(&node)
    let ceil = try node.integer("ceil_mode", default: 0) == 1
    node.ignore("storage_order")  // That of the indices, which no layer gives.
    switch options.window.count {
    case 1:
      return [
        MaxPool1D(
          options.window[0], stride: options.stride[0], padding: options.padding,
          dilation: options.dilation[0],
          ceilMode: ceil)
      ]
    case 2:
      return [
        MaxPool2D(
          options.window, stride: options.stride, padding: options.padding, dilation: options.dilation,
          ceilMode: ceil)
      ]
    default:
      return [
        MaxPool3D(
          options.window, stride: options.stride, padding: options.padding, dilation: options.dilation,
          ceilMode: ceil)
      ]
    }
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? any PoolingLayer else { return }
    node.add("MaxPool", attributes: layer.attributes(over: node.inputShape))
  }
}

/// `AveragePool` and average pooling layers.
enum AveragePoolOperator: OperatorMapping {
  static let patterns = [["AveragePool"]]
  static let layers: [any Layer.Type] = [AveragePool1D.self, AveragePool2D.self, AveragePool3D.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let options = try WindowAttributes(&node)
    let ceil = try node.integer("ceil_mode", default: 0) == 1
    let counts = try node.integer("count_include_pad", default: 0) == 1
    switch options.window.count {
    case 1:
      return [
        AveragePool1D(
          options.window[0], stride: options.stride[0], padding: options.padding,
          dilation: options.dilation[0],
          ceilMode: ceil, countsPadding: counts)
      ]
    case 2:
      return [
        AveragePool2D(
          options.window, stride: options.stride, padding: options.padding, dilation: options.dilation,
          ceilMode: ceil, countsPadding: counts)
      ]
    default:
      return [
        AveragePool3D(
          options.window, stride: options.stride, padding: options.padding, dilation: options.dilation,
          ceilMode: ceil, countsPadding: counts)
      ]
    }
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? any PoolingLayer else { return }
    let countsPadding = layer.operation == .mean(countsPadding: true)
    node.add(
      "AveragePool",
      attributes: layer.attributes(over: node.inputShape)
        + [.integer("count_include_pad", countsPadding ? 1 : 0)])
  }
}

/// `LpPool` and Lp pooling layers.
enum LpPoolOperator: OperatorMapping {
  static let patterns = [["LpPool"]]
  static let layers: [any Layer.Type] = [LpPool1D.self, LpPool2D.self, LpPool3D.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let options = try WindowAttributes(&node)
    let ceil = try node.integer("ceil_mode", default: 0) == 1
    let p = Float(try node.integer("p", default: 2))
    switch options.window.count {
    case 1:
      return [
        LpPool1D(
          options.window[0], p: p, stride: options.stride[0], padding: options.padding,
          dilation: options.dilation[0], ceilMode: ceil)
      ]
    case 2:
      return [
        LpPool2D(
          options.window, p: p, stride: options.stride, padding: options.padding, dilation: options.dilation,
          ceilMode: ceil)
      ]
    default:
      return [
        LpPool3D(
          options.window, p: p, stride: options.stride, padding: options.padding, dilation: options.dilation,
          ceilMode: ceil)
      ]
    }
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? any PoolingLayer, case .norm(let p) = layer.operation else { return }
    guard let power = Int(exactly: p) else { throw NodeFailure("its p is \(p), ONNX has integers only") }
    node.add("LpPool", attributes: layer.attributes(over: node.inputShape) + [.integer("p", power)])
  }
}

/// Pooling of whole channels, and the global pooling layers, which give vectors.
///
/// ONNX keeps axes of size 1. Where these are dropped next, both are one layer; else a window as large as the channel
/// keeps them, too.
enum GlobalPoolOperator: OperatorMapping {
  private static let poolings = ["GlobalAveragePool", "GlobalMaxPool", "ReduceMean", "ReduceMax"]
  static let patterns: [[String]] =
    poolings.flatMap { pooling in ["Flatten", "Reshape", "Squeeze"].map { [pooling, $0] } }
    + poolings.map { [$0] } + [["GlobalLpPool"]]
  static let layers: [any Layer.Type] = [
    GlobalAveragePool1D.self, GlobalAveragePool2D.self, GlobalAveragePool3D.self, GlobalMaxPool1D.self,
    GlobalMaxPool2D.self, GlobalMaxPool3D.self,
  ]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let shape = try node.inputShape()
    guard (2...4).contains(shape.rank) else { throw NodeFailure("it takes \(shape), which is no map") }
    var (dropsAxes, operation) = (false, node.operation)
    if operation.hasPrefix("Reduce") {
      let axes = try node.axes(input: 1, rank: shape.rank + 1)
      guard let axes, axes.sorted() == Array(2...shape.rank) else {
        throw NodeFailure("it reduces the axes \(axes ?? []), only all spatial axes have an equal")
      }
      try node.expect("noop_with_empty_axes", 0)
      dropsAxes = try node.integer("keepdims", default: 1) == 0
      operation = operation == "ReduceMean" ? "GlobalAveragePool" : "GlobalMaxPool"
    }
    if node.nodes.count > 1 {
      node.next()
      let sizes = dropsAxes ? [shape[0]] : [shape[0]] + shape.dimensions.dropFirst().map { _ in 1 }
      guard try node.movedDimensions(of: [nil] + sizes) == [nil, shape[0]] else { return nil }
      dropsAxes = true
    }
    let window = Array(shape.dimensions.dropFirst())
    switch (operation, window.count) {
    case ("GlobalLpPool", let axes):
      let p = Float(try node.integer("p", default: 2))
      return axes == 1
        ? [LpPool1D(window[0], p: p)] : axes == 2 ? [LpPool2D(window, p: p)] : [LpPool3D(window, p: p)]
    case ("GlobalAveragePool", 1): return [dropsAxes ? GlobalAveragePool1D() : AveragePool1D(window[0])]
    case ("GlobalAveragePool", 2): return [dropsAxes ? GlobalAveragePool2D() : AveragePool2D(window)]
    case ("GlobalAveragePool", _): return [dropsAxes ? GlobalAveragePool3D() : AveragePool3D(window)]
    case (_, 1): return [dropsAxes ? GlobalMaxPool1D() : MaxPool1D(window[0])]
    case (_, 2): return [dropsAxes ? GlobalMaxPool2D() : MaxPool2D(window)]
    default: return [dropsAxes ? GlobalMaxPool3D() : MaxPool3D(window)]
    }
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? any GlobalPoolingLayer else { return }
    node.add(layer.operation == .mean ? "GlobalAveragePool" : "GlobalMaxPool")
    node.add("Flatten")
  }
}

/// Learnable pooling, whose parts ONNX has: a mean that is scaled and shifted, or a convolution of each channel.
enum LearnablePoolOperator: OperatorMapping {
  static let patterns: [[String]] = []
  static let layers: [any Layer.Type] = [LearnablePool2D.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? { nil }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? LearnablePool2D else { return }
    let attributes = WindowAttributes.attributes(layer.options.geometry(over: node.inputShape))
    let channels = node.inputShape[0]
    switch layer.rule {
    case .scaled:
      node.add("AveragePool", attributes: attributes)
      let (weight, bias) = (layer.parameters[0].value, layer.parameters[1].value)
      node.add("Mul", [node.tensor("weight", weight.reshaped(channels, 1, 1))])
      node.add("Add", [node.tensor("bias", bias.reshaped(channels, 1, 1))])
    case .weighted:
      let window = layer.parameters[0].value
      let weight = Tensor(
        shape: Shape([channels, 1] + window.shape.dimensions),
        scalars: (0..<channels).flatMap { _ in window.scalars })
      node.add(
        "Conv", [node.tensor("weight", weight)], attributes: attributes + [.integer("group", channels)])
    case .generalizedMean: throw NodeFailure("the rule generalizedMean has no operator")
    }
  }
}
