/// Returns the cross-correlation of `x` with the filters `w`: each slides over the image as it is.
///
/// For images `[N, C, H, W]` and filters `[K, C, R, S]`:
///
///     z[n,k,i,j] = Σ x[n,c, i·stride+r−p, j·stride+s−p] · w[k,c,r,s] + b[k]   over c, r, s
///
/// giving `[N, K, ⌊(H+2p−R)/stride⌋+1, ⌊(W+2p−S)/stride⌋+1]`. An image `[C, H, W]` gives `[K, H′, W′]`, with
/// one filter `[C, R, S]` it gives `[H′, W′]`; `[H, W]` with `[R, S]` gives `[H′, W′]`.
///
/// - Parameters:
///   - bias: `[K]`, one number a filter.
///   - stride: The step between windows, in pixels.
///   - padding: The zeros around the image: `.valid`, `.same`, an integer, or `.explicit(…)`.
/// - Precondition: the shapes are among those above, with equal `C`, and a window fits.
/// - Complexity: `N·K·C·R·S·H′·W′` multiply–adds.
/// - SeeAlso: deck rows 003-15 and 000-23.
public func correlate(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some Size2DConvertible = 1,
  padding: some PaddingConvertible = .valid
) -> Tensor {
  require(
    (x.rank == 2 && w.rank == 2) || (x.rank == 3 && (w.rank == 3 || w.rank == 4))
      || (x.rank == 4 && w.rank == 4),
    "correlate takes [H, W] with [R, S], or [C, H, W] or [N, C, H, W] with [K, C, R, S];"
      + " got \(x.shape) with \(w.shape)")
  let images = x.reshaped(Shape(Array([1, 1].prefix(4 - x.rank)) + x.shape.dimensions))
  let filters = w.reshaped(Shape(Array([1, 1].prefix(4 - w.rank)) + w.shape.dimensions))
  require(
    images.shape[1] == filters.shape[1],
    "the filters' depth must be the image's: expected \(images.shape[1]), got \(filters.shape[1])"
      + " (image \(x.shape), filters \(w.shape))")
  require(
    bias.map { $0.count == filters.shape[0] } ?? true,
    "expected a bias of \(filters.shape[0]) numbers, got shape \(bias?.shape ?? [])")
  let geometry = WindowGeometry(
    input: images.planeSize, window: filters.planeSize, stride: checkedStride(stride),
    padding: padding.padding)
  require(
    geometry.output.rows > 0 && geometry.output.columns > 0,
    "the \(geometry.window) filter does not fit the padded \(geometry.input) image")
  let z = Convolution2D.forward(images, filters, bias: bias, geometry: geometry)
  return z.reshaped(Shape(Array(z.shape.dimensions.suffix(2 + (x.rank == 4 ? 2 : w.rank == 4 ? 1 : 0)))))
}

/// Returns the convolution of `x` with the filters `w`: each is turned by 180° and then slides as it is.
///
/// `convolve(x, w) = correlate(x, rot180(w))`, with the shapes and options of ``correlate(_:_:bias:stride:padding:)``.
///
/// - SeeAlso: deck rows 003-07 and 003-14.
public func convolve(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some Size2DConvertible = 1,
  padding: some PaddingConvertible = .valid
) -> Tensor {
  correlate(x, rot180(w), bias: bias, stride: stride, padding: padding)
}

/// Returns the stride as a size.
///
/// - Precondition: it is at least 1 each way.
func checkedStride(_ stride: some Size2DConvertible) -> Size2D {
  let stride = stride.size2D
  require(stride.rows > 0 && stride.columns > 0, "a stride is at least 1, got \(stride)")
  return stride
}

extension Tensor {
  /// The sizes of the last two axes.
  var planeSize: Size2D { Size2D(rows: shape[-2], columns: shape[-1]) }
}
