/// What can stand for one size along each axis: an integer for all of them, an array, or a `Size2D`.
public protocol AxisSizesConvertible {
  /// One size for all axes, or one for each.
  var axisSizes: [Int] { get }
}

extension Int: AxisSizesConvertible {
  /// This size along every axis.
  public var axisSizes: [Int] { [self] }
}

extension Array: AxisSizesConvertible where Element == Int {
  /// The sizes themselves.
  public var axisSizes: [Int] { self }
}

extension Size2D: AxisSizesConvertible {
  /// Rows and columns.
  public var axisSizes: [Int] { [rows, columns] }
}

/// How the windows of a pooling layer lie; each array holds one number for all axes or one for each.
public struct PoolingOptions: Sendable, Hashable {
  /// The number of spatial axes: 1, 2 or 3.
  public let axes: Int
  /// The size of the windows.
  public let window: [Int]
  /// The step between windows.
  public let stride: [Int]
  /// The places around the image; along a third axis as many as above and below.
  public let padding: Padding
  /// The distance of neighboring elements of a window.
  public let dilation: [Int]
  /// Whether a last window that is not covered entirely counts: sizes are rounded up, not down.
  public let ceilMode: Bool

  init(
    axes: Int, window: [Int], stride: [Int]?, padding: Padding = .valid, dilation: [Int] = [1],
    ceilMode: Bool = false
  ) {
    self.axes = axes
    self.window = window
    self.stride = stride ?? window
    self.padding = padding
    self.dilation = dilation
    self.ceilMode = ceilMode
  }

  /// Returns a number for each axis.
  func spread(_ sizes: [Int]) -> [Int] {
    sizes.count == 1 ? Array(repeating: sizes[0], count: axes) : sizes
  }

  /// Returns the geometry over an image of the given spatial sizes; all sizes have been checked.
  func geometry(_ input: [Int]) -> PoolingGeometry {
    let (window, stride, dilation) = (spread(self.window), spread(self.stride), spread(self.dilation))
    return PoolingGeometry(
      input.indices.map { axis in
        let extent = (window[axis] - 1) * dilation[axis] + 1
        let margins = padding.margins(
          input: input[axis].size2D, window: extent.size2D, stride: stride[axis].size2D)
        let isColumn = axis == input.count - 1
        return PoolingAxis(
          input: input[axis], window: window[axis], stride: stride[axis], dilation: dilation[axis],
          before: isColumn ? margins.left : margins.top, after: isColumn ? margins.right : margins.bottom,
          roundsUp: ceilMode)
      })
  }

  /// Returns the geometry over an input `[C, …]` of `layer`.
  ///
  /// - Throws: `ShapeError` when a size is wrong, no window fits, or a window would hold padding alone.
  func checkedGeometry(_ input: Shape, _ layer: some Layer) throws(ShapeError) -> PoolingGeometry {
    guard input.rank == axes + 1 else {
      throw ShapeError(layer, axes == 2 ? .notImage(got: input) : .notMap(axes: axes, got: input))
    }
    for (what, sizes) in [("window", window), ("stride", stride), ("dilation", dilation)] {
      guard sizes.count == 1 || sizes.count == axes else {
        throw ShapeError(layer, .sizeCount(what, expected: axes, got: sizes))
      }
      guard sizes.allSatisfy({ $0 > 0 }) else {
        throw ShapeError(layer, .notPositive(what, text(spread(sizes))))
      }
    }
    let geometry = geometry(Array(input.dimensions.dropFirst()))
    guard geometry.axes.allSatisfy({ $0.before >= 0 && $0.after >= 0 }) else {
      throw ShapeError(layer, .outOfRange("padding", got: "a negative one", allowed: "0 or more"))
    }
    guard geometry.output.allSatisfy({ $0 > 0 }) else {
      throw ShapeError(layer, .poolTooLarge(geometry))
    }
    guard !geometry.axes.contains(where: { $0.hasEmptyWindow || max($0.before, $0.after) >= $0.extent })
    else { throw ShapeError(layer, .paddingExceedsWindow(window: text(spread(window)))) }
    return geometry
  }
}
