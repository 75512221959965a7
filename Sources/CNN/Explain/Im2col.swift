/// Returns the windows of `x` as the rows of a matrix, `[H′·W′, C·R·S]`: `im2col`.
///
/// A row lists what one position of the filter covers: planes outermost, then rows, then columns; pixels
/// outside the image are 0. Then `correlate(x, w)` is this matrix times the flattened filter. Several planes
/// stand side by side.
///
/// - Parameters:
///   - x: A plane `[H, W]` or an image `[C, H, W]`.
///   - filter: The size of the windows.
/// - Precondition: `x` has two or three axes, and a window fits.
public func im2col(
  _ x: Tensor, filter: some SizesConvertible, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid, dilation: some SizesConvertible = 1
) -> Tensor {
  require((2...3).contains(x.rank), "im2col takes [H, W] or [C, H, W], got \(x.shape)")
  let image = x.addingAxes(to: 3)
  let g = checkedGeometry(
    input: [image.shape[1], image.shape[2]], window: filter.sizes(axes: 2), stride: stride,
    padding: padding.padding, dilation: dilation)
  return im2col(image, g)
}

/// Returns the windows of a signal `[C, L]`, an image `[C, H, W]` or a volume as the rows of a matrix.
func im2col(_ x: Tensor, _ g: WindowGeometry) -> Tensor {
  var matrix = Tensor.zeros([g.outputCount, x.shape[0] * g.elementCount])
  x.withParts(x.count) { image in
    matrix.withMutableParts(matrix.count) {
      Patches.fillRowsByOutput($0(0), image(0), channels: x.shape[0], geometry: g)
    }
  }
  return matrix
}

/// Returns the table of `im2col` with the pixels' names instead of their values, such as `x01`.
///
/// Each row belongs to an output, each column to a filter element. With several channels
/// the first one's pixels are called `x[0]01`.
///
/// - Parameters:
///   - name: What the input is called.
///   - firstIndex: What the first row, column and plane are called: 0, or 1 as on some slides.
/// - Precondition: a window fits.
public func im2col(
  symbolic name: String, input: some SizesConvertible, filter: some SizesConvertible,
  stride: some SizesConvertible = 1, padding: some PaddingConvertible = .valid,
  dilation: some SizesConvertible = 1, channels: Int = 1, firstIndex: Int = 0
) -> Table {
  let correlation = CorrelationSpecification.correlation(
    input: input, filter: filter, stride: stride, padding: padding, dilation: dilation, channels: channels)
  let g = correlation.geometry
  let names = correlation.names(firstIndex: firstIndex)
  let (planes, elements) = (0..<channels, g.elements)
  let rows = g.outputs.map { output in
    [names("z", output)]
      + planes.flatMap { c in
        elements.map { element in
          let pixel = g.pixel(output, element)
          return g.isInside(pixel) ? names(name, [c], pixel) : "0"
        }
      }
  }
  return Table(columns: [""] + planes.flatMap { c in elements.map { names("w", [c], $0) } }, rows: rows)
}
