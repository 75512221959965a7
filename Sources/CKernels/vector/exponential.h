// Exponentials of registers of numbers, with the bits of `ck_exp`, in two thirds of its time.
//
// `ck_exp` multiplies and adds; here both are one operation, which is rounded once. By that the two double precision
// results differ by less than 20 roundings of 2⁻⁵³, 2⁻⁴⁸ of the result. Rounded to single precision they are the same
// unless such a result lies that close to the middle between two floats: then, once in some million numbers, `ck_exp`
// decides; so it does where the result may be subnormal, as the middles lie elsewhere there.

#pragma once

#include "vectors.h"

typedef double doubles __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t double_bits __attribute__((vector_size(LANES * sizeof(double))));

/// How many vectors make exponentials at a time: a step takes a product's delay, for which there must be enough others.
enum { exponential_vectors = 32 / LANES };

static __attribute__((noinline)) void exponentials_one_by_one(vector *x, size_t vectors) {
  for (size_t v = 0; v < vectors; v++) {
    for (size_t lane = 0; lane < LANES; lane++) x[v][lane] = ck_exp(x[v][lane]);
  }
}

/// Replaces numbers that are at most 0, or NaN, by their `ck_exp`.
ALWAYS_INLINE void exponentials_of_negatives(vector *x, size_t vectors) {
#ifdef IS_GENERIC
  exponentials_one_by_one(x, vectors);
#else
  static const double coefficients[] = {
    1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1};
  doubles r[exponential_vectors], sum[exponential_vectors], shifted[exponential_vectors];
  for (size_t v = 0; v < vectors; v++) {
    doubles wide = __builtin_convertvector(x[v], doubles);
    // Rounded as in `ck_exp`, so that the same multiple of ln 2 is taken off.
    shifted[v] = wide * 0x1.71547652b82fep0 + 0x1.8p52;
    doubles whole = shifted[v] - 0x1.8p52;
    r[v] = __builtin_elementwise_fma(whole, (doubles){} - 0x1.62e42fee00000p-1, wide);
    r[v] = __builtin_elementwise_fma(whole, (doubles){} - 0x1.a39ef35793c76p-33, r[v]);
    sum[v] = (doubles){} + 1.0 / 3628800;
  }
  // Not unrolled, or the compiler would do one sum after the other.
#pragma clang loop unroll(disable)
  for (size_t i = 0; i < sizeof coefficients / sizeof *coefficients; i++) {
    for (size_t v = 0; v < vectors; v++) {
      sum[v] = __builtin_elementwise_fma(sum[v], r[v], (doubles){} + coefficients[i]);
    }
  }
  vector results[exponential_vectors];
  double_bits is_close = {};
  mask is_small = {};
  for (size_t v = 0; v < vectors; v++) {
    // The multiple is added to the exponent.
    double_bits bits = (double_bits)sum[v] + ((double_bits)shifted[v] << 52);
    // A float has 29 bits less: 0x10000000 in these is the middle.
    is_close |= ((bits + 0x10000000 + 64) & 0x1fffff80) == 0;
    is_small |= x[v] < -87;
    results[v] = __builtin_convertvector((doubles)bits, vector);
  }
  if (__builtin_expect(__builtin_reduce_or(is_close) || __builtin_reduce_or(is_small), 0)) {
    exponentials_one_by_one(x, vectors);
    return;
  }
  for (size_t v = 0; v < vectors; v++) x[v] = results[v];
#endif
}
