/// Returns the transposed convolution of `x` with filters: each pixel stamps one on the output.
///
/// For `[N, K, H, W]` and filters `[K, C/groups, R, S]` it gives `[N, C, H′, W′]` with
///
///     H′ = (H − 1)·stride + (R − 1)·dilation + 1 − top − bottom + outputPadding
///
/// It is the backward pass of ``correlate(_:_:bias:stride:padding:paddingMode:dilation:groups:)`` with the same
/// options, which shrinks an image of H′ rows to H. As several sizes shrink to H with a stride, the output
/// padding says which one is meant: rows are put at the bottom, columns at the right. With `.same`,
/// `H′ = H·stride`. Signals `[N, K, L]` with `[K, C, S]` and volumes `[N, K, D, H, W]` with `[K, C, T, R, S]`
/// are told by their axes; so is one image `[K, H, W]` with four axes of filters.
///
/// - Precondition: the shapes are among those above, with equal `K`, and the output padding is less than the
///   stride.
/// - Complexity: `N·K·C/groups·R·S·H′·W′` multiply–adds.
/// - SeeAlso: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv:1603.07285.
public func correlateTransposed(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid, outputPadding: some SizesConvertible = 0,
  dilation: some SizesConvertible = 1, groups: Int = 1
) -> Tensor {
  require(
    (3...5).contains(w.rank) && (x.rank == w.rank || x.rank == w.rank - 1),
    "correlateTransposed takes [K, H, W] or [N, K, H, W] with [K, C, R, S]; got \(x.shape) with \(w.shape)")
  let axes = w.rank - 2
  let batch = x.addingAxes(to: w.rank)
  require(
    groups > 0 && batch.shape[1] == w.shape[0] && w.shape[0] % groups == 0,
    "there must be a filter for each channel, in \(groups) groups: expected \(batch.shape[1]), got \(w.shape[0])"
      + " (input \(x.shape), filters \(w.shape))")
  let (stride, dilation) = (stride.sizes(axes: axes), dilation.sizes(axes: axes))
  require(stride.allSatisfy { $0 > 0 }, "a stride is at least 1, got \(text(stride))")
  require(dilation.allSatisfy { $0 > 0 }, "a dilation is at least 1, got \(text(dilation))")
  let geometry = WindowGeometry(
    transposing: Array(batch.shape.dimensions.suffix(axes)), window: Array(w.shape.dimensions.suffix(axes)),
    stride: stride, padding: padding.padding, outputPadding: outputPadding.sizes(axes: axes),
    dilation: dilation, groups: groups)
  require(
    geometry.inputSizes.allSatisfy { $0 > 0 },
    "the padding leaves nothing of the output: \(text(geometry.inputSizes))")
  let y = TransposedConvolution.forward(batch, w, bias: bias, geometry: geometry)
  return x.rank == w.rank ? y : y.reshaped(y.shape.droppingFirst)
}

/// The transposed convolution, with the bits of `Textbook.correlateTransposed`.
package enum TransposedConvolution {
  /// Returns `y` `[N, C, H, W]` for `x` `[N, K, H′, W′]` and filters `w` `[K, C/groups, R, S]`.
  package static func forward(_ x: Tensor, _ w: Tensor, bias: Tensor?, geometry g: WindowGeometry)
    -> Tensor
  {
    var y = Convolution.backwardInput(x, w, geometry: g)
    require(
      bias.map { $0.count == y.shape[1] } ?? true,
      "expected a bias of \(y.shape[1]) numbers, got shape \(bias?.shape ?? [])")
    if let bias { Convolution.add(bias, to: &y) }
    return y
  }

  /// Returns the gradient to the input: a correlation.
  package static func backwardInput(_ dy: Tensor, _ w: Tensor, geometry g: WindowGeometry) -> Tensor {
    Convolution.forward(dy, w, bias: nil, geometry: g)
  }

  /// Returns the gradient to the filters: input and gradient have exchanged their parts.
  package static func backwardFilter(
    _ dy: Tensor, _ x: Tensor, geometry g: WindowGeometry, share: Share? = nil
  ) -> Tensor {
    Convolution.backwardFilter(x, dy, geometry: g, share: share)
  }
}
