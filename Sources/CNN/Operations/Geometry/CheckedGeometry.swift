/// Returns the geometry of a window over an input, after a look at every number.
///
/// - Precondition: the numbers are possible, and the window fits.
func checkedGeometry(
  input: [Int], window: [Int], stride: some SizesConvertible, padding: Padding,
  dilation: some SizesConvertible = 1, groups: Int = 1
) -> WindowGeometry {
  let stride = stride.sizes(axes: input.count)
  let dilation = dilation.sizes(axes: input.count)
  require(stride.allSatisfy { $0 > 0 }, "a stride is at least 1, got \(text(stride))")
  require(dilation.allSatisfy { $0 > 0 }, "a dilation is at least 1, got \(text(dilation))")
  require(window.allSatisfy { $0 > 0 }, "a filter has at least one element, got \(text(window))")
  let geometry = WindowGeometry(
    input: input, window: window, stride: stride, padding: padding, dilation: dilation, groups: groups)
  require(
    geometry.sides.allSatisfy { $0.before >= 0 && $0.after >= 0 },
    "a padding is at least 0, got \(geometry.sides.map { [$0.before, $0.after] })")
  require(
    geometry.fits,
    "the \(text(window)) filter\(dilation.allSatisfy { $0 == 1 } ? "" : " with dilation \(text(dilation))")"
      + " does not fit the padded \(text(input)) image")
  return geometry
}

extension Tensor {
  /// The sizes of the last two axes.
  var planeSize: Size2D { Size2D(rows: shape[-2], columns: shape[-1]) }

  /// Returns the tensor with axes of size 1 put in front until there are `rank`.
  func addingAxes(to rank: Int) -> Tensor {
    reshaped(Shape(Array(repeating: 1, count: Swift.max(0, rank - self.rank)) + shape.dimensions))
  }
}
