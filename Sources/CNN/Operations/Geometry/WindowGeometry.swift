/// How windows step over a signal, an image or a volume, and which planes they take.
///
/// Along each axis it is an ``AxisGeometry``. With `groups` G, the first K/G filters see the first C/G planes
/// of the input, the next ones the next planes, and so on.
public struct WindowGeometry: Sendable, Hashable {
  /// The number of axes: 1 for signals, 2 for images, 3 for volumes.
  public let rank: Int
  /// The number of groups that planes and filters are divided into.
  public let groups: Int
  /// The first axis of a volume.
  let depth: AxisGeometry
  /// The rows.
  let rows: AxisGeometry
  /// The columns.
  let columns: AxisGeometry

  /// Creates a geometry from that along each axis.
  ///
  /// - Precondition: there are one to three axes, and groups are positive.
  public init(axes: [AxisGeometry], groups: Int = 1) {
    self.init(rank: axes.count, groups: groups) { axes[$0] }
  }

  /// Creates a geometry from that along each of `rank` axes, without an array: every pass through a layer makes one.
  private init(rank: Int, groups: Int, _ axis: (Int) -> AxisGeometry) {
    require((1...3).contains(rank), "a window has one to three axes, got \(rank)")
    require(groups > 0, "there is at least one group, got \(groups)")
    self.rank = rank
    self.groups = groups
    depth = rank > 2 ? axis(0) : .absent
    rows = rank > 1 ? axis(rank - 2) : .absent
    columns = axis(rank - 1)
  }

  /// Creates the geometry of a window over an input whose sizes along each axis are given.
  ///
  /// - Parameter roundsUp: Whether a last window counts that hangs over the end of an axis.
  /// - Precondition: there are as many sizes of each kind as axes, and all but the input's are positive.
  public init(
    input: [Int], window: [Int], stride: [Int], padding: Padding = .valid, dilation: [Int]? = nil,
    groups: Int = 1, roundsUp: Bool = false
  ) {
    self.init(
      input[...], window: window, stride: stride, padding: padding,
      dilation: dilation ?? input.map { _ in 1 },
      groups: groups, roundsUp: roundsUp)
  }

  /// Creates the geometry of a window over an input whose sizes are some of those of a shape.
  init(
    _ input: ArraySlice<Int>, window: [Int], stride: [Int], padding: Padding, dilation: [Int], groups: Int,
    roundsUp: Bool
  ) {
    require(
      input.count == window.count && input.count == stride.count && input.count == dilation.count,
      "expected sizes along \(input.count) axes, got a window \(window), stride \(stride),"
        + " dilation \(dilation)")
    padding.requireAxes(input.count)
    self.init(rank: input.count, groups: groups) { axis in
      let (size, stride) = (input[input.startIndex + axis], stride[axis])
      let extent = (window[axis] - 1) * dilation[axis] + 1
      return AxisGeometry(
        input: size, window: window[axis], stride: stride, dilation: dilation[axis],
        sides: padding.sides(axis: axis, input: size, extent: extent, stride: stride), roundsUp: roundsUp)
    }
  }

  /// The geometry along each axis, outermost first.
  public var axes: [AxisGeometry] { (0..<rank).map(axis) }

  /// Returns the geometry along an axis, from 0.
  func axis(_ index: Int) -> AxisGeometry {
    index == rank - 1 ? columns : index == rank - 2 ? rows : depth
  }

  /// Whether there is a window at all.
  public var fits: Bool { depth.output > 0 && rows.output > 0 && columns.output > 0 }

  /// The same windows over an input that has been padded already.
  public var padded: WindowGeometry {
    let axes = axes.map {
      AxisGeometry(input: $0.padded, window: $0.window, stride: $0.stride, dilation: $0.dilation)
    }
    return WindowGeometry(axes: axes, groups: groups)
  }
}

extension WindowGeometry {
  /// All positions of the input, row by row.
  public var pixels: [Position] { positions(\.input) }

  /// All elements of the window, row by row.
  public var elements: [Position] { positions(\.window) }

  /// All positions of the output, row by row.
  public var outputs: [Position] { positions(\.output) }

  /// The sizes of the input along its axes.
  public var inputSizes: [Int] { (0..<rank).map { axis($0).input } }

  /// The sizes of the window along its axes.
  public var windowSizes: [Int] { (0..<rank).map { axis($0).window } }

  /// The sizes of the output along its axes.
  public var outputSizes: [Int] { (0..<rank).map { axis($0).output } }

  /// Returns the shape of a batch `[images, planes, …]` with this size along each axis.
  func batch(_ images: Int, _ planes: Int, _ size: (AxisGeometry) -> Int) -> Shape {
    var dimensions = [images, planes]
    dimensions.reserveCapacity(rank + 2)
    for index in 0..<rank { dimensions.append(size(axis(index))) }
    return Shape(dimensions)
  }

  /// Whether a batch `[N, C, …]` has this size along each axis.
  func hasBatch(_ batch: Shape, _ size: (AxisGeometry) -> Int) -> Bool {
    batch.rank == rank + 2 && (0..<rank).allSatisfy { batch[$0 + 2] == size(axis($0)) }
  }

  /// The height and width of the input.
  var inputPlane: Size2D { Size2D(rows: rows.input, columns: columns.input) }

  /// The height and width of the window, without what a dilation leaves out.
  var windowPlane: Size2D { Size2D(rows: rows.window, columns: columns.window) }

  /// The height and width of the output.
  var outputPlane: Size2D { Size2D(rows: rows.output, columns: columns.output) }

  /// The number of positions of the input.
  var pixelCount: Int { depth.input * rows.input * columns.input }

  /// The number of elements of the window.
  var elementCount: Int { depth.window * rows.window * columns.window }

  /// The number of positions of the output.
  var outputCount: Int { depth.output * rows.output * columns.output }

  /// Returns the pixel under `element` of the window at `output`; it may lie outside the input.
  public func pixel(_ output: Position, _ element: Position) -> Position {
    Position(
      depth: depth.position(output.depth, element.depth), row: rows.position(output.row, element.row),
      column: columns.position(output.column, element.column))
  }

  /// Whether a position lies inside the input.
  public func isInside(_ position: Position) -> Bool {
    position.depth >= 0 && position.depth < depth.input && position.row >= 0 && position.row < rows.input
      && position.column >= 0 && position.column < columns.input
  }

  /// Returns the output at which `element` of the window lay on `pixel`; nil if there is none.
  public func output(for pixel: Position, at element: Position) -> Position? {
    guard let i = rows.output(for: pixel.row, at: element.row),
      let j = columns.output(for: pixel.column, at: element.column),
      let d = depth.output(for: pixel.depth, at: element.depth)
    else { return nil }
    return Position(depth: d, row: i, column: j)
  }

  private func positions(_ size: (AxisGeometry) -> Int) -> [Position] {
    var positions: [Position] = []
    positions.reserveCapacity(size(depth) * size(rows) * size(columns))
    for d in 0..<size(depth) {
      for row in 0..<size(rows) {
        for column in 0..<size(columns) { positions.append(Position(depth: d, row: row, column: column)) }
      }
    }
    return positions
  }
}

extension WindowGeometry {
  /// Returns the geometry of the correlation that a transposed convolution runs backward.
  ///
  /// Its output is what the transposed convolution takes, and its input is what that gives:
  ///
  ///     (input − 1) · stride + extent − before − after + outputPadding
  ///
  /// along each axis; with `.same` it is `input · stride`. Where a size is given, the padding is what that leaves: more
  /// of it before than after, or the other way round with `.same`; for a size that is larger than without padding, the
  /// rest is output padding.
  ///
  /// - Precondition: there are as many sizes of each kind as axes, and all are positive, but for the output
  ///   padding, which is less than the stride.
  public init(
    transposing input: [Int], window: [Int], stride: [Int], padding: Padding = .valid,
    outputPadding: [Int]? = nil, outputSize: [Int]? = nil, dilation: [Int]? = nil, groups: Int = 1
  ) {
    let dilation = dilation ?? input.map { _ in 1 }
    let outputPadding = outputPadding ?? input.map { _ in 0 }
    require(
      input.count == window.count && input.count == stride.count && input.count == dilation.count
        && input.count == outputPadding.count && input.count == outputSize?.count ?? input.count,
      "expected sizes along \(input.count) axes, got a window \(window), stride \(stride), dilation"
        + " \(dilation), output padding \(outputPadding)\(outputSize.map { ", output size \($0)" } ?? "")")
    require(stride.allSatisfy { $0 > 0 }, "a stride is at least 1, got \(stride)")
    let extents = zip(window, dilation).map { ($0 - 1) * $1 + 1 }
    let spread = zip(input, stride).map { $0 * $1 }
    let sides = padding.sides(input: spread, extent: extents, stride: stride)
    let axes = input.indices.map { axis in
      require(
        outputPadding[axis] >= 0 && outputPadding[axis] < stride[axis],
        "the output padding must be less than the stride \(stride[axis]), got \(outputPadding[axis])")
      let reached = (input[axis] - 1) * stride[axis] + extents[axis] + outputPadding[axis]
      var (size, own) = (reached - sides[axis].before - sides[axis].after, sides[axis])
      if let wanted = outputSize?[axis] {
        let total = max(0, reached - wanted)
        let before = padding == .same ? total / 2 : total - total / 2
        (size, own) = (wanted, Sides(before: before, after: total - before))
      } else if padding.isSame {
        size = spread[axis]
      }
      return AxisGeometry(
        input: max(0, size), window: window[axis], stride: stride[axis], dilation: dilation[axis], sides: own)
    }
    self.init(axes: axes, groups: groups)
  }
}
