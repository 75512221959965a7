/// Returns the cross-correlation of `x` with the filters `w`: each slides over the image as it is.
///
/// For images `[N, C, H, W]` and filters `[K, C/groups, R, S]`:
///
///     z[n,k,i,j] = Σ x[n,c, i·stride+r·dilation−p, j·stride+s·dilation−p] · w[k,c,r,s] + b[k]
///
/// over c, r, s, giving `[N, K, H′, W′]` with `H′ = ⌊(H + 2p − (R−1)·dilation − 1)/stride⌋ + 1`, W′ alike.
/// An image `[C, H, W]` gives `[K, H′, W′]`, with one filter `[C, R, S]` it gives `[H′, W′]`; `[H, W]` with
/// `[R, S]` gives `[H′, W′]`. Of other ranks, `[L]` with `[S]`, and `[C, D, H, W]` or `[N, C, D, H, W]` with
/// `[K, C, T, R, S]`, can be told by their axes; for the rest there are `correlate1D` and `correlate3D`.
///
/// - Parameters:
///   - bias: `[K]`, one number a filter.
///   - stride: The step between windows, in pixels: an integer or one for each axis.
///   - padding: How far the image is continued: `.valid`, `.same`, `.full`, an integer, or `.explicit(…)`.
///   - paddingMode: With what it is continued.
///   - dilation: The step between the pixels that neighbors in the filter meet.
///   - groups: The number of parts of the planes, each of which has filters of its own.
/// - Precondition: the shapes are among those above, with equal `C`, and a window fits.
/// - Complexity: `N·K·C/groups·R·S·H′·W′` multiply–adds.
public func correlate(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid, paddingMode: PaddingMode = .zeros,
  dilation: some SizesConvertible = 1, groups: Int = 1
) -> Tensor {
  let axes = [[1, 1]: 1, [4, 5]: 3, [5, 5]: 3][[x.rank, w.rank]] ?? 2
  return correlate(
    "correlate", axes, x, w, bias: bias, stride: stride, padding: padding.padding, mode: paddingMode,
    dilation: dilation, groups: groups)
}

/// Returns the convolution of `x` with the filters `w`: each is turned by 180°, then it slides.
///
/// `convolve(x, w) = correlate(x, rot180(w))`, with the shapes and options of
/// ``correlate(_:_:bias:stride:padding:paddingMode:dilation:groups:)``. With `padding: .full` it is the
/// textbooks' `y(k) = Σ h(n)·x(k − n)`, for every k with a term.
public func convolve(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid, paddingMode: PaddingMode = .zeros,
  dilation: some SizesConvertible = 1, groups: Int = 1
) -> Tensor {
  let axes = [[1, 1]: 1, [4, 5]: 3, [5, 5]: 3][[x.rank, w.rank]] ?? 2
  return correlate(
    "convolve", axes, x, turned(w, axes: axes), bias: bias, stride: stride, padding: padding.padding,
    mode: paddingMode, dilation: dilation, groups: groups)
}

/// Returns the correlation along `axes` axes for any of the shapes that an input and filters may have.
func correlate(
  _ operation: String, _ axes: Int, _ x: Tensor, _ w: Tensor, bias: Tensor?, stride: some SizesConvertible,
  padding: Padding, mode: PaddingMode, dilation: some SizesConvertible, groups: Int
) -> Tensor {
  let ranks = [[axes, axes], [axes + 1, axes + 1], [axes + 1, axes + 2], [axes + 2, axes + 2]]
  require(
    ranks.contains([x.rank, w.rank]),
    "\(operation) takes \(operandShapes(axes)); got \(x.shape) with \(w.shape)")
  let images = x.addingAxes(to: axes + 2)
  let filters = w.addingAxes(to: axes + 2)
  require(
    groups > 0 && images.shape[1] % groups == 0 && filters.shape[0] % groups == 0,
    "\(images.shape[1]) channels and \(filters.shape[0]) filters cannot be divided into \(groups) groups")
  require(
    images.shape[1] == filters.shape[1] * groups,
    "the filters' depth must be the image's\(groups == 1 ? "" : " divided by the \(groups) groups"):"
      + " expected \(images.shape[1] / groups), got \(filters.shape[1]) (image \(x.shape), filters \(w.shape))"
  )
  require(
    bias.map { $0.count == filters.shape[0] } ?? true,
    "expected a bias of \(filters.shape[0]) numbers, got shape \(bias?.shape ?? [])")
  let geometry = checkedGeometry(
    input: Array(images.shape.dimensions.suffix(axes)), window: Array(filters.shape.dimensions.suffix(axes)),
    stride: stride, padding: padding, dilation: dilation, groups: groups)
  let z = Convolution.forward(images, filters, bias: bias, geometry: geometry, mode: mode)
  let leading = x.rank == axes + 2 ? 2 : w.rank == axes + 2 ? 1 : 0
  return z.reshaped(Shape(Array(z.shape.dimensions.suffix(axes + leading))))
}

/// The shapes that a correlation along `axes` axes takes.
private func operandShapes(_ axes: Int) -> String {
  switch axes {
  case 1: "[L] with [S], or [C, L] or [N, C, L] with [K, C, S]"
  case 2: "[H, W] with [R, S], or [C, H, W] or [N, C, H, W] with [K, C, R, S]"
  default: "[D, H, W] with [T, R, S], or [C, D, H, W] or [N, C, D, H, W] with [K, C, T, R, S]"
  }
}
