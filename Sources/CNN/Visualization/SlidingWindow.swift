/// Returns a filter that slides over a map, step by step: the products in the window, their sum, the output so far.
///
///     z(r, c) = Σ_{a,b} x(r·S + a·D, c·S + b·D) · w(a, b)
///
/// If there are more than `steps` positions, rows and columns are left out between the first and the last.
///
/// - Parameters:
///   - filter: The filter `[R, S]` as it slides; for a backward pass, turned by 180°.
///   - map: The map `[H, W]`, already padded.
///   - output: The result `[H′, W′]`.
///   - stride: The step between windows, in pixels.
///   - dilation: The distance between the pixels that two neighboring weights meet.
///   - steps: The number of positions that are shown.
/// - Precondition: all have two axes, and the output has the size that the window gives.
public func slideStrip(
  filter: Tensor, over map: Tensor, output: Tensor, stride: some SizesConvertible = 1,
  dilation: some SizesConvertible = 1, steps: Int = 4
) -> Figure {
  require(
    filter.rank == 2 && map.rank == 2 && output.rank == 2,
    "slideStrip takes planes, got \(filter.shape), \(map.shape) and \(output.shape)")
  let g = CorrelationSpecification.correlation(
    input: map.planeSize, filter: filter.planeSize, stride: stride, dilation: dilation
  ).geometry
  require(
    output.planeSize == g.outputPlane,
    "a \(g.windowPlane) filter over \(g.inputPlane) gives \(g.outputPlane), got an output of \(output.planeSize)"
  )
  return SlidingWindow(geometry: g, map: map, output: output, name: "z", operation: .weights(filter)).figure(
    steps: steps, description: "A \(g.windowPlane) filter slides over a \(g.inputPlane) map")
}

/// Returns a pooling window that slides over a map, step by step.
///
/// - Parameters:
///   - x: A plane `[H, W]`.
///   - window: The size of the windows.
///   - stride: The step between windows; their size if none is given.
///   - operation: What is taken of a window: its maximum or its mean.
///   - steps: The number of positions that are shown, spread evenly if there are more.
/// - Throws: `InterpretationError` when `x` is no plane, or no window fits.
public func poolingStrip(
  _ x: Tensor, window: some SizesConvertible, stride: (any SizesConvertible)? = nil,
  operation: PoolingOperation = .maximum,
  steps: Int = 4
) throws(InterpretationError) -> Figure {
  guard x.rank == 2, x.count > 0 else { throw .noImage(x.shape) }
  if case .norm = operation {
    throw .outOfRange("operation", value: "a norm", allowed: ".maximum or .mean")
  }
  let g = try checkedWindow(x.planeSize, window, stride: stride)
  var output = Tensor.zeros(Shape(g.outputSizes))
  for position in g.outputs {
    let values = g.elements.map { element in
      let pixel = g.pixel(position, element)
      return x[pixel.row, pixel.column]
    }
    output[position.row, position.column] =
      operation == .maximum ? values.reduce(-.infinity, max) : values.reduce(0, +) / Float(values.count)
  }
  let what = operation == .maximum ? "maximum" : "mean"
  return SlidingWindow(geometry: g, map: x, output: output, name: "z", operation: .pooling(operation)).figure(
    steps: steps,
    description: "A \(g.windowPlane) window slides over a \(g.inputPlane) map, and its \(what) is taken")
}

/// Returns the backward pass to the input, step by step: the turned filter slides over the padded gradient.
///
///     dx = correlate(pad(dz, by: K − 1), rot180(w))
///
/// - Parameters:
///   - dz: The gradient to the output `[H′, W′]` of a correlation with stride 1 and without padding.
///   - filter: The filter `[R, S]`, as it was in the forward pass.
///   - steps: The number of positions that are shown, spread evenly if there are more.
/// - Throws: `InterpretationError` when one of both is no plane.
public func backwardStrip(
  dz: Tensor, filter: Tensor, steps: Int = 4
) throws(InterpretationError) -> Figure {
  for plane in [dz, filter] {
    guard plane.rank == 2, plane.count > 0 else { throw .noImage(plane.shape) }
  }
  let window = filter.planeSize
  let padded = pad(dz, by: [window.rows - 1, window.columns - 1])
  let turned = rot180(filter)
  let g = try checkedWindow(padded.planeSize, window, stride: 1)
  return SlidingWindow(
    geometry: g, map: padded, output: correlate(padded, turned), name: "dx",
    operation: .weights(turned)
  ).figure(
    steps: steps,
    description: "The filter, rotated by 180°, slides over the gradient dz, which is padded by "
      + "\(window.rows - 1) rows and \(window.columns - 1) columns of zeros on each side, and gives the "
      + "\(g.outputPlane) gradient dx")
}

/// Returns the gradient to a filter, step by step: `dz` slides over the input, and each position gives a weight.
///
///     dw = correlate(x, dz)
///
/// - Parameters:
///   - dz: The gradient to the output `[H′, W′]` of a correlation with stride 1 and without padding.
///   - x: The input `[H, W]`.
///   - steps: The number of positions that are shown, spread evenly if there are more.
/// - Throws: `InterpretationError` when one of both is no plane, or `dz` is larger than `x`.
public func weightGradientStrip(
  dz: Tensor, over x: Tensor, steps: Int = 4
) throws(InterpretationError) -> Figure {
  for plane in [dz, x] {
    guard plane.rank == 2, plane.count > 0 else { throw .noImage(plane.shape) }
  }
  let g = try checkedWindow(x.planeSize, dz.planeSize, stride: 1)
  return SlidingWindow(
    geometry: g, map: x, output: correlate(x, dz), name: "dw", operation: .weights(dz)
  ).figure(
    steps: steps,
    description: "The gradient dz slides over the input x, and each of its positions gives an element of the "
      + "\(g.outputPlane) gradient dw to the filter")
}

/// A window that slides over a map, and what becomes of the pixels in it.
struct SlidingWindow {
  enum Operation {
    /// The sum of the products with weights.
    case weights(Tensor)
    case pooling(PoolingOperation)
  }

  /// The width of a page's figures, in CSS pixels.
  private static let pageWidth = 800.0
  /// The space that a step takes besides its cells.
  private static let spacing = 80.0
  /// A longer sum, in characters, is written with its first terms and its last one.
  private static let longestSum = 90

  let geometry: WindowGeometry
  let map: Tensor
  let output: Tensor
  /// What the output is called.
  let name: String
  let operation: Operation

  /// Returns a panel for each of `steps` positions, two or three side by side.
  func figure(steps: Int, description: String) -> Figure {
    let shown = stripPositions(geometry.outputPlane, atMost: max(1, steps))
    let columns = shown.count <= 4 ? min(2, shown.count) : 3
    let cells = Double(geometry.columns.input + geometry.columns.output)
    let width = SlidingWindow.pageWidth / Double(columns) - SlidingWindow.spacing
    let cell = max(4, min(44, (width / cells).rounded(.down)))
    let sums = shown.map(sum)
    return Figure(
      description: description + "; \(shown.count) of \(output.count) positions: "
        + zip(shown, sums).map { "\(name)(\($0.row), \($0.column)) = \($1)" }.joined(separator: "; ") + ".",
      columns: columns, scale: .each, isStepped: true
    ) {
      for (position, sum) in zip(shown, sums) { panel(position, sum, cell) }
    }
  }

  private func panel(_ position: (row: Int, column: Int), _ sum: String, _ cell: Double) -> WindowStep {
    let step = position.row * geometry.columns.output + position.column
    let pixels = pixels(of: position)
    var texts = map.rows.map { $0.map { text($0) } }
    if case .weights(let weights) = operation {
      for (pixel, element) in zip(pixels, geometry.elements) {
        texts[pixel.row][pixel.column] += "·\(text(weights[element.row, element.column]))"
      }
    }
    let rest = geometry.outputs.dropFirst(step + 1).map { CellIndex(row: $0.row, column: $0.column) }
    return WindowStep(
      "step \(step + 1) of \(output.count)",
      map: Heatmap(
        map.rows, range: range(of: map), showsValues: true, texts: texts, showsColorBar: false,
        highlighted: Set(pixels), cellSize: cell),
      output: Heatmap(
        output.rows, range: range(of: output), showsValues: true, showsColorBar: false,
        highlighted: [CellIndex(row: position.row, column: position.column)], empty: Set(rest), cellSize: cell
      ),
      sum: "\(name)(\(position.row), \(position.column)) = \(sum)")
  }

  /// Returns the pixels in the window of an output, in the order of the window's elements.
  private func pixels(of position: (row: Int, column: Int)) -> [CellIndex] {
    geometry.elements.map { element in
      let pixel = geometry.pixel(Position(row: position.row, column: position.column), element)
      return CellIndex(row: pixel.row, column: pixel.column)
    }
  }

  /// Returns how an output is computed: "1·1 + 2·0 + 4·(−1) = −3".
  private func sum(_ position: (row: Int, column: Int)) -> String {
    let values = pixels(of: position).map { map[$0.row, $0.column] }
    // The result stays with its sign where the line is broken.
    let result = " =\u{A0}\(text(output[position.row, position.column]))"
    switch operation {
    case .weights(let weights):
      let terms = zip(values, geometry.elements).map { value, element in
        "\(SlidingWindow.factor(value))·\(SlidingWindow.factor(weights[element.row, element.column]))"
      }
      return shortened(terms, " + ") + result
    case .pooling(.maximum):
      return "max(\(shortened(values.map { text($0) }, ", ")))" + result
    case .pooling:
      return "(\(shortened(values.map(SlidingWindow.factor), " + "))) / \(values.count)" + result
    }
  }

  /// Returns terms side by side, of many or long ones only as many of the first ones as have room, and the last one.
  private func shortened(_ terms: [String], _ separator: String) -> String {
    func written(_ count: Int) -> String {
      (count < terms.count ? terms.prefix(count) + ["…", terms[terms.count - 1]] : terms[...])
        .joined(separator: separator)
    }
    let counts = [terms.count] + (1..<min(6, terms.count)).reversed()
    return counts.lazy.map(written).first { $0.count <= SlidingWindow.longestSum } ?? written(1)
  }

  /// Returns a factor, in brackets if it is negative.
  private static func factor(_ value: Float) -> String { value < 0 ? "(\(text(value)))" : text(value) }

  /// Returns the ends of the scale of all steps, 0 in the middle if there are negative numbers.
  private func range(of plane: Tensor) -> ClosedRange<Double> {
    plane.min < 0 ? plane.symmetricRange : Double(plane.min)...Double(plane.max)
  }
}

/// Returns all positions of a plane, or `count` at most, spread evenly from corner to corner.
func stripPositions(_ size: Size2D, atMost count: Int) -> [(row: Int, column: Int)] {
  guard size.rows * size.columns > count else { return size.positions }
  let side = max(1, Int(Double(count).squareRoot()))
  func chosen(_ size: Int) -> [Int] {
    size <= side ? Array(0..<size) : (0..<side).map { $0 * (size - 1) / max(1, side - 1) }
  }
  return chosen(size.rows).flatMap { row in chosen(size.columns).map { (row, $0) } }
}
