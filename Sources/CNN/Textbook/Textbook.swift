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
  /// Returns `eˣ − 1`, the same bits on every machine.
  static func exponentialMinusOne(_ x: Self) -> Self
  /// Returns `ln(1 + x)` for `x` from 0 to 1, the same bits on every machine.
  static func logarithmOnePlus(_ x: Self) -> Self
  /// Returns the standard normal distribution function `Φ(x)`, the same bits on every machine.
  static func cumulativeNormal(_ x: Self) -> Self
}

extension Float: TextbookScalar {
  /// Returns `e` to the power `x`.
  public static func exponential(_ x: Float) -> Float { Elementary.exp(x) }
  /// Returns the natural logarithm of `x`.
  public static func logarithm(_ x: Float) -> Float { Elementary.log(x) }
  /// Returns the hyperbolic tangent of `x`.
  public static func hyperbolicTangent(_ x: Float) -> Float { Elementary.tanh(x) }
  /// Returns `eˣ − 1`.
  public static func exponentialMinusOne(_ x: Float) -> Float { Elementary.expm1(x) }
  /// Returns `ln(1 + x)` for `x` from 0 to 1.
  public static func logarithmOnePlus(_ x: Float) -> Float { Elementary.log1p(x) }
  /// Returns the standard normal distribution function `Φ(x)`.
  public static func cumulativeNormal(_ x: Float) -> Float { Elementary.cumulativeNormal(x) }
}

extension Double: TextbookScalar {
  /// Returns `e` to the power `x`.
  public static func exponential(_ x: Double) -> Double { Elementary.exp(x) }
  /// Returns the natural logarithm of `x`.
  public static func logarithm(_ x: Double) -> Double { Elementary.log(x) }
  /// Returns the hyperbolic tangent of `x`.
  public static func hyperbolicTangent(_ x: Double) -> Double { Elementary.tanh(x) }
  /// Returns `eˣ − 1`.
  public static func exponentialMinusOne(_ x: Double) -> Double { Elementary.expm1(x) }
  /// Returns `ln(1 + x)` for `x` from 0 to 1.
  public static func logarithmOnePlus(_ x: Double) -> Double { Elementary.log1p(x) }
  /// Returns the standard normal distribution function `Φ(x)`.
  public static func cumulativeNormal(_ x: Double) -> Double { Elementary.cumulativeNormal(x) }
}
