/// Returns the matrix whose product with the flattened image is the correlation: one row an output.
///
/// `correlate(x, w).flattened() = convolutionMatrix(filter: w, inputSize: …).matmul(x.flattened())`, and the
/// backward pass is the transposed matrix times the flattened `dz`. Mostly zeros, with the filter's rows
/// repeated along diagonals: a (doubly) Toeplitz matrix.
///
/// - Parameters:
///   - filter: `[R, S]`, `[C, R, S]`, or `[K, C, R, S]`.
///   - inputSize: The height and width of the image.
/// - Returns: `[K·H′·W′, C·H·W]`, with `K` and `C` 1 where the filter has no such axis.
/// - Precondition: the filter has two to four axes, and it fits.
/// - SeeAlso: deck rows 001-19 and 001-20.
public func convolutionMatrix(
  filter: Tensor, inputSize: some Size2DConvertible, stride: some Size2DConvertible = 1,
  padding: some PaddingConvertible = .valid
) -> Tensor {
  require(
    (2...4).contains(filter.rank), "a filter is [R, S], [C, R, S] or [K, C, R, S], got \(filter.shape)")
  let w = filter.reshaped(Shape(Array([1, 1].prefix(4 - filter.rank)) + filter.shape.dimensions))
  let g = CorrelationSpecification.correlation(
    input: inputSize, filter: w.planeSize, stride: stride, padding: padding
  ).geometry
  let (filters, channels) = (w.shape[0], w.shape[1])
  let pixels = g.input.rows * g.input.columns
  let outputs = g.output.rows * g.output.columns
  var matrix = Tensor.zeros([filters * outputs, channels * pixels])
  for k in 0..<filters {
    for (o, output) in g.output.places.enumerated() {
      for c in 0..<channels {
        for element in g.window.places {
          let pixel = g.pixel(output.row, output.column, element.row, element.column)
          guard g.isInside(pixel.row, pixel.column) else { continue }
          matrix[k * outputs + o, c * pixels + pixel.row * g.input.columns + pixel.column] =
            w[k, c, element.row, element.column]
        }
      }
    }
  }
  return matrix
}

/// Returns the convolution matrix with the filter elements' names instead of their values, such as `w01`.
///
/// - Precondition: the filter fits.
public func convolutionMatrix(
  symbolic name: String, filter: some Size2DConvertible, inputSize: some Size2DConvertible,
  stride: some Size2DConvertible = 1, padding: some PaddingConvertible = .valid, firstIndex: Int = 0
) -> Table {
  let g = CorrelationSpecification.correlation(
    input: inputSize, filter: filter, stride: stride, padding: padding
  ).geometry
  let names = ElementNames(largest: max(g.input.rows, g.input.columns) + firstIndex, firstIndex: firstIndex)
  let rows = g.output.places.map { output in
    [names("z", output)]
      + g.input.places.map { pixel in
        let element = (
          row: pixel.row + g.margins.top - output.row * g.stride.rows,
          column: pixel.column + g.margins.left - output.column * g.stride.columns
        )
        let isCovered =
          (0..<g.window.rows).contains(element.row) && (0..<g.window.columns).contains(element.column)
        return isCovered ? names(name, element) : "0"
      }
  }
  return Table(columns: [""] + g.input.places.map { names("x", $0) }, rows: rows)
}

/// Returns the filters with input and output planes exchanged and every plane turned by 180°.
///
/// For `[K, C, R, S]` it is `[C, K, R, S]`, and the gradient to the input of a stride-1 convolution is
/// `correlate(pad(dz, by: [R − 1, S − 1]), dagger(w))` (deck row 002-16).
///
/// - Precondition: there are four axes.
public func dagger(_ w: Tensor) -> Tensor {
  require(w.rank == 4, "dagger takes filters [K, C, R, S], got \(w.shape)")
  let planes = (0..<w.shape[1]).map { c in
    Tensor(stacking: (0..<w.shape[0]).map { k in w.slice(k).slice(c) })
  }
  return rot180(Tensor(stacking: planes))
}
