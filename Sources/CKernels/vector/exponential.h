// Exponentials of registers of numbers, with the bits of `ck_exp`, in a third of its time.
//
// With the whole number n next to 16·x / ln 2 and the rest r = x − n·ln 2 / 16, eˣ is 2^(n/16) · eʳ. All of it is in single
// precision, with what each rounding leaves over: a result is a float and a much smaller one, together within
// `exponential_error` of what `ck_exp` rounds. If both ends of that interval are the same float, it is that of `ck_exp`. If not,
// about once in 500 numbers, `ck_exp` decides; so it does below −44, where n would have more than ten bits.

#pragma once

#include "vectors.h"

/// How many vectors make exponentials at a time, each step for all of them: one waits for the other's step meanwhile.
enum { exponential_vectors = LANES == 4 ? 4 : 2, exponential_block = exponential_vectors * LANES };

/// Replaces numbers by their `ck_exp`, step by step as it is defined.
static __attribute__((noinline)) void exponentials_as_defined(vector x[exponential_vectors]) {
  float numbers[exponential_block];
  memcpy(numbers, x, sizeof numbers);
  for (size_t i = 0; i < exponential_block; i++) numbers[i] = ck_exp(numbers[i]);
  memcpy(x, numbers, sizeof numbers);
}

#ifndef IS_GENERIC

/// 2^(j/16) rounded, as bits, less j·2¹⁹: with n·2¹⁹ added they are those of 2^(n/16), where n mod 16 is j.
static const int32_t exponential_powers[16] __attribute__((aligned(64))) = {
  0x3f800000, 0x3f7daac3, 0x3f7b95c2, 0x3f79c3d3, 0x3f7837f0, 0x3f76f532, 0x3f75fed7, 0x3f75583f,
  0x3f7504f3, 0x3f7508a4, 0x3f75672a, 0x3f76248c, 0x3f7744fd, 0x3f78ccdf, 0x3f7ac0c7, 0x3f7d257d,
};
/// The logarithms of the quotients of 2^(j/16) and that.
static const float exponential_rests[16] __attribute__((aligned(64))) = {
  0, 0x1.8d96d4p-25, -0x1.9c0c22p-27, 0x1.964902p-25, 0x1.125002p-25, 0x1.370be4p-25, -0x1.0a3552p-25, -0x1.00d8acp-27,
  0x1.26055cp-26, -0x1.05cb44p-25, 0x1.67a1cap-28, 0x1.a3b5e4p-28, -0x1.f9c306p-27, -0x1.6961b4p-28, -0x1.a5217cp-28,
  0x1.61428ep-28,
};
#ifndef EXPONENTIAL_ERROR
#define EXPONENTIAL_ERROR 0x1p-34f
#endif

/// Returns the element n mod 16 of a table.
ALWAYS_INLINE vector look_up(const float table[16], mask n) {
#if LANES == 16
  return _mm512_permutexvar_ps((__m512i)n, _mm512_load_ps(table));
#elif LANES == 8
  __m256 low = _mm256_permutevar8x32_ps(_mm256_load_ps(table), (__m256i)n);
  __m256 high = _mm256_permutevar8x32_ps(_mm256_load_ps(table + 8), (__m256i)n);
  return _mm256_blendv_ps(low, high, (__m256)(n << 28));
#else
  vector found;
  for (size_t lane = 0; lane < LANES; lane++) found[lane] = table[n[lane] & 15];
  return found;
#endif
}

#endif

/// Replaces numbers that are at most 0, or NaN, by their `ck_exp`.
ALWAYS_INLINE void exponentials_of_negatives(vector x[exponential_vectors]) {
#ifndef IS_GENERIC
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#define ALL(number) ((vector){} + number)
#define EACH for (size_t v = 0; v < exponential_vectors; v++)
  vector shifted[exponential_vectors], whole[exponential_vectors], r[exponential_vectors], power[exponential_vectors];
  vector rest[exponential_vectors], curve[exponential_vectors], low[exponential_vectors], sum[exponential_vectors];
  vector upper[exponential_vectors];
  mask is_open = {};
  // Added to 2²³·1.5 a number is rounded to a whole one, which stands in the lowest bits.
  EACH shifted[v] = FMA(x[v], ALL(0x1.715476p+4f), ALL(0x1.8p23f));
  EACH whole[v] = shifted[v] - 0x1.8p23f;
  // The first parts of ln 2 / 16 have so few bits that both steps are exact.
  EACH r[v] = FMA(whole[v], ALL(-0x1.62e8p-5f), x[v]);
  EACH r[v] = FMA(whole[v], ALL(0x1.e8p-20f), r[v]);
  EACH rest[v] = FMA(whole[v], ALL(0x1.05c61p-33f), look_up(exponential_rests, (mask)shifted[v]));
  // eʳ − 1 − r within 2⁻³⁷.
  EACH curve[v] = FMA(FMA(ALL(0x1.55520ep-5f), r[v], ALL(0x1.55571ep-3f)), r[v], ALL(0.5f));
  EACH curve[v] = r[v] * r[v] * curve[v];
  EACH low[v] = FMA(rest[v], r[v] + curve[v], curve[v]) + rest[v];
  EACH power[v] = (vector)((mask)look_up((const float *)exponential_powers, (mask)shifted[v]) + ((mask)shifted[v] << 19));
  // power + power·r + power·low, with the errors of the first product and the first sum.
  EACH {
    vector product = power[v] * r[v];
    sum[v] = power[v] + product;
    low[v] = FMA(power[v], low[v], FMA(power[v], r[v], -product)) + ((power[v] - sum[v]) + product);
  }
  EACH {
    upper[v] = sum[v] + FMA(power[v], ALL(EXPONENTIAL_ERROR), low[v]);
    vector lower = sum[v] + FMA(power[v], ALL(-EXPONENTIAL_ERROR), low[v]);
    is_open |= (upper[v] != lower) | (x[v] < -44);
  }
  if (__builtin_expect(!__builtin_reduce_or(is_open), 1)) {
    EACH x[v] = upper[v];
    return;
  }
#undef EACH
#undef ALL
#undef FMA
#endif
  vector numbers[exponential_vectors];
  memcpy(numbers, x, sizeof numbers);
  exponentials_as_defined(numbers);
  for (size_t v = 0; v < exponential_vectors; v++) x[v] = numbers[v];
}
