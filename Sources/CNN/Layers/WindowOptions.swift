/// How the windows of a layer step over its input: the filters of a convolution, or what pooling makes one number of.
///
/// Each array holds one number for each axis, outermost first; other counts are found when the model is built.
public struct WindowOptions: Sendable, Hashable {
  /// The number of axes along which the windows step: 1, 2 or 3.
  public let axes: Int
  /// The size of the windows.
  public let window: [Int]
  /// The step between windows.
  public let stride: [Int]
  /// How far the input is continued.
  public let padding: Padding
  /// With what it is continued.
  public let paddingMode: PaddingMode
  /// The step between the elements that neighbors in the window meet.
  public let dilation: [Int]
  /// The number of parts of the planes, each of which has filters of its own.
  public let groups: Int
  /// Whether a last window that hangs over the end counts: the number of windows is rounded up, not down.
  public let roundsUp: Bool
  /// What happens when the stride does not divide evenly.
  public let stridePolicy: StridePolicy

  /// Creates options for windows along `axes` axes.
  ///
  /// - Parameters:
  ///   - stride: The step between windows; their size if there is none.
  ///   - roundsUp: Whether a last window that hangs over the end counts; it must begin before the end.
  public init(
    axes: Int, window: some SizesConvertible, stride: (any SizesConvertible)? = nil,
    padding: Padding = .valid,
    paddingMode: PaddingMode = .zeros, dilation: some SizesConvertible = 1, groups: Int = 1,
    roundsUp: Bool = false, stridePolicy: StridePolicy = .floor
  ) {
    self.axes = axes
    self.window = spread(window.sizes, axes: axes)
    self.stride = stride.map { spread($0.sizes, axes: axes) } ?? self.window
    self.padding = padding
    self.paddingMode = paddingMode
    self.dilation = spread(dilation.sizes, axes: axes)
    self.groups = groups
    self.roundsUp = roundsUp
    self.stridePolicy = stridePolicy
  }

  /// The number of elements of a window.
  var elementCount: Int { window.reduce(1, *) }

  /// The number of windows that an element of the input lies in, on average.
  var windowsPerElement: Float { Float(elementCount) / Float(stride.reduce(1, *)) }

  /// Returns the geometry over an input of these sizes; the options have been checked.
  func geometry(_ input: ArraySlice<Int>, groups: Int = 1) -> WindowGeometry {
    WindowGeometry(
      input, window: window, stride: stride, padding: padding, dilation: dilation, groups: groups,
      roundsUp: roundsUp)
  }
}

/// A layer whose outputs depend on a window of its input each.
public protocol WindowedLayer: Layer {
  /// How the windows step over the input.
  var options: WindowOptions { get }
}

extension WindowedLayer {
  /// Returns the field widened by the window.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    field.widened(window: options.window, stride: options.stride, dilation: options.dilation)
  }
}

extension Layer {
  /// Checks what does not depend on the input's sizes: its number of axes, and the numbers of the options.
  func check(_ options: WindowOptions, for input: Shape) throws(ShapeError) {
    try checkRank(input, axes: options.axes)
    try checkSizes("window", options.window, axes: options.axes)
    try checkSizes("stride", options.stride, axes: options.axes)
    try checkSizes("dilation", options.dilation, axes: options.axes)
    guard options.groups > 0 else {
      throw ShapeError(self, .notPositive("number of groups", "\(options.groups)"))
    }
    if let axes = options.padding.axes, axes != options.axes {
      throw ShapeError(self, .window(.paddingAxes(expected: options.axes, got: axes)))
    }
  }

  /// Checks that an input has channels and `axes` axes more.
  func checkRank(_ input: Shape, axes: Int) throws(ShapeError) {
    guard input.rank == axes + 1 else { throw ShapeError(self, .notMap(axes: axes, got: input)) }
  }

  /// Checks that there is a positive size for each axis.
  func checkSizes(_ what: String, _ sizes: [Int], axes: Int) throws(ShapeError) {
    guard sizes.count == axes else { throw ShapeError(self, .sizeCount(what, expected: axes, got: sizes)) }
    guard sizes.allSatisfy({ $0 > 0 }) else { throw ShapeError(self, .notPositive(what, text(sizes))) }
  }

  /// Returns the geometry over an input, for which the options have been checked.
  ///
  /// - Throws: `ShapeError` when the layer cannot take such inputs.
  func checkedGeometry(
    _ input: Shape, _ options: WindowOptions, groups: Int = 1
  ) throws(ShapeError) -> WindowGeometry {
    let geometry = options.geometry(input.dimensions.dropFirst(), groups: groups)
    for axis in geometry.axes {
      guard axis.sides.before >= 0, axis.sides.after >= 0 else {
        throw ShapeError(
          self, .window(.negative("padding", "\(min(axis.sides.before, axis.sides.after))")))
      }
      guard options.paddingMode.allows(axis.sides, size: axis.input) else {
        throw ShapeError(
          self, .window(.padding(mode: options.paddingMode, sides: axis.sides, size: axis.input)))
      }
    }
    guard geometry.fits else { throw ShapeError(self, .window(.windowTooLarge(geometry))) }
    if options.stridePolicy == .strict, geometry.axes.contains(where: { $0.dropped > 0 }) {
      throw ShapeError(self, .window(.unevenStride(geometry)))
    }
    return geometry
  }

  /// Checks that channels and filters can be divided into groups.
  func checkGroups(_ groups: Int, channels: Int, filters: Int) throws(ShapeError) {
    guard filters > 0 else { throw ShapeError(self, .notPositive("number of filters", "\(filters)")) }
    guard channels > 0 else { throw ShapeError(self, .notPositive("number of channels", "\(channels)")) }
    guard channels % groups == 0, filters % groups == 0 else {
      throw ShapeError(self, .window(.groups(groups, channels: channels, filters: filters)))
    }
  }
}
