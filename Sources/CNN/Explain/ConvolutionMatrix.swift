/// Returns the matrix whose product with the flattened image is the correlation: one row an output.
///
/// `correlate(x, w).flattened() = convolutionMatrix(filter: w, inputSize: …).matmul(x.flattened())`, and the
/// backward pass is the transposed matrix times the flattened `dz`. Mostly zeros, with the filter's rows
/// repeated along diagonals: a (doubly) Toeplitz matrix.
///
/// - Parameters:
///   - filter: `[R, S]`, `[C, R, S]`, or `[K, C/groups, R, S]`.
///   - inputSize: The height and width of the image.
/// - Returns: `[K·H′·W′, C·H·W]`, with `K` and `C` 1 where the filter has no such axis.
/// - Precondition: the filter has two to four axes, and it fits.
public func convolutionMatrix(
  filter: Tensor, inputSize: some SizesConvertible, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid, dilation: some SizesConvertible = 1, groups: Int = 1
) -> Tensor {
  require(
    (2...4).contains(filter.rank), "a filter is [R, S], [C, R, S] or [K, C, R, S], got \(filter.shape)")
  let w = filter.addingAxes(to: 4)
  let correlation = CorrelationSpecification.correlation(
    input: inputSize, filter: w.planeSize, stride: stride, padding: padding, dilation: dilation,
    channels: w.shape[1] * groups, filters: w.shape[0], groups: groups)
  return convolutionMatrix(w, correlation)
}

/// Returns the matrix of a correlation along any number of axes.
func convolutionMatrix(_ w: Tensor, _ correlation: CorrelationSpecification) -> Tensor {
  let g = correlation.geometry
  let width = correlation.channels * g.pixelCount
  var matrix = Tensor.zeros([correlation.filters * g.outputCount, width])
  let elements = Array(g.elements.enumerated())
  for k in 0..<correlation.filters {
    for (o, output) in g.outputs.enumerated() {
      for c in 0..<correlation.depth {
        let plane = correlation.inputPlane(c, of: k) * g.pixelCount
        for (e, element) in elements {
          let pixel = g.pixel(output, element)
          guard g.isInside(pixel) else { continue }
          let position = (pixel.depth * g.rows.input + pixel.row) * g.columns.input + pixel.column
          matrix.scalars[(k * g.outputCount + o) * width + plane + position] =
            w.scalars[(k * correlation.depth + c) * elements.count + e]
        }
      }
    }
  }
  return matrix
}

/// Returns the convolution matrix with names of filter elements, such as `w01`, instead of values.
///
/// With several channels or filters, the elements of plane `c` of filter `k` are called `w[k,c]01`.
///
/// - Precondition: the filter fits, and the groups divide channels and filters.
public func convolutionMatrix(
  symbolic name: String, filter: some SizesConvertible, inputSize: some SizesConvertible,
  stride: some SizesConvertible = 1, padding: some PaddingConvertible = .valid,
  dilation: some SizesConvertible = 1, channels: Int = 1, filters: Int = 1, groups: Int = 1,
  firstIndex: Int = 0
) -> Table {
  let correlation = CorrelationSpecification.correlation(
    input: inputSize, filter: filter, stride: stride, padding: padding, dilation: dilation,
    channels: channels, filters: filters, groups: groups)
  let g = correlation.geometry
  let names = correlation.names(firstIndex: firstIndex)
  let (pixels, elements) = (g.pixels, g.elements)
  let rows = (0..<filters).flatMap { k in
    g.outputs.map { output in
      var cells = Array(repeating: "0", count: channels * pixels.count)
      for c in 0..<correlation.depth {
        for element in elements {
          let pixel = g.pixel(output, element)
          guard g.isInside(pixel) else { continue }
          let position = pixel.row * g.columns.input + pixel.column
          cells[correlation.inputPlane(c, of: k) * pixels.count + position] = names(name, [k, c], element)
        }
      }
      return [names("z", [k], output)] + cells
    }
  }
  let columns = (0..<channels).flatMap { c in pixels.map { names("x", [c], $0) } }
  return Table(columns: [""] + columns, rows: rows)
}

/// Returns the filters with input and output planes exchanged and every plane turned by 180°.
///
/// For `[K, C, R, S]` it is `[C, K, R, S]`, and the gradient to the input of a stride-1 convolution is
/// `correlate(pad(dz, by: [R − 1, S − 1]), dagger(w))`.
///
/// - Precondition: there are four axes.
public func dagger(_ w: Tensor) -> Tensor {
  require(w.rank == 4, "dagger takes filters [K, C, R, S], got \(w.shape)")
  return rot180(Convolution.exchangedPlanes(w, groups: 1))
}
