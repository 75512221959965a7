internal import CKernels

/// Returns the largest element of each window of `x`, as ``MaxPool2D`` does, and the index of each in its plane.
///
/// For signals `[N, C, L]`, images `[N, C, H, W]` and volumes `[N, C, D, H, W]`. An index counts the elements of the
/// input's plane row by row, without padding: `i·W + j` for row i and column j. There is one for each maximum, in
/// row-major order. PyTorch counts in the same way. ONNX counts through the whole batch: add `(n·C + c)·H·W`.
///
/// - Parameters:
///   - window: The size of the windows: an integer, or one for each axis.
///   - stride: The step between windows; without one they lie side by side.
///   - padding: How far each side is continued; what it is continued by never is a maximum.
///   - ceilMode: Whether a last window that hangs over the edge counts.
/// - Precondition: `x` has three to five axes, and the windows fit.
public func maxPoolWithIndices(
  _ x: Tensor, window: some SizesConvertible, stride: (any SizesConvertible)? = nil,
  padding: some PaddingConvertible = .valid, dilation: some SizesConvertible = 1, ceilMode: Bool = false
) -> (maxima: Tensor, indices: [Int]) {
  func pooled(_ layer: some MaxPoolingLayer) -> (maxima: Tensor, indices: [Int]) {
    layer.requireSpatialAxes(x, layer.options.axes)
    let (y, indices) = Pooling.maxForward(
      x, geometry: layer.options.geometry(x.shape.dimensions.dropFirst(2)))
    return (y, indices.map { Int($0) })
  }
  require((3...5).contains(x.rank), "maxPoolWithIndices takes a batch [N, C, …], got shape \(x.shape)")
  switch x.rank {
  case 3:
    return pooled(
      MaxPool1D(window, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode))
  case 4:
    return pooled(
      MaxPool2D(window, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode))
  default:
    return pooled(
      MaxPool3D(window, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode))
  }
}

/// Returns planes of zeros with the maxima of a pooling put back to where they came from.
///
/// The indices are those of ``maxPoolWithIndices(_:window:stride:padding:dilation:ceilMode:)``. Each size of the output
/// is
///
///     (input − 1)·stride + window − before − after
///
/// or what `outputSize` says, as a stride makes several sizes equal: it may differ by less than the stride. Of equal
/// indices, as overlapping windows have them, the last one in row-major order counts.
///
/// - Parameters:
///   - maxima: `[N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]`: the maxima, or what a network has made of them.
///   - window: The size of the pooling's windows.
///   - stride: The pooling's stride; without one the windows lie side by side.
///   - padding: The pooling's padding.
/// - Precondition: there is an index for each maximum, and each lies inside its plane.
/// - SeeAlso: Zeiler and Fergus, "Visualizing and understanding convolutional networks", ECCV 2014, section 2.1;
///   Badrinarayanan, Kendall, Cipolla, "SegNet", arXiv:1511.00561.
public func maxUnpool(
  _ maxima: Tensor, indices: [Int], window: some SizesConvertible, stride: (any SizesConvertible)? = nil,
  padding: some PaddingConvertible = .valid, outputSize: (any SizesConvertible)? = nil
) -> Tensor {
  require((3...5).contains(maxima.rank), "maxUnpool takes a batch [N, C, …], got shape \(maxima.shape)")
  let axes = maxima.rank - 2
  let windows = window.sizes(axes: axes)
  let strides = stride?.sizes(axes: axes) ?? windows
  let geometry = WindowGeometry(
    transposing: Array(maxima.shape.dimensions.dropFirst(2)), window: windows, stride: strides,
    padding: padding.padding)
  let size = outputSize?.sizes(axes: axes) ?? geometry.inputSizes
  require(size.allSatisfy { $0 > 0 }, "the padding leaves nothing of the output: \(text(size))")
  for (size, axis) in zip(size, geometry.axes) {
    require(
      (size - axis.input).magnitude < axis.stride,
      "the output size must differ from \(text(geometry.inputSizes)) by less than the stride \(text(strides)),"
        + " got \(size)")
  }
  requireIndex(indices, forEachOf: maxima.shape)
  let planes = maxima.shape[0] * maxima.shape[1]
  return Tensor(writing: Shape(maxima.shape.dimensions.prefix(2) + size)) {
    let areInside = ck_max_unpool(
      planes, maxima.count / max(1, planes), size.reduce(1, *), indices, maxima.scalars, $0)
    if areInside == 0 { stopAtIndexOutside(indices, planes: size) }
  }
}

/// Returns the gradient to the maxima from that to ``maxUnpool(_:indices:window:stride:padding:outputSize:)`` of them.
///
/// Each gets the element of `dy` at its index. Of equal indices the last one in row-major order does, the others get 0, as
/// their maxima were overwritten.
///
/// - Parameter maxima: The shape of the maxima, `[N, C, …]`.
/// - Precondition: there is an index for each maximum, and each lies inside its plane of `dy`.
public func maxUnpoolBackward(_ dy: Tensor, indices: [Int], maxima: Shape) -> Tensor {
  require(
    dy.rank > 2 && dy.rank == maxima.rank && dy.shape.dimensions.prefix(2) == maxima.dimensions.prefix(2),
    "expected a gradient [N, C, …] for the maxima \(maxima), got shape \(dy.shape)")
  requireIndex(indices, forEachOf: maxima)
  let planes = maxima[0] * maxima[1]
  return Tensor(writing: maxima) {
    let areInside = ck_max_unpool_backward(
      planes, maxima.count / max(1, planes), dy.count / max(1, planes), indices, dy.scalars, $0)
    if areInside == 0 { stopAtIndexOutside(indices, planes: Array(dy.shape.dimensions.dropFirst(2))) }
  }
}

/// Stops with a message unless there is an index for each maximum.
private func requireIndex(_ indices: [Int], forEachOf maxima: Shape) {
  require(
    indices.count == maxima.count,
    "there must be an index for each maximum: expected \(maxima.count), got \(indices.count)")
}

/// Stops with a message about the first index that is not inside a plane.
private func stopAtIndexOutside(_ indices: [Int], planes size: [Int]) {
  let count = size.reduce(1, *)
  guard let wrong = indices.firstIndex(where: { !(0..<count).contains($0) }) else { return }
  require(
    false,
    "the index at \(wrong) must be inside a plane of \(text(size)), 0 ..< \(count), got \(indices[wrong]). "
      + "Indices count from 0 in each plane, not through the batch.")
}
