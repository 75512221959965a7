/// Returns the cross-correlation of signals with filters, which slide one way.
///
/// Signals `[N, C, L]` with filters `[K, C/groups, S]` give `[N, K, L′]`; `[C, L]` gives `[K, L′]`, with one
/// filter `[C, S]` it gives `[L′]`; `[L]` with `[S]` gives `[L′]`. Options are those of
/// ``correlate(_:_:bias:stride:padding:paddingMode:dilation:groups:)``, which takes `[C, L]` for an image.
///
/// - Precondition: the shapes are among those above, with equal `C`, and a window fits.
/// - Complexity: `N·K·C/groups·S·L′` multiply–adds.
public func correlate1D(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid, paddingMode: PaddingMode = .zeros,
  dilation: some SizesConvertible = 1, groups: Int = 1
) -> Tensor {
  correlate(
    "correlate1D", 1, x, w, bias: bias, stride: stride, padding: padding.padding, mode: paddingMode,
    dilation: dilation, groups: groups)
}

/// Returns the convolution of signals with filters, which are turned around and then slide one way.
///
/// It is ``correlate1D(_:_:bias:stride:padding:paddingMode:dilation:groups:)`` with each filter's elements in
/// reverse order.
///
/// - Precondition: as there.
public func convolve1D(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid, paddingMode: PaddingMode = .zeros,
  dilation: some SizesConvertible = 1, groups: Int = 1
) -> Tensor {
  correlate(
    "convolve1D", 1, x, turned(w, axes: 1), bias: bias, stride: stride, padding: padding.padding,
    mode: paddingMode, dilation: dilation, groups: groups)
}

/// Returns the cross-correlation of volumes with filters, which slide three ways.
///
/// Volumes `[N, C, D, H, W]` with filters `[K, C/groups, T, R, S]` give `[N, K, D′, H′, W′]`; `[C, D, H, W]`
/// gives `[K, D′, H′, W′]`, with one filter `[C, T, R, S]` it gives `[D′, H′, W′]`, as does `[D, H, W]` with
/// `[T, R, S]`. Options are those of ``correlate(_:_:bias:stride:padding:paddingMode:dilation:groups:)``.
///
/// - Precondition: the shapes are among those above, with equal `C`, and a window fits.
/// - Complexity: `N·K·C/groups·T·R·S·D′·H′·W′` multiply–adds.
public func correlate3D(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid, paddingMode: PaddingMode = .zeros,
  dilation: some SizesConvertible = 1, groups: Int = 1
) -> Tensor {
  correlate(
    "correlate3D", 3, x, w, bias: bias, stride: stride, padding: padding.padding, mode: paddingMode,
    dilation: dilation, groups: groups)
}

/// Returns the convolution of volumes with filters, which are turned around along all three axes first.
///
/// - Precondition: as for ``correlate3D(_:_:bias:stride:padding:paddingMode:dilation:groups:)``.
public func convolve3D(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some SizesConvertible = 1,
  padding: some PaddingConvertible = .valid, paddingMode: PaddingMode = .zeros,
  dilation: some SizesConvertible = 1, groups: Int = 1
) -> Tensor {
  correlate(
    "convolve3D", 3, x, turned(w, axes: 3), bias: bias, stride: stride, padding: padding.padding,
    mode: paddingMode, dilation: dilation, groups: groups)
}

/// Returns `w` with the elements along its last `axes` axes in reverse order.
func turned(_ w: Tensor, axes: Int) -> Tensor {
  guard w.rank >= axes else { return w }
  let size = w.shape.dimensions.suffix(axes).reduce(1, *)
  guard size > 0 else { return w }
  let scalars = stride(from: 0, to: w.count, by: size).flatMap { w.scalars[$0..<$0 + size].reversed() }
  return Tensor(shape: w.shape, scalars: scalars)
}
