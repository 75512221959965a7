internal import CKernels

/// The products of numbers with a mask of dropout, which is made on the way: with the bits of `x * mask`.
package struct DropoutKernel {
  private let stream: ck_stream
  private let rate: Float

  /// Creates the kernel for the numbers of `stream` from `first` on, counted from the stream's beginning.
  ///
  /// - Precondition: nothing has been drawn from the stream.
  package init(_ stream: RandomStream, rate: Float, first: Int = 0) {
    let (key, counter) = (stream.key, stream.counter)
    require(counter[0] == 0 && first >= 0, "expected a stream from its beginning, and a number in it")
    self.stream = ck_stream(
      key: (key[0], key[1]), step: counter[1], name: (counter[2], counter[3]), first: UInt64(first))
    self.rate = rate
  }

  /// Returns `x` with each number 0 or times `1 / (1 − rate)`: number i as the stream's number `first + i` decides.
  package func apply(to x: Tensor) -> Tensor {
    Kernels.check()
    var stream = stream
    return Tensor(writing: x.shape) { ck_dropout(&stream, rate, 1 / (1 - rate), x.count, x.scalars, $0) }
  }
}
