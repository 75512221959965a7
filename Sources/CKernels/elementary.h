// The elementary functions of the Swift enumeration `Elementary`, step by step the same: no bit differs.
//
// They are written without branches, so that a compiler can apply them to several numbers at once.

#ifndef CK_ELEMENTARY_H
#define CK_ELEMENTARY_H

#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define CK_INLINE static inline __attribute__((always_inline))

CK_INLINE double ck_power_of_two(int64_t k) {
  uint64_t bits = (uint64_t)(k + 1023) << 52;
  double power;
  memcpy(&power, &bits, sizeof power);
  return power;
}

/// `value · 2ᵏ`, in two steps so that a subnormal result is rounded once.
CK_INLINE double ck_scale(double value, int k) {
  int half = k / 2;
  return value * ck_power_of_two(half) * ck_power_of_two(k - half);
}

/// `eʳ − 1` for `|r| ≤ ½ ln 2`.
CK_INLINE double ck_expm1_series(double r) {
  double sum = 0;
#pragma clang loop unroll(full)
  for (int n = 14; n >= 2; n--) sum = (sum + 1) * (r / n);
  return sum * r + r;
}

/// `x − k·ln 2` for the whole number `k` next to `x / ln 2`.
CK_INLINE double ck_reduce(double x, int *k) {
  double whole = __builtin_rint(x * 0x1.71547652b82fep0);
  *k = (int)whole;
  return (x - whole * 0x1.62e42fee00000p-1) - whole * 0x1.a39ef35793c76p-33;
}

/// `eˣ` with a relative error of 2⁻⁴¹; x is taken as −104 or 89 beyond them, whose exponentials no float holds.
CK_INLINE double ck_exp_of_double(double x) {
  double inside = x > 89 ? 89 : x;
  inside = inside < -104 ? -104 : inside;
  // Added to 2⁵²·1.5 a number is rounded to a whole one, which stands in the lowest bits.
  double shifted = inside * 0x1.71547652b82fep0 + 0x1.8p52;
  double whole = shifted - 0x1.8p52;
  double r = (inside - whole * 0x1.62e42fee00000p-1) - whole * 0x1.a39ef35793c76p-33;
  double sum = 1.0 / 3628800;
  sum = sum * r + 1.0 / 362880;
  sum = sum * r + 1.0 / 40320;
  sum = sum * r + 1.0 / 5040;
  sum = sum * r + 1.0 / 720;
  sum = sum * r + 1.0 / 120;
  sum = sum * r + 1.0 / 24;
  sum = sum * r + 1.0 / 6;
  sum = sum * r + 0.5;
  sum = sum * r + 1;
  sum = sum * r + 1;
  uint64_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 1023) << 52;
  double power;
  memcpy(&power, &bits, sizeof power);
  return sum * power;
}

CK_INLINE float ck_exp(float number) { return (float)ck_exp_of_double(number); }

/// `eˣ − 1`, also where it is small.
CK_INLINE float ck_expm1(float number) {
  double x = number, inside = x > 89 ? 89 : x < -40 ? -40 : x != x ? 0 : x;
  int k;
  double r = ck_reduce(inside, &k);
  double result = ck_scale(ck_expm1_series(r), k) + (ck_power_of_two(k) - 1);
  return x != x ? number : (float)result;
}

/// `ln x` for a positive, finite number that is not subnormal.
CK_INLINE double ck_log_of_double(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  double exponent = (double)((int64_t)(bits >> 52) - 1023), fraction;
  bits = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
  memcpy(&fraction, &bits, sizeof fraction);
  if (fraction > 0x1.6a09e667f3bcdp0) {
    fraction *= 0.5;
    exponent += 1;
  }
  double f = fraction - 1, s = f / (2 + f), z = s * s, series = 0;
  for (int n = 23; n >= 3; n -= 2) series = (series + 2.0 / n) * z;
  double half = 0.5 * f * f;
  return exponent * 0x1.62e42fee00000p-1
    - ((half - (s * (half + series) + exponent * 0x1.a39ef35793c76p-33)) - f);
}

CK_INLINE float ck_log(float number) {
  double x = number;
  if (x != x || x < 0) return __builtin_nanf("");
  if (x == 0) return -__builtin_inff();
  if (x == __builtin_inf()) return number;
  return (float)ck_log_of_double(x);  // A float is never a subnormal double.
}

/// `ln(1 + x)` for `x` from 0 to 1, also where it is small.
CK_INLINE float ck_log1p(float number) {
  double x = number, sum = 1 + x;
  double result = ck_log_of_double(sum) * x / (sum - 1);
  return (float)(sum == 1 ? x : result);
}

/// The standard normal distribution function.
CK_INLINE float ck_cumulative_normal(float number) {
  static const double coefficients[] = {
    -1.3026537197817094, 0.6419697923564902, 0.019476473204185836, -0.009561514786808632,
    -0.0009465953444820369, 0.00036683949785276145, 4.252332480690777e-05, -2.0278578112534242e-05,
    -1.6242900046470256e-06, 1.3036558355805232e-06, 1.5626441722066142e-08, -8.523809591492654e-08,
    6.5290544390988515e-09, 5.059343495551469e-09, -9.91364156493033e-10, -2.273651222931836e-10,
    9.646791102015527e-11, 2.3940380830391146e-12, -6.886027526497553e-12, 8.944879273090725e-13};
  double x = number, magnitude = __builtin_fabs(x);
  double z = (magnitude > 60 ? 60 : magnitude) * 0.7071067811865476;
  double t = 2 / (2 + z), twice = 4 * t - 2, next = 0, after_next = 0;
#pragma clang loop unroll(full)
  for (int n = 19; n >= 1; n--) {
    double sum = twice * next - after_next + coefficients[n];
    after_next = next;
    next = sum;
  }
  double part = 0.5 * t * ck_exp_of_double(0.5 * twice * next - after_next + 0.5 * coefficients[0] - z * z);
  return (float)(x < 0 ? part : 1 - part);
}

CK_INLINE float ck_tanh(float number) {
  double x = number, magnitude = __builtin_fabs(x);
  double inside = magnitude > 20 ? 20 : x != x ? 0 : magnitude;
  int k;
  double r = ck_reduce(2 * inside, &k);
  double t = ck_scale(ck_expm1_series(r), k) + (ck_power_of_two(k) - 1);
  double result = magnitude > 20 ? 1 : t / (t + 2);
  return x != x ? number : (float)__builtin_copysign(result, x);
}

/// `1 / (1 + e⁻ˣ)`, from the exponential of −|x|, which cannot overflow.
CK_INLINE float ck_sigmoid(float x, float e) {
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

/// What a ReLU makes of a number; NaN and −0 stay.
CK_INLINE float ck_positive_part(float x) { return x < 0 ? 0 : x; }

/// A result as kernels write it: every NaN is the positive quiet one. Which of two NaNs a sum passes on depends on the
/// order of its operands, and what an impossible operation makes on the processor.
CK_INLINE float ck_canonical(float x) { return x != x ? __builtin_nanf("") : x; }

#endif
