/// Returns the `im2col` matrix of an image as colored cells: a row for each output, a column for each weight.
///
/// Equal colors along diagonals are the same pixel in several rows; zeros, as where the window reaches into the
/// padding, have the page's color.
///
/// - Parameters:
///   - x: A plane `[H, W]` or an image `[C, H, W]`.
///   - filter: The size of the windows.
/// - Throws: `InterpretationError` when `x` is no image or no window fits.
public func im2colSparsity(
  _ x: Tensor, filter: some SizesConvertible, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid
) throws(InterpretationError) -> Figure {
  guard (2...3).contains(x.rank) else { throw .noImage(x.shape) }
  let g = try checkedWindow(x.planeSize, filter.size2D, stride: stride, padding: padding.padding)
  let matrix = im2col(x, filter: filter, stride: stride, padding: padding)
  return pattern(
    matrix, name: "im2col matrix",
    rows: "outputs, \(g.outputPlane)",
    columns: "weights, \(x.rank == 3 && x.shape[0] > 1 ? "\(x.shape[0])·" : "")\(g.windowPlane)")
}

/// Returns the matrix of a filter as colored cells: a row for each output, a column for each pixel.
///
/// The filter's rows stand along diagonals, between zeros: a doubly Toeplitz matrix.
///
/// - Parameters:
///   - filter: `[R, S]`, `[C, R, S]` or `[K, C, R, S]`.
///   - inputSize: The height and width of the image.
/// - Throws: `InterpretationError` when the filter has other axes or does not fit.
public func filterMatrixSparsity(
  _ filter: Tensor, inputSize: some SizesConvertible, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid
) throws(InterpretationError) -> Figure {
  guard (2...4).contains(filter.rank) else {
    throw .outOfRange("filter", value: "\(filter.shape)", allowed: "[R, S], [C, R, S] or [K, C, R, S]")
  }
  let g = try checkedWindow(inputSize.size2D, filter.planeSize, stride: stride, padding: padding.padding)
  let matrix = convolutionMatrix(filter: filter, inputSize: inputSize, stride: stride, padding: padding)
  let (filters, planes) = (filter.rank == 4 ? filter.shape[0] : 1, filter.rank == 2 ? 1 : filter.shape[-3])
  return pattern(
    matrix, name: "filter matrix",
    rows: "outputs, \(filters > 1 ? "\(filters)·" : "")\(g.outputPlane)",
    columns: "pixels, \(planes > 1 ? "\(planes)·" : "")\(g.inputPlane)")
}

/// Returns the geometry of a window over a plane.
///
/// - Throws: `InterpretationError.outOfRange` when there are too many sizes, one is not positive, or no window fits.
func checkedWindow(
  _ input: some SizesConvertible, _ window: some SizesConvertible, stride: (any SizesConvertible)? = nil,
  padding: Padding = .valid
) throws(InterpretationError) -> WindowGeometry {
  func checked(_ what: String, _ sizes: [Int]) throws(InterpretationError) -> [Int] {
    let sizes = spread(sizes, axes: 2)
    guard sizes.count == 2, sizes.allSatisfy({ $0 > 0 }) else {
      throw .outOfRange(what, value: text(sizes), allowed: "a height and a width, at least 1 each")
    }
    return sizes
  }
  let (input, window) = (try checked("image", input.sizes), try checked("window", window.sizes))
  let stride = try checked("stride", stride?.sizes ?? window)
  if let axes = padding.axes, axes != 2 {
    throw .outOfRange(
      "padding", value: "one for \(axes) axes", allowed: "one number, or one for each of 2 axes")
  }
  let g = WindowGeometry(input: input, window: window, stride: stride, padding: padding)
  guard g.fits else {
    throw .outOfRange("window", value: text(window), allowed: "at most \(text(input)), the size of the image")
  }
  return g
}

private func pattern(_ matrix: Tensor, name: String, rows: String, columns: String) -> Figure {
  let zeros = Double(matrix.scalars.count { $0 == 0 }) / Double(max(1, matrix.count))
  let title = "\(name), \(matrix.shape[0])×\(matrix.shape[1]), \(percent(zeros)) zeros"
  let hasNegative = matrix.scalars.contains { $0 < 0 }
  return Figure(
    description:
      "The \(name) has \(matrix.shape[0]) rows (\(rows)) and \(matrix.shape[1]) columns (\(columns)); "
      + "\(percent(zeros)) of its elements are zero."
  ) {
    Heatmap(
      matrix.rows, title: title, colormap: .diverging,
      range: hasNegative ? matrix.symmetricRange : 0...matrix.symmetricRange.upperBound,
      showsValues: false, showsColorBar: hasNegative, x: columns, y: rows)
  }
}
