/// Elementary functions whose bits are the same on every machine, unlike the C library's.
///
/// Each reduces its argument to a short interval, and there evaluates one polynomial in one order with plain
/// multiplications and additions in double precision. The error bounds, in units in the last position (ulp) of
/// a double, hold for the arguments named. The single-precision functions round the double result once.
/// Reduction after Cody and Waite, "Software Manual for the Elementary Functions" (1980), chapters 6 to 8.
public enum Elementary {
  /// ln 2 in two parts; the first has zeros at its end, so that its multiples are exact.
  private static let ln2High = 0x1.62e42fee00000p-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// Returns `eʳ − 1` for `|r| ≤ ½ ln 2`, by the exponential series to the 14th power.
  private static func expm1Series(_ r: Double) -> Double {
    var sum = 0.0
    for n in stride(from: 14.0, through: 2, by: -1) { sum = (sum + 1) * (r / n) }
    return sum * r + r
  }

  /// Returns `e` to the power `x`; within 2 ulp.
  public static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 710 { return .infinity }
    if x < -746 { return 0 }
    let (k, r) = reduceByLn2(x)
    return scale(1 + expm1Series(r), by: k)
  }

  private static func reduceByLn2(_ x: Double) -> (k: Int, r: Double) {
    let k = (x * 0x1.71547652b82fep0).rounded(.toNearestOrEven)
    return (Int(k), (x - k * ln2High) - k * ln2Low)
  }

  /// Returns `value · 2ᵏ`, in two steps so that a subnormal result is rounded once.
  private static func scale(_ value: Double, by k: Int) -> Double {
    let half = k / 2
    return value * powerOfTwo(half) * powerOfTwo(k - half)
  }

  private static func powerOfTwo(_ k: Int) -> Double { Double(bitPattern: UInt64(k + 1023) << 52) }

  /// Returns the natural logarithm of `x`; within 2 ulp.
  public static func log(_ x: Double) -> Double {
    if x.isNaN || x < 0 { return .nan }
    if x == 0 { return -.infinity }
    if x == .infinity { return x }
    var exponent = Double(x.exponent)
    var fraction = x.significand
    if fraction > 0x1.6a09e667f3bcdp0 {
      fraction *= 0.5
      exponent += 1
    }
    // ln(1+f) = f − f²/2 + s·(f²/2 + R(s²)), s = f/(2+f): the large terms are exact or nearly so.
    let f = fraction - 1
    let s = f / (2 + f)
    let z = s * s
    var series = 0.0
    for n in stride(from: 23.0, through: 3, by: -2) { series = (series + 2 / n) * z }
    let half = 0.5 * f * f
    return exponent * ln2High - ((half - (s * (half + series) + exponent * ln2Low)) - f)
  }

  /// Returns the decimal logarithm of `x`; within 4 ulp, and exact for powers of ten from 10⁻²² to 10²².
  public static func log10(_ x: Double) -> Double {
    let result = log(x) / 0x1.26bb1bbb55516p1
    let nearest = result.rounded()
    // These powers are exact, and the quotient is the number nearest to its reciprocal.
    guard nearest.magnitude <= 22 else { return result }
    let power = (0..<Int(nearest.magnitude)).reduce(1.0) { product, _ in product * 10 }
    return x == (nearest < 0 ? 1 / power : power) ? nearest : result
  }

  /// Returns the hyperbolic tangent of `x`; within 4 ulp.
  public static func tanh(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x.magnitude > 20 { return x < 0 ? -1 : 1 }
    // tanh|x| = t/(t+2) with t = e^(2|x|) − 1, computed without cancellation.
    let (k, r) = reduceByLn2(2 * x.magnitude)
    let t = scale(expm1Series(r), by: k) + (powerOfTwo(k) - 1)
    let result = t / (t + 2)
    return x.sign == .minus ? -result : result
  }

  /// Returns the sine of `x`, in radians; within 2 ulp of 1 for `|x| ≤ 10⁵`.
  public static func sin(_ x: Double) -> Double { sine(x, quadrantOffset: 0) }

  /// Returns the cosine of `x`, in radians; within 2 ulp of 1 for `|x| ≤ 10⁵`.
  public static func cos(_ x: Double) -> Double { sine(x, quadrantOffset: 1) }

  private static func sine(_ x: Double, quadrantOffset: Int) -> Double {
    guard x.isFinite else { return .nan }
    // Farther out than this a double is coarser than any use of its sine; keep it defined.
    let near = x.magnitude < 0x1p30 ? x : x.truncatingRemainder(dividingBy: 0x1.921fb54442d18p2)
    let quadrant = (near * 0x1.45f306dc9c883p-1).rounded(.toNearestOrEven)
    let r =
      ((near - quadrant * 0x1.921fb54400000p0) - quadrant * 0x1.0b4611a600000p-34)
      - quadrant * 0x1.3198a2e037073p-69
    let turned = (Int(quadrant) + quadrantOffset) & 3
    let value = turned & 1 == 0 ? sineSeries(r) : cosineSeries(r)
    return turned & 2 == 0 ? value : -value
  }

  private static func sineSeries(_ r: Double) -> Double {
    let square = r * r
    var sum = 0.0
    for n in stride(from: 16.0, through: 2, by: -2) { sum = (sum + 1) * (-square / (n * (n + 1))) }
    return sum * r + r
  }

  private static func cosineSeries(_ r: Double) -> Double {
    let square = r * r
    var sum = 0.0
    for n in stride(from: 17.0, through: 1, by: -2) { sum = (sum + 1) * (-square / (n * (n + 1))) }
    return sum + 1
  }
}

extension Elementary {
  /// Returns `eˣ − 1`, also where it is small; within 4 ulp.
  public static func expm1(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709 { return exp(x) }
    if x < -40 { return -1 }
    let (k, r) = reduceByLn2(x)
    return scale(expm1Series(r), by: k) + (powerOfTwo(k) - 1)
  }

  /// Returns `ln(1 + x)` for `x` from 0 to 1, also where it is small; within 4 ulp.
  ///
  /// The rounding error of `1 + x` is made up for: Kahan, see Goldberg, "What every computer scientist should know about
  /// floating-point arithmetic" (1991), theorem 4.
  public static func log1p(_ x: Double) -> Double {
    let sum = 1 + x
    return sum == 1 ? x : log(sum) * x / (sum - 1)
  }

  /// Returns `Φ(x)`, the standard normal distribution function: `½ erfc(−x/√2)`; its relative error is at most 2⁻⁴⁵ for
  /// `x ≥ −10`.
  ///
  /// For `z ≥ 0`, `erfc z = t · exp(P(t) − z²)` with `t = 2/(2 + z)` and a polynomial P, here the Chebyshev expansion of
  /// `ln(erfc z / t) + z²` in `2t − 1`, which converges fast as the function is smooth from 0 to ∞.
  public static func cumulativeNormal(_ x: Double) -> Double {
    if x.isNaN { return x }
    let (t, exponent) = normalTail(x, terms: 28)
    let part = 0.5 * t * exp(exponent)
    return x < 0 ? part : 1 - part
  }

  /// Returns `t` and `P(t) − z²` for `z = |x|/√2`.
  private static func normalTail(_ x: Double, terms: Int) -> (t: Double, exponent: Double) {
    let z = Swift.min(x.magnitude, 60) * 0.7071067811865476
    let t = 2 / (2 + z)
    let twice = 4 * t - 2
    // Clenshaw's sum of a Chebyshev expansion.
    var (next, afterNext) = (0.0, 0.0)
    for coefficient in tailCoefficients[1..<terms].reversed() {
      (next, afterNext) = (twice * next - afterNext + coefficient, next)
    }
    return (t, 0.5 * twice * next - afterNext + 0.5 * tailCoefficients[0] - z * z)
  }

  /// The coefficients of that expansion.
  private static let tailCoefficients: [Double] = [
    -1.3026537197817094, 0.6419697923564902, 0.019476473204185836, -0.009561514786808632,
    -0.0009465953444820369, 0.00036683949785276145, 4.252332480690777e-05, -2.0278578112534242e-05,
    -1.6242900046470256e-06, 1.3036558355805232e-06, 1.5626441722066142e-08, -8.523809591492654e-08,
    6.5290544390988515e-09, 5.059343495551469e-09, -9.91364156493033e-10, -2.273651222931836e-10,
    9.646791102015527e-11, 2.3940380830391146e-12, -6.886027526497553e-12, 8.944879273090725e-13,
    3.130921399342958e-13, -1.1270822361367252e-13, 3.810905255189232e-16, 7.106097613609237e-15,
    -1.5230282014571043e-15, -9.457494571291233e-17, 1.210237189224279e-16, -2.816663087747177e-17,
  ]
}

extension Elementary {
  /// Returns `e` to the power `x`, rounded to single precision.
  ///
  /// It is a series to the 10th power in double precision, whose error of 2⁻⁴¹ hardly ever changes how a result is
  /// rounded: within 0.50001 ulp.
  public static func exp(_ x: Float) -> Float {
    x.isNaN ? x : Float(expWithin41Bits(Double(x)))
  }

  /// Returns `e` to the power `x` with a relative error of 2⁻⁴¹; −104 and 89 stand for all numbers beyond them, whose
  /// exponentials are 0 and infinite in single precision.
  private static func expWithin41Bits(_ x: Double) -> Double {
    let inside = max(-104, min(89, x))
    // Added to 2⁵²·1.5 a number is rounded to a whole one, which stands in the lowest bits.
    let shifted = inside * 0x1.71547652b82fep0 + 0x1.8p52
    let k = shifted - 0x1.8p52
    let r = (inside - k * ln2High) - k * ln2Low
    var sum = 1.0 / 3_628_800
    for coefficient in inverseFactorials { sum = sum * r + coefficient }
    return sum * Double(bitPattern: (shifted.bitPattern &+ 1023) << 52)
  }

  /// 1/9!, …, 1/0!.
  private static let inverseFactorials: [Double] =
    ([
      362_880, 40_320, 5040, 720, 120, 24, 6, 2, 1, 1,
    ] as [Double]).map { 1 / $0 }

  /// Returns the natural logarithm of `x`, rounded to single precision.
  public static func log(_ x: Float) -> Float { Float(log(Double(x))) }

  /// Returns the decimal logarithm of `x`, rounded to single precision.
  public static func log10(_ x: Float) -> Float { Float(log10(Double(x))) }

  /// Returns the hyperbolic tangent of `x`, rounded to single precision.
  public static func tanh(_ x: Float) -> Float { Float(tanh(Double(x))) }

  /// Returns `eˣ − 1`, rounded to single precision.
  public static func expm1(_ x: Float) -> Float { Float(expm1(Double(x))) }

  /// Returns `ln(1 + x)` for `x` from 0 to 1, rounded to single precision.
  public static func log1p(_ x: Float) -> Float { Float(log1p(Double(x))) }

  /// Returns `Φ(x)`, the standard normal distribution function, rounded to single precision: within 0.50001 ulp.
  public static func cumulativeNormal(_ x: Float) -> Float {
    if x.isNaN { return x }
    let (t, exponent) = normalTail(Double(x), terms: 20)
    let part = 0.5 * t * expWithin41Bits(exponent)
    return Float(x < 0 ? part : 1 - part)
  }

  /// Returns `base` to the power `exponent`, rounded to single precision from a result in double precision.
  ///
  /// Powers of whole exponents up to 64 are products, so that squares and cubes are rounded once; all others are
  /// `exp(exponent · ln |base|)`, within 0.50001 ulp. The special cases are those of IEEE 754 `pow`: any base to the power 0
  /// and 1 to any power are 1, NaN or not; a negative base has powers of whole exponents only, all others are NaN.
  public static func pow(_ base: Float, _ exponent: Float) -> Float {
    if exponent == 0 || base == 1 { return 1 }
    if base.isNaN || exponent.isNaN { return .nan }
    let isWhole = exponent.rounded(.towardZero) == exponent
    if isWhole && exponent.magnitude <= 64 {
      let product = (0..<Int(exponent.magnitude)).reduce(1.0) { product, _ in product * Double(base) }
      return Float(exponent < 0 ? 1 / product : product)
    }
    if base == -1 && exponent.isInfinite { return 1 }
    if base < 0 && base.isFinite && !isWhole { return .nan }
    let magnitude = Float(exp(Double(exponent) * log(Double(base.magnitude))))
    // Floats from 2²⁴ on are even.
    let isOdd = isWhole && exponent.magnitude < 0x1p24 && Int(exponent) % 2 != 0
    return base.sign == .minus && isOdd ? -magnitude : magnitude
  }
}
