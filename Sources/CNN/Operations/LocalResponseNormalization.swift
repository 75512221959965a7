/// Local response normalization of a batch `[N, C, …]`, with the bits of `Textbook.localResponseNorm`.
///
/// The positions of each image are done side by side on the threads in use. Each sum over channels keeps its order.
package struct LocalResponseNormalization {
  private let x: Tensor
  private let size: Int
  private let alpha: Float
  private let beta: Float
  /// What each element is divided by before the power is taken: `d = bias + (α / size) · Σ x²`.
  private let divisors: Tensor
  /// `d^−β`.
  private let powers: Tensor
  /// `x · d^−β`.
  package let output: Tensor

  /// Normalizes `x`.
  ///
  /// - Precondition: `x` has channels, and the size is at least 1.
  package init(_ x: Tensor, size: Int, alpha: Float, beta: Float, bias: Float) {
    require(x.rank > 1 && size > 0, "expected a batch [N, C, …] and a size, got shape \(x.shape) and \(size)")
    (self.x, self.size, self.alpha, self.beta) = (x, size, alpha, beta)
    let shape = x.shape
    var (divisors, powers) = (Tensor.zeros([0]), Tensor.zeros([0]))
    output = Tensor(writing: x.shape) { y in
      powers = Tensor(writing: x.shape) { powers in
        divisors = Tensor(writing: x.shape) { divisors in
          let x = x.scalars
          Self.forEachSum(shape, before: (size - 1) / 2, after: size / 2) {
            x[$0] * x[$0]
          } body: { position, sum in
            let divisor = bias + alpha / Float(size) * sum
            let power = Textbook.power(divisor, -beta)
            (divisors[position], powers[position], y[position]) = (
              divisor, power, (x[position] * power).canonical
            )
          }
        }
      }
    }
    (self.divisors, self.powers) = (divisors, powers)
  }

  /// Returns the gradient to the input.
  ///
  /// A channel is in the windows of those whose windows it would be in, seen from the other side.
  package func backward(_ dy: Tensor) -> Tensor {
    let factor = 2 * (alpha / Float(size)) * beta
    return Tensor(writing: x.shape) { dx in
      let (dy, x, powers, divisors) = (dy.scalars, x.scalars, powers.scalars, divisors.scalars)
      Self.forEachSum(self.x.shape, before: size / 2, after: (size - 1) / 2) {
        dy[$0] * x[$0] * powers[$0] / divisors[$0]
      } body: { position, sum in
        dx[position] = (dy[position] * powers[position] - factor * x[position] * sum).canonical
      }
    }
  }

  /// Calls `body` for each position with the sum of the terms at the positions around it, across the channels in order.
  private static func forEachSum(
    _ shape: Shape, before: Int, after: Int, of term: (_ position: Int) -> Float,
    body: (_ position: Int, _ sum: Float) -> Void
  ) {
    let (channels, step) = (shape[1], shape.dimensions.dropFirst(2).reduce(1, *))
    // A part of an image: few enough positions that all terms stay in the cache.
    let width = min(step, 128)
    let parts = width == 0 ? 0 : (step + width - 1) / width
    Kernels.parallel(shape[0] * parts, cost: Double(channels * width) * 20) { task in
      let first = task % parts * width
      let (start, count) = (task / parts * channels * step + first, min(width, step - first))
      withUnsafeTemporaryAllocation(of: Float.self, capacity: channels * count) { terms in
        for c in 0..<channels {
          for i in 0..<count { terms[c * count + i] = term(start + c * step + i) }
        }
        for c in 0..<channels {
          for i in 0..<count {
            var sum: Float = 0
            for other in max(0, c - before)..<min(channels, c + after + 1) { sum += terms[other * count + i] }
            body(start + c * step + i, sum)
          }
        }
      }
    }
  }
}
