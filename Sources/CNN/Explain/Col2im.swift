/// Returns the image whose pixels add up what the rows of a matrix of windows say of them: `col2im`.
///
/// It is the transpose of `im2col`, not its inverse: a pixel under several windows gets the sum of their
/// entries. The gradient to the image is `col2im` of `dz` times the flattened filters.
///
/// - Parameters:
///   - matrix: `[H′·W′, C·R·S]`, as `im2col` gives it.
///   - input: The height and width of the image.
///   - filter: The size of the windows.
/// - Returns: `[C, H, W]`.
/// - Precondition: the matrix has a row for each window, and `R·S` columns for each of its planes.
public func col2im(
  _ matrix: Tensor, input: some SizesConvertible, filter: some SizesConvertible,
  stride: some SizesConvertible = 1, padding: some PaddingConvertible = .valid,
  dilation: some SizesConvertible = 1
) -> Tensor {
  let g = checkedGeometry(
    input: input.size2D.sizes(axes: 2), window: filter.size2D.sizes(axes: 2), stride: stride,
    padding: padding.padding, dilation: dilation)
  let (outputs, elements) = (g.outputs, g.elements)
  require(
    matrix.rank == 2 && matrix.shape[0] == outputs.count && matrix.shape[1] % elements.count == 0,
    "expected \(outputs.count) rows and a multiple of \(elements.count) columns, got shape \(matrix.shape)")
  let width = matrix.shape[1]
  let channels = width / elements.count
  var x = Tensor.zeros(Shape([channels] + g.inputSizes))
  for (row, output) in outputs.enumerated() {
    for (e, element) in elements.enumerated() {
      let pixel = g.pixel(output, element)
      guard g.isInside(pixel) else { continue }
      for c in 0..<channels {
        x.scalars[c * g.pixelCount + pixel.row * g.columns.input + pixel.column] +=
          matrix.scalars[row * width + c * elements.count + e]
      }
    }
  }
  return x
}
