/// How the filters of a layer step over its input; one number for each axis.
public struct ConvolutionOptions: Sendable, Hashable {
  /// The size of the filters.
  public let kernel: [Int]
  /// The step between windows.
  public let stride: [Int]
  /// How far the input is continued.
  public let padding: Padding
  /// With what it is continued.
  public let paddingMode: PaddingMode
  /// The step between the elements that neighbors in the filter meet.
  public let dilation: [Int]
  /// The number of parts of the planes, each of which has filters of its own.
  public let groups: Int
  /// What happens when the stride does not divide evenly.
  public let stridePolicy: StridePolicy

  /// Creates options.
  ///
  /// - Precondition: there are as many strides and dilations as sizes of the filters.
  public init(
    kernel: [Int], stride: [Int], padding: Padding = .valid, paddingMode: PaddingMode = .zeros,
    dilation: [Int], groups: Int = 1, stridePolicy: StridePolicy = .floor
  ) {
    require(
      kernel.count == stride.count && kernel.count == dilation.count,
      "expected \(kernel.count) strides and dilations, got \(stride) and \(dilation)")
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.paddingMode = paddingMode
    self.dilation = dilation
    self.groups = groups
    self.stridePolicy = stridePolicy
  }

  /// The number of axes along which the filters slide.
  public var axes: Int { kernel.count }

  /// The number of elements of a filter's plane.
  var window: Int { kernel.reduce(1, *) }

  /// Returns the geometry over an input of these sizes.
  func geometry(_ input: [Int], groups: Int) -> ConvolutionGeometry {
    ConvolutionGeometry(
      input: input, window: kernel, stride: stride, padding: padding, dilation: dilation, groups: groups)
  }
}
