/// Returns the cross-correlation of each plane with filters of its own: planes are never added.
///
/// For images `[N, C, H, W]` and filters `[C·M, 1, R, S]`, plane `c` gives the outputs `c·M ..< (c + 1)·M`:
/// `[N, C·M, H′, W′]`. It is `correlate` with as many groups as planes. An image `[C, H, W]` gives
/// `[C·M, H′, W′]`.
///
/// - Precondition: the shapes are among those above, and a window fits.
/// - Complexity: `N·C·M·R·S·H′·W′` multiply–adds.
public func correlateDepthwise(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid, paddingMode: PaddingMode = .zeros,
  dilation: some SizesConvertible = 1
) -> Tensor {
  require(
    (3...4).contains(x.rank) && w.rank == 4 && w.shape[1] == 1 && x.shape[-3] > 0
      && w.shape[0] % x.shape[-3] == 0,
    "correlateDepthwise takes [C, H, W] or [N, C, H, W] with [C·M, 1, R, S]; got \(x.shape) with \(w.shape)")
  return correlate(
    "correlateDepthwise", 2, x, w, bias: bias, stride: stride, padding: padding.padding, mode: paddingMode,
    dilation: dilation, groups: x.shape[-3])
}
