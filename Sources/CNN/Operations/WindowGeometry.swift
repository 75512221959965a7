/// The rows and columns of zeros around an image.
public struct Margins: Sendable, Hashable {
  /// Rows above.
  public var top: Int
  /// Columns to the left.
  public var left: Int
  /// Rows below.
  public var bottom: Int
  /// Columns to the right.
  public var right: Int
}

/// How a window steps over a padded image: which pixel meets which element of the window at which output.
public struct WindowGeometry: Sendable, Hashable {
  /// The size of the image.
  public let input: Size2D
  /// The size of the window.
  public let window: Size2D
  /// The step from one window to the next.
  public let stride: Size2D
  /// The zeros around the image.
  public let margins: Margins
  /// The number of windows: `⌊(input + margins − window) / stride⌋ + 1` each way; 0 where none fits.
  public let output: Size2D

  /// Creates the geometry of `window` over `input`.
  ///
  /// - Precondition: the window and the stride are positive.
  public init(input: Size2D, window: Size2D, stride: Size2D, padding: Padding) {
    require(
      window.rows > 0 && window.columns > 0 && stride.rows > 0 && stride.columns > 0,
      "a window and its stride are at least 1, got a \(window) window with stride \(stride)")
    let margins = padding.margins(input: input, window: window, stride: stride)
    func steps(_ size: Int, _ window: Int, _ stride: Int) -> Int {
      size < window ? 0 : (size - window) / stride + 1
    }
    self.input = input
    self.window = window
    self.stride = stride
    self.margins = margins
    output = Size2D(
      rows: steps(input.rows + margins.top + margins.bottom, window.rows, stride.rows),
      columns: steps(input.columns + margins.left + margins.right, window.columns, stride.columns))
  }

  /// Returns the pixel under element (r, s) of the window at output (i, j); it may lie outside the image.
  public func pixel(_ i: Int, _ j: Int, _ r: Int, _ s: Int) -> (row: Int, column: Int) {
    (i * stride.rows + r - margins.top, j * stride.columns + s - margins.left)
  }

  /// Whether a place lies inside the image.
  public func isInside(_ row: Int, _ column: Int) -> Bool {
    row >= 0 && row < input.rows && column >= 0 && column < input.columns
  }

  /// Returns the output at which element (r, s) of the window lay on a pixel; nil if there is none.
  public func output(for row: Int, _ column: Int, at r: Int, _ s: Int) -> (row: Int, column: Int)? {
    let (down, across) = (row + margins.top - r, column + margins.left - s)
    guard down >= 0, across >= 0, down % stride.rows == 0, across % stride.columns == 0 else { return nil }
    let place = (row: down / stride.rows, column: across / stride.columns)
    return place.row < output.rows && place.column < output.columns ? place : nil
  }
}
