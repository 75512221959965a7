extension Textbook {
  /// Returns the dense layer's output for `x` `[N, I]`, weights `w` `[O, I]` and bias `b` `[O]`.
  ///
  ///     y[n,o] = (Σ x[n,i] · w[o,i] over i) + b[o]
  public static func dense<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, _ w: NDArray<Scalar>, bias: NDArray<Scalar>?
  ) -> NDArray<Scalar> {
    var y = NDArray<Scalar>(zeros: [x.shape[0], w.shape[0]])
    for n in 0..<x.shape[0] {
      for o in 0..<w.shape[0] {
        var sum: Scalar = 0
        for i in 0..<w.shape[1] { sum.addProduct(x[n, i], w[o, i]) }
        y[n, o] = bias.map { sum + $0[o] } ?? sum
      }
    }
    return y
  }

  /// Returns the gradients of a dense layer from that of its output, `dy` `[N, O]`.
  ///
  ///     dx[n,i] = Σ dy[n,o] · w[o,i] over o
  ///     dw[o,i] = Σ dy[n,o] · x[n,i] over n
  ///     db[o]   = Σ dy[n,o]          over n, in order
  public static func denseBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, x: NDArray<Scalar>, w: NDArray<Scalar>
  ) -> (dx: NDArray<Scalar>, dw: NDArray<Scalar>, db: NDArray<Scalar>) {
    var dx = NDArray<Scalar>(zeros: x.shape)
    var dw = NDArray<Scalar>(zeros: w.shape)
    var db = NDArray<Scalar>(zeros: [w.shape[0]])
    for n in 0..<x.shape[0] {
      for o in 0..<w.shape[0] {
        for i in 0..<w.shape[1] {
          dx[n, i].addProduct(dy[n, o], w[o, i])
          dw[o, i].addProduct(dy[n, o], x[n, i])
        }
        db[o] += dy[n, o]
      }
    }
    return (dx, dw, db)
  }
}
