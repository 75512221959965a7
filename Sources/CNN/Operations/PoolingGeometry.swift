/// How a window steps along one axis of a padded image.
public struct PoolingAxis: Sendable, Hashable {
  /// The size of the image.
  public let input: Int
  /// The number of elements of the window.
  public let window: Int
  /// The step from one window to the next.
  public let stride: Int
  /// The distance of neighboring elements of the window.
  public let dilation: Int
  /// The places added before the image.
  public let before: Int
  /// The places added after the image.
  public let after: Int
  /// The number of windows; 0 where none fits.
  public let output: Int

  /// Creates an axis.
  ///
  /// The number of windows is `(input + before + after − extent) / stride + 1`, with
  /// `extent = (window − 1)·dilation + 1`. The quotient is rounded down, or up if `roundsUp`; a window
  /// that would then begin behind the image and the places before it is left out.
  ///
  /// - Precondition: window, stride and dilation are at least 1.
  public init(
    input: Int, window: Int, stride: Int = 1, dilation: Int = 1, before: Int = 0, after: Int = 0,
    roundsUp: Bool = false
  ) {
    require(
      window > 0 && stride > 0 && dilation > 0,
      "a window, its stride and its dilation are at least 1, got \(window), \(stride) and \(dilation)")
    let room = input + before + after - ((window - 1) * dilation + 1)
    var output = room < 0 ? 0 : (roundsUp ? room + stride - 1 : room) / stride + 1
    if roundsUp, output > 0, (output - 1) * stride >= input + before { output -= 1 }
    (self.input, self.window, self.stride, self.dilation) = (input, window, stride, dilation)
    (self.before, self.after, self.output) = (before, after, output)
  }

  /// The places from the first to the last element of the window.
  public var extent: Int { (window - 1) * dilation + 1 }

  /// Returns the place under element `r` of window `i`; it may lie outside the image.
  public func place(_ i: Int, _ r: Int) -> Int { i * stride + r * dilation - before }

  /// Returns the elements of window `i` that lie inside the image.
  public func inside(_ i: Int) -> Range<Int> {
    let start = i * stride - before
    let first = start < 0 ? (-start + dilation - 1) / dilation : 0
    let last = start >= input ? first : min(window, (input - 1 - start) / dilation + 1)
    return first..<max(first, last)
  }

  /// Returns how many elements of window `i` lie inside the image or the places added to it.
  public func padded(_ i: Int) -> Int {
    (0..<window).count { (-before..<input + after).contains(place(i, $0)) }
  }

  /// Whether some window holds no place of the image.
  public var hasEmptyWindow: Bool { (0..<output).contains { inside($0).isEmpty } }
}

/// How a window steps over a padded image of one, two or three axes.
public struct PoolingGeometry: Sendable, Hashable {
  /// The axes of the image, without batch and channels.
  public let axes: [PoolingAxis]

  /// Creates the geometry.
  ///
  /// - Precondition: there are one to three axes.
  public init(_ axes: [PoolingAxis]) {
    require((1...3).contains(axes.count), "pooling runs over one to three axes, got \(axes.count)")
    self.axes = axes
  }

  /// Creates the geometry over a plane.
  public init(rows: PoolingAxis, columns: PoolingAxis) { self.init([rows, columns]) }

  /// The sizes of the image.
  public var input: [Int] { axes.map(\.input) }
  /// The sizes of the output.
  public var output: [Int] { axes.map(\.output) }

  /// The same as depth, rows and columns; axes that are missing have one place.
  package var volume: (PoolingAxis, PoolingAxis, PoolingAxis) {
    let one = PoolingAxis(input: 1, window: 1)
    let all = Array(repeating: one, count: 3 - axes.count) + axes
    return (all[0], all[1], all[2])
  }

  /// The number of places of the image.
  package var inputCount: Int { input.reduce(1, *) }
  /// The number of windows.
  package var outputCount: Int { output.reduce(1, *) }
}
