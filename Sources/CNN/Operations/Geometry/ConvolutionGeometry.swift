/// How windows step over a signal, an image or a volume, and which planes they take.
///
/// Along each axis it is an ``AxisGeometry``. With `groups` G, the first K/G filters see the first C/G planes
/// of the input, the next ones the next planes, and so on.
public struct ConvolutionGeometry: Sendable, Hashable {
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
  /// - Precondition: there are one to three axes; windows, strides, dilations and groups are positive.
  public init(axes: [AxisGeometry], groups: Int = 1) {
    require((1...3).contains(axes.count), "a convolution has one to three axes, got \(axes.count)")
    for axis in axes {
      require(
        axis.window > 0 && axis.stride > 0 && axis.dilation > 0,
        "a window, its stride and its dilation are at least 1, got a window of \(axis.window) with stride"
          + " \(axis.stride) and dilation \(axis.dilation)")
    }
    require(groups > 0, "there is at least one group, got \(groups)")
    rank = axes.count
    self.groups = groups
    depth = axes.count > 2 ? axes[0] : .absent
    rows = axes.count > 1 ? axes[axes.count - 2] : .absent
    columns = axes[axes.count - 1]
  }

  /// Creates the geometry of a window over an input whose sizes along each axis are given.
  ///
  /// - Precondition: there are as many sizes of each kind as axes, and all but the input's are positive.
  public init(
    input: [Int], window: [Int], stride: [Int], padding: Padding = .valid, dilation: [Int]? = nil,
    groups: Int = 1
  ) {
    let dilation = dilation ?? input.map { _ in 1 }
    require(
      input.count == window.count && input.count == stride.count && input.count == dilation.count,
      "expected sizes along \(input.count) axes, got a window \(window), stride \(stride),"
        + " dilation \(dilation)")
    let extents = zip(window, dilation).map { ($0 - 1) * $1 + 1 }
    let sides = padding.sides(input: input, extent: extents, stride: stride)
    let axes = input.indices.map {
      AxisGeometry(
        input: input[$0], window: window[$0], stride: stride[$0], dilation: dilation[$0], sides: sides[$0])
    }
    self.init(axes: axes, groups: groups)
  }

  /// Creates the geometry of a window over an image.
  public init(_ g: WindowGeometry) {
    self.init(
      input: [g.input.rows, g.input.columns], window: [g.window.rows, g.window.columns],
      stride: [g.stride.rows, g.stride.columns],
      padding: .explicit(
        top: g.margins.top, left: g.margins.left, bottom: g.margins.bottom, right: g.margins.right))
  }

  /// The geometry along each axis, outermost first.
  public var axes: [AxisGeometry] { Array([depth, rows, columns].suffix(rank)) }

  /// Whether there is a window at all.
  public var fits: Bool { axes.allSatisfy { $0.output > 0 } }

  /// The same windows over an input that has been padded already.
  public var padded: ConvolutionGeometry {
    let none = Sides(before: 0, after: 0)
    let axes = axes.map {
      AxisGeometry(
        input: $0.padded, window: $0.window, stride: $0.stride, dilation: $0.dilation, sides: none)
    }
    return ConvolutionGeometry(axes: axes, groups: groups)
  }
}
