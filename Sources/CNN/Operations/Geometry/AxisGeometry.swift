/// How far an input is continued at the two ends of an axis.
public struct Sides: Sendable, Hashable {
  /// How many elements come before the first.
  public let before: Int
  /// How many come after the last.
  public let after: Int

  /// Creates the sides of an axis.
  public init(before: Int = 0, after: Int = 0) {
    self.before = before
    self.after = after
  }
}

/// How a window steps along one axis: which element of the input meets which of the window where.
///
///     position = output · stride + element · dilation − before
///
/// - SeeAlso: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv:1603.07285.
public struct AxisGeometry: Sendable, Hashable {
  /// The number of elements of the input.
  public let input: Int
  /// The number of elements of the window.
  public let window: Int
  /// The step from one window to the next.
  public let stride: Int
  /// The step from one element of the window to the next.
  public let dilation: Int
  /// How far the input is continued.
  public let sides: Sides
  /// The number of windows; 0 if none fits.
  ///
  /// It is `(padded − extent) / stride + 1`, rounded down, or up if so asked for. A window that would then begin behind
  /// the input and what comes before it is left out.
  public let output: Int

  /// Creates the geometry of an axis.
  ///
  /// - Parameter roundsUp: Whether a last window counts that hangs over the end.
  /// - Precondition: window, stride and dilation are at least 1.
  public init(
    input: Int, window: Int, stride: Int = 1, dilation: Int = 1, sides: Sides = Sides(),
    roundsUp: Bool = false
  ) {
    require(
      window > 0 && stride > 0 && dilation > 0,
      "a window, its stride and its dilation are at least 1, got a window of \(window) with stride"
        + " \(stride) and dilation \(dilation)")
    self.input = input
    self.window = window
    self.stride = stride
    self.dilation = dilation
    self.sides = sides
    let room = input + sides.before + sides.after - ((window - 1) * dilation + 1)
    let windows = room < 0 ? 0 : (roundsUp ? room + stride - 1 : room) / stride + 1
    let isBehind = roundsUp && windows > 0 && (windows - 1) * stride >= input + sides.before
    output = isBehind ? windows - 1 : windows
  }

  /// The axis that a signal or an image does not have.
  static let absent = AxisGeometry(input: 1, window: 1)

  /// The number of elements that a window spans: `(window − 1) · dilation + 1`.
  public var extent: Int { (window - 1) * dilation + 1 }

  /// The number of elements of the input with what is put around it.
  public var padded: Int { input + sides.before + sides.after }

  /// The number of windows with stride 1.
  var fullOutput: Int { max(0, padded - extent + 1) }

  /// The number of elements at the end that no window reaches, as the stride does not divide evenly.
  public var dropped: Int { output == 0 ? 0 : max(0, padded - extent - (output - 1) * stride) }

  /// Returns the position under `element` of the window at `output`; it may lie outside the input.
  public func position(_ output: Int, _ element: Int) -> Int {
    output * stride + element * dilation - sides.before
  }

  /// Returns the elements of the window at `output` that lie on the input.
  public func elements(inside output: Int) -> Range<Int> {
    let start = position(output, 0)
    let first = start < 0 ? (-start + dilation - 1) / dilation : 0
    let last = start >= input ? first : min(window, (input - 1 - start) / dilation + 1)
    return first..<max(first, last)
  }

  /// Returns how many elements of the window at `output` lie on the input or on what it is continued by.
  public func paddedCount(_ output: Int) -> Int {
    (0..<window).count { (-sides.before..<input + sides.after).contains(position(output, $0)) }
  }

  /// Returns the output at which `element` of the window lay on `position`; nil if there is none.
  public func output(for position: Int, at element: Int) -> Int? {
    let start = position + sides.before - element * dilation
    guard start >= 0, start % stride == 0, start / stride < output else { return nil }
    return start / stride
  }

  /// Returns the outputs at which `element` of the window lies inside the input.
  func outputs(inside element: Int) -> Range<Int> {
    let start = sides.before - element * dilation
    let first = start <= 0 ? 0 : (start + stride - 1) / stride
    let end = input + start <= 0 ? 0 : (input + start - 1) / stride + 1
    let last = min(output, end)
    return min(first, last)..<last
  }

  /// Whether some window lies outside the input with all of its elements.
  var hasEmptyWindow: Bool { (0..<output).contains { elements(inside: $0).isEmpty } }
}

/// Where an element lies in a plane, or in a volume: its indices from 0.
///
/// A signal has columns only, an image rows and columns; the indices that are missing are 0.
public struct Position: Sendable, Hashable {
  /// The index along the first axis of a volume.
  public let depth: Int
  /// The row.
  public let row: Int
  /// The column.
  public let column: Int

  /// Creates a position.
  public init(depth: Int = 0, row: Int = 0, column: Int) {
    self.depth = depth
    self.row = row
    self.column = column
  }
}
