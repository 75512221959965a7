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

CK_INLINE float ck_exp(float number) {
  double x = number;
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
  return (float)(sum * power);
}

CK_INLINE float ck_log(float number) {
  double x = number;
  if (x != x || x < 0) return __builtin_nanf("");
  if (x == 0) return -__builtin_inff();
  if (x == __builtin_inf()) return number;
  // A float is never a subnormal double, so its exponent can be read off.
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
  return (float)(
    exponent * 0x1.62e42fee00000p-1 - ((half - (s * (half + series) + exponent * 0x1.a39ef35793c76p-33)) - f));
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

/// `1 / (1 + e⁻ˣ)`; the exponential of a negative number cannot overflow.
CK_INLINE float ck_sigmoid(float x) {
  float e = ck_exp(-__builtin_fabsf(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

/// What a rectifier makes of a number; NaN and −0 stay.
CK_INLINE float ck_rectify(float x) { return x < 0 ? 0 : x; }

/// A result as kernels write it: every NaN is the positive quiet one. Which of two NaNs a sum passes on depends on the
/// order of its operands, and what an impossible operation makes on the processor.
CK_INLINE float ck_canonical(float x) { return x != x ? __builtin_nanf("") : x; }

#endif
