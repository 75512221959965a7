/// Returns a table of layers forward and what each of them is backward, with a check of each line.
///
/// Downsampling and upsampling are each other's backward pass; that of a convolution is a convolution with reversed
/// filters, and average pooling as one with equal weights. The check runs the layer on random numbers and
/// compares the steps of its backward pass with the layer's own gradients.
///
/// - Parameters:
///   - layers: The layers; one of each kind if none are given.
///   - input: The shape of a batch that they take, such as `[2, 2, 6, 6]`; dense layers get it flattened.
/// - Throws: `ShapeError` when a layer cannot take such inputs.
public func backwardOperations(
  _ layers: [any ExplainableLayer] = oneOfEachKind, input: Shape = [2, 2, 6, 6], seed: UInt64? = nil
) throws(ShapeError) -> Table {
  var rows: [[String]] = []
  for layer in layers {
    let shape = layer.inputAxes == 1 ? Shape([input[0], input.droppingFirst.count]) : input
    let told = try explainBackward(layer, input: shape, seed: seed)
    rows.append([layer.displayName, layer.backwardOperation, told.agrees ? "agrees" : "DIFFERS"])
  }
  return Table(
    "what goes forward as … goes back as …", columns: ["forward", "backward", "checked"], rows: rows)
}

/// One small layer of each kind that can tell its backward pass on images.
public var oneOfEachKind: [any ExplainableLayer] {
  [
    Dense(3, name: "dense"), Conv2D(3, kernel: 3, name: "convolution"),
    Conv2D(3, kernel: 3, stride: 2, name: "strided convolution"),
    DepthwiseConv2D(kernel: 3, name: "depthwise convolution"),
    TransposedConv2D(3, kernel: 3, stride: 2, name: "transposed convolution"),
    LocallyConnected2D(2, kernel: 3, name: "locally connected"),
    MaxPool2D(2, name: "max pooling"), AveragePool2D(2, name: "average pooling"),
    Downsample(2, name: "downsampling"), ZeroUpsample(2, name: "upsampling"), ReLU(name: "ReLU"),
    Flatten(name: "flatten"),
  ]
}
