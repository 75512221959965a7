/// What layer, group and instance normalization share: each group of neighboring elements of a batch is shifted and
/// scaled to mean 0 and variance 1, with the bits of `Textbook.standardize`.
///
/// The groups are contiguous in memory, so a group is what a channel is to the kernels of batch normalization.
package struct GroupStandardization {
  private let x: Tensor
  private let map: BatchNormalization
  /// The standardized elements, in the shape of the input.
  package let output: Tensor

  /// Standardizes every `size` neighboring elements of `x`.
  ///
  /// - Precondition: the size divides the number of elements of one input.
  package init(_ x: Tensor, size: Int, epsilon: Float) {
    require(
      size > 0 && x.rank > 0 && x.shape.droppingFirst.count % size == 0,
      "expected a batch of groups of \(size) elements, got shape \(x.shape)")
    self.x = x.reshaped([1, x.count / size, size])
    let statistics = BatchNormalization.statistics(self.x)
    let count = statistics.mean.count
    map = BatchNormalization(
      mean: statistics.mean, variance: statistics.variance, epsilon: epsilon,
      gamma: Array(repeating: 1, count: count))
    output = map.forward(self.x, beta: Array(repeating: 0, count: count)).reshaped(x.shape)
  }

  /// Returns the gradient to the input from that to the standardized elements.
  package func backward(_ dy: Tensor) -> Tensor {
    map.backward(dy.reshaped(x.shape), x: x, isOwn: true).dx.reshaped(dy.shape)
  }
}
