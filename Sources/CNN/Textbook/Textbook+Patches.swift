extension Textbook {
  /// Returns the windows of image `n` of `x` `[N, C, H, W]` as the rows of a matrix, `[H′·W′, C·R·S]`.
  ///
  ///     m[(i,j), (c,r,s)] = x[n,c, i·stride+r·dilation−top, j·stride+s·dilation−left]
  public static func im2col<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, image n: Int = 0, geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    let (outputs, elements) = (g.outputs, g.elements)
    var matrix = NDArray<Scalar>(zeros: [outputs.count, x.shape[1] * elements.count])
    for (row, output) in outputs.enumerated() {
      for c in 0..<x.shape[1] {
        for (e, element) in elements.enumerated() {
          matrix[row, c * elements.count + e] = x.padded(n, c, g.pixel(output, element))
        }
      }
    }
    return matrix
  }

  /// Returns the image `[1, C, H, W]` whose pixels add up what a matrix of windows says of them.
  ///
  ///     x[c, i·stride+r·dilation−top, j·stride+s·dilation−left] += m[(i,j), (c,r,s)]   in the order of i, j
  public static func col2im<Scalar: TextbookScalar>(
    _ matrix: NDArray<Scalar>, geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    let (outputs, elements) = (g.outputs, g.elements)
    let channels = matrix.shape[1] / elements.count
    var x = NDArray<Scalar>(zeros: Shape([1, channels] + g.inputSizes))
    for (row, output) in outputs.enumerated() {
      for c in 0..<channels {
        for (e, element) in elements.enumerated() {
          let pixel = g.pixel(output, element)
          if g.isInside(pixel) { x[0, c, pixel] += matrix[row, c * elements.count + e] }
        }
      }
    }
    return x
  }
}
