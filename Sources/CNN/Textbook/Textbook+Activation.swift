extension Textbook {
  /// Returns `max(x, 0)` for each element; NaN stays NaN.
  public static func relu<Scalar: TextbookScalar>(_ x: NDArray<Scalar>) -> NDArray<Scalar> {
    NDArray(shape: x.shape, scalars: x.scalars.map { $0 < 0 ? 0 : $0 })
  }

  /// Returns the gradient to the input: `dy` where `x > 0`, else 0 (deck row 001-10).
  public static func reluBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, x: NDArray<Scalar>
  ) -> NDArray<Scalar> {
    NDArray(shape: x.shape, scalars: zip(x.scalars, dy.scalars).map { $0 > 0 ? $1 : 0 })
  }
}
