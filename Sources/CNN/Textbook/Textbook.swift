/// Every operation as the formula's plain nested loops.
///
/// These functions are the specification: they fix the order of every sum, and the fast operations give the
/// same bits. They work in `Float` and in `Double`. Three rules say in which order numbers are added:
///
/// - A sum of products has one accumulator, started at 0, and takes each product by fused multiply-add (one
///   rounding) in the order of the loops. A pixel outside the image counts as the number 0.
/// - A sum over the images of a batch adds the images' own sums, in order.
/// - A long plain sum is kept as 16 interleaved partial sums, which a fixed tree then adds pairwise (`sum`).
public enum Textbook {}

/// A floating-point type in which the textbook computes: `Float` or `Double`.
public protocol TextbookScalar: BinaryFloatingPoint, Sendable {
  /// Returns `e` to the power `x`, the same bits on every machine.
  static func exponential(_ x: Self) -> Self
  /// Returns the natural logarithm of `x`, the same bits on every machine.
  static func logarithm(_ x: Self) -> Self
  /// Returns the hyperbolic tangent of `x`, the same bits on every machine.
  static func hyperbolicTangent(_ x: Self) -> Self
}

extension Float: TextbookScalar {
  /// Returns `e` to the power `x`.
  public static func exponential(_ x: Float) -> Float { Elementary.exp(x) }
  /// Returns the natural logarithm of `x`.
  public static func logarithm(_ x: Float) -> Float { Elementary.log(x) }
  /// Returns the hyperbolic tangent of `x`.
  public static func hyperbolicTangent(_ x: Float) -> Float { Elementary.tanh(x) }
}

extension Double: TextbookScalar {
  /// Returns `e` to the power `x`.
  public static func exponential(_ x: Double) -> Double { Elementary.exp(x) }
  /// Returns the natural logarithm of `x`.
  public static func logarithm(_ x: Double) -> Double { Elementary.log(x) }
  /// Returns the hyperbolic tangent of `x`.
  public static func hyperbolicTangent(_ x: Double) -> Double { Elementary.tanh(x) }
}
