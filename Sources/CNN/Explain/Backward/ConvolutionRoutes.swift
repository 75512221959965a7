/// The three ways to the gradients of a convolution: sliding filters, loops, and matrices.
struct ConvolutionRoutes {
  typealias Step = BackwardExplanation.Step

  let x: Tensor
  let w: Tensor
  let dz: Tensor
  let geometry: WindowGeometry
  let mode: PaddingMode
  /// What the steps call `dz`, `x` and the way in which `x` was padded.
  var names = (gradient: "dz", input: "the input", padding: "as forward")

  private func sizes(_ size: (AxisGeometry) -> Int) -> String { text(geometry.axes.map(size)) }

  /// The steps that make `dz` as large as the map of stride 1.
  private func spreadSteps(_ gradient: String) -> [Step] {
    guard geometry.axes.contains(where: { $0.stride > 1 }) else { return [] }
    let dilated = spread(geometry.axes.map { ($0.output - 1) * $0.stride + 1 })
    var steps = [
      Step(
        gradient: gradient,
        action: "dilate \(names.gradient) by the stride \(sizes(\.stride)): zeros between neighbors",
        result: dilated)
    ]
    if geometry.axes.contains(where: { $0.dropped > 0 }) {
      steps.append(
        Step(
          gradient: gradient,
          action: "append \(sizes(\.dropped)) zeros at the end: the size for stride 1",
          result: spread(geometry.axes.map(\.fullOutput))))
    }
    return steps
  }

  /// Returns `dz` with its elements a stride apart on maps of these sizes.
  private func spread(_ sizes: [Int]) -> Tensor {
    let axes = zip(geometry.axes, sizes).map {
      AxisGeometry(input: $1, window: 1, stride: $0.stride, dilation: 1, sides: Sides(before: 0, after: 0))
    }
    let one = Tensor.ones(Shape([dz.shape[1], 1] + sizes.map { _ in 1 }))
    return Convolution.backwardInput(
      dz, one, geometry: WindowGeometry(axes: axes, groups: dz.shape[1]))
  }

  /// The steps to the gradient to the input.
  func inputSteps() -> [Step] {
    var steps = spreadSteps("dx")
    func add(_ action: String, _ result: Tensor) {
      steps.append(Step(gradient: "dx", action: action, result: result))
    }
    let full = steps.last?.result ?? dz
    let margins = geometry.axes.map { Sides(before: $0.extent - 1, after: $0.extent - 1) }
    let padded = Pad.forward(full, margins, mode: .zeros)
    add("pad with \(sizes { $0.extent - 1 }) zeros on each side: the filter's extent less 1", padded)
    let exchanged = Convolution.exchangedPlanes(w, groups: geometry.groups)
    add("swap the filters' input and output channels", exchanged)
    let filters = turned(exchanged, axes: geometry.rank)
    add("rotate each channel by 180°", filters)
    let around = Convolution.forward(padded, filters, bias: nil, geometry: sliding(over: padded, w))
    add("correlate: the gradient with respect to the padded input", around)
    if geometry.sides.contains(where: { $0.before + $0.after > 0 }) {
      add(
        mode == .zeros
          ? "crop the padding" : "fold the padding back: each element to where it was taken from",
        Pad.backward(around, geometry.sides, mode: mode))
    }
    return steps
  }

  /// Stride 1 over a map, with the dilation of the layer.
  private func sliding(over map: Tensor, _ w: Tensor) -> WindowGeometry {
    WindowGeometry(
      input: Array(map.shape.dimensions.dropFirst(2)), window: geometry.windowSizes,
      stride: geometry.axes.map { _ in 1 }, dilation: geometry.axes.map(\.dilation), groups: geometry.groups)
  }

  /// The steps to the gradient to the filters.
  func filterSteps() -> [Step] {
    var steps = spreadSteps("dw")
    let full = steps.last?.result ?? dz
    var input = x
    if geometry.sides.contains(where: { $0.before + $0.after > 0 }) {
      input = Pad.forward(x, geometry.sides, mode: mode)
      steps.append(
        Step(
          gradient: "dw", action: "pad \(names.input) \(names.padding) (\(mode.rawValue))", result: input))
    }
    let isDilated = geometry.axes.contains { $0.dilation > 1 }
    steps.append(
      Step(
        gradient: "dw",
        action: "correlate each channel of \(names.input) with each channel of \(names.gradient)"
          + (isDilated ? " with stride \(sizes(\.dilation)), the dilation" : "")
          + ", and sum over the images",
        result: correlatePlanes(input, with: full)))
    return steps
  }

  /// Correlates planes pairwise inside each group: images become channels, and channels images.
  private func correlatePlanes(_ x: Tensor, with dz: Tensor) -> Tensor {
    let groups = geometry.groups
    let (channels, filters) = (x.shape[1] / groups, dz.shape[1] / groups)
    let g = WindowGeometry(
      input: Array(x.shape.dimensions.dropFirst(2)), window: Array(dz.shape.dimensions.dropFirst(2)),
      stride: geometry.axes.map(\.dilation))
    let (planes, gradients) = (
      Convolution.exchangedPlanes(x, groups: 1), Convolution.exchangedPlanes(dz, groups: 1)
    )
    var parts: [Float] = []
    for group in 0..<groups {
      let own = Convolution.forward(
        planes.slices(group * channels..<(group + 1) * channels),
        gradients.slices(group * filters..<(group + 1) * filters), bias: nil, geometry: g)
      parts += Convolution.exchangedPlanes(own, groups: 1).scalars
    }
    return Tensor(shape: w.shape, scalars: parts)
  }
}

extension ConvolutionRoutes {
  /// The gradients by the textbook's loops and, unless they are too large, by matrices.
  func checks() -> [BackwardSteps.Check] {
    let padded = mode == .zeros ? x : Pad.forward(x, geometry.sides, mode: mode)
    let g = mode == .zeros ? geometry : geometry.padded
    func folded(_ gradient: Tensor) -> Tensor {
      mode == .zeros ? gradient : Pad.backward(gradient, geometry.sides, mode: mode)
    }
    let (loopX, loopW) = (
      Textbook.correlateBackwardInput(NDArray<Float>(dz), NDArray(w), geometry: g),
      Textbook.correlateBackwardFilter(NDArray<Float>(dz), NDArray(padded), geometry: g)
    )
    let loops = [
      BackwardSteps.Check("dx", "by the textbook's loops", folded(Tensor(loopX))),
      BackwardSteps.Check("dw", "by the textbook's loops", Tensor(loopW)),
    ]
    guard w.shape[0] * g.outputCount * padded.shape[1] * g.pixelCount <= Self.largestMatrix else {
      return loops
    }
    return loops + [
      BackwardSteps.Check("dx", "by the transposed convolution matrix", folded(inputByMatrix(padded, g))),
      BackwardSteps.Check("dw", "by the matrix of windows (im2col)", filterByWindows(padded, g)),
    ]
  }

  /// The number of numbers above which no matrix is made.
  static let largestMatrix = 4_000_000

  /// The gradient to the input: the transposed convolution matrix times the flattened `dz`.
  private func inputByMatrix(_ x: Tensor, _ g: WindowGeometry) -> Tensor {
    let correlation = CorrelationSpecification(geometry: g, channels: x.shape[1], filters: w.shape[0])
    let transposed = convolutionMatrix(w, correlation).transposed()
    let images = (0..<x.shape[0]).map {
      transposed.matmul(dz.slice($0).flattened()).reshaped(x.shape.droppingFirst)
    }
    return Tensor(stacking: images)
  }

  /// The gradient to the filters: `dz` times the matrix of windows, image by image and group by group.
  private func filterByWindows(_ x: Tensor, _ g: WindowGeometry) -> Tensor {
    let (filters, depth) = (w.shape[0] / g.groups, w.shape[1])
    var sum = Tensor.zeros(w.shape)
    for n in 0..<x.shape[0] {
      let (image, gradient) = (x.slice(n), dz.slice(n))
      let parts = (0..<g.groups).flatMap { group in
        let windows = im2col(image.slices(group * depth..<(group + 1) * depth), g)
        let own = gradient.slices(group * filters..<(group + 1) * filters)
        return own.reshaped(filters, g.outputCount).matmul(windows).scalars
      }
      sum = sum + Tensor(shape: w.shape, scalars: parts)
    }
    return sum
  }
}
