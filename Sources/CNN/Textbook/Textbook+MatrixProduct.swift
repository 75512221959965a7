extension Textbook {
  /// Returns the matrix product of `a` `[M, K]` and `b` `[K, N]`.
  ///
  ///     c[i,j] = Σ a[i,p] · b[p,j]   over p
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public static func matmul<Scalar: TextbookScalar>(
    _ a: NDArray<Scalar>, _ b: NDArray<Scalar>
  ) -> NDArray<Scalar> {
    var c = NDArray<Scalar>(zeros: [a.shape[0], b.shape[1]])
    for i in 0..<a.shape[0] {
      for j in 0..<b.shape[1] {
        var sum: Scalar = 0
        for p in 0..<a.shape[1] { sum.addProduct(a[i, p], b[p, j]) }
        c[i, j] = sum
      }
    }
    return c
  }
}
