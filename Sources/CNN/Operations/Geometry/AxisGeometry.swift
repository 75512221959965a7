/// How far an input is continued at the two ends of an axis.
public struct Sides: Sendable, Hashable {
  /// How many elements come before the first.
  public let before: Int
  /// How many come after the last.
  public let after: Int

  /// Creates the sides of an axis.
  public init(before: Int, after: Int) {
    self.before = before
    self.after = after
  }
}

/// How a window steps along one axis: which element of the input meets which of the window where.
///
///     place = output · stride + element · dilation − before
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

  /// Creates the geometry of an axis.
  public init(input: Int, window: Int, stride: Int, dilation: Int, sides: Sides) {
    self.input = input
    self.window = window
    self.stride = stride
    self.dilation = dilation
    self.sides = sides
  }

  /// The axis that a signal or an image does not have.
  static let absent = AxisGeometry(
    input: 1, window: 1, stride: 1, dilation: 1, sides: Sides(before: 0, after: 0))

  /// The number of elements that a window spans: `(window − 1) · dilation + 1`.
  public var extent: Int { (window - 1) * dilation + 1 }

  /// The number of elements of the input with what is put around it.
  public var padded: Int { input + sides.before + sides.after }

  /// The number of windows with stride 1.
  public var fullOutput: Int { max(0, padded - extent + 1) }

  /// The number of windows, `⌊(padded − extent) / stride⌋ + 1`; 0 if none fits.
  public var output: Int { fullOutput == 0 ? 0 : (fullOutput - 1) / stride + 1 }

  /// The number of elements at the end that no window reaches, as the stride does not divide evenly.
  public var dropped: Int { fullOutput == 0 ? 0 : (fullOutput - 1) % stride }

  /// Returns the place under `element` of the window at `output`; it may lie outside the input.
  public func place(_ output: Int, _ element: Int) -> Int {
    output * stride + element * dilation - sides.before
  }

  /// Returns the output at which `element` of the window lay on `place`; nil if there is none.
  public func output(for place: Int, at element: Int) -> Int? {
    let start = place + sides.before - element * dilation
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
}
