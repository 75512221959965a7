/// What the sum of a centered convolution runs over; the results are equal.
public enum CenteredSum: Sendable, Hashable {
  /// Every pixel of the image, the kernel moving: `Σ x(a, b)·k(r−a, c−b)`.
  case image
  /// Every element of the kernel, the image moving: `Σ x(r−a, c−b)·k(a, b)`.
  case kernel
}

/// Returns the convolution of a plane with a kernel whose indices count from its center.
///
///     y(r, c) = Σ x(a, b)·k(r−a, c−b) = Σ x(r−a, c−b)·k(a, b)
///
/// where `k(0, 0)` is the kernel's center, and `k` and `x` are 0 outside their planes. The output has the
/// image's size: it is `convolve(x, k, padding: .same)`. Which form is summed changes the order of the terms,
/// and with it the rounding, but not the value.
///
/// - Parameters:
///   - x: `[H, W]`.
///   - kernel: `[R, S]`, both odd.
/// - Precondition: both are planes, and the kernel has a center.
/// - Complexity: `H·W·R·S` multiply–adds.
public func convolveCentered(_ x: Tensor, _ kernel: Tensor, over sum: CenteredSum = .image) -> Tensor {
  require(
    x.rank == 2 && kernel.rank == 2,
    "convolveCentered takes [H, W] with [R, S]; got \(x.shape) with \(kernel.shape)")
  require(
    kernel.shape[0] % 2 == 1 && kernel.shape[1] % 2 == 1,
    "a kernel with a center has odd sizes, got \(kernel.planeSize)")
  let (down, across) = (kernel.shape[0] / 2, kernel.shape[1] / 2)
  // From here indices of the kernel count from its corner: element (a, b) lies at (a + down, b + across).
  func k(_ a: Int, _ b: Int) -> Float { kernel[a + down, b + across] }
  var y = Tensor.zeros(x.shape)
  let (rows, columns) = (0..<x.shape[0], 0..<x.shape[1])
  for r in rows {
    for c in columns {
      var total: Float = 0
      switch sum {
      case .image:
        for a in rows.clamped(to: r - down..<r + down + 1) {
          for b in columns.clamped(to: c - across..<c + across + 1) {
            total.addProduct(x[a, b], k(r - a, c - b))
          }
        }
      case .kernel:
        for a in -down...down where rows.contains(r - a) {
          for b in -across...across where columns.contains(c - b) {
            total.addProduct(x[r - a, c - b], k(a, b))
          }
        }
      }
      y[r, c] = total
    }
  }
  return y
}
