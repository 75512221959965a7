// What the kernels of all vector levels are written with. A level defines, before it includes a kernel:
//   LANES        the numbers in a register,
//   ACCUMULATORS the registers that hold sums: a whole number of times 12,
//   LEVEL(name)  the name with the level's suffix.

#pragma once

#ifndef LEVEL
#error "include the level.h of an instruction set first"
#endif

#pragma STDC FP_CONTRACT OFF

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/// The numbers of a register, and the same at any address.
typedef float vector __attribute__((vector_size(LANES * sizeof(float))));
typedef float loose_vector __attribute__((vector_size(LANES * sizeof(float)), aligned(4)));

ALWAYS_INLINE vector load(const float *from) { return *(const loose_vector *)from; }
ALWAYS_INLINE void store(float *to, vector numbers) { *(loose_vector *)to = numbers; }
ALWAYS_INLINE vector broadcast(float number) { return number - (vector){}; }

/// Stores the first `count` < LANES numbers.
ALWAYS_INLINE void store_first(float *to, vector numbers, size_t count) {
#if LANES == 16
  _mm512_mask_storeu_ps(to, (__mmask16)((1u << count) - 1), numbers);
#else
  for (size_t lane = 0; lane < count; lane++) to[lane] = numbers[lane];
#endif
}

/// Loads `count` < LANES numbers, and zeros after them.
ALWAYS_INLINE vector load_first(const float *from, size_t count) {
#if LANES == 16
  return _mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), from);
#else
  float numbers[LANES] = {};
  for (size_t lane = 0; lane < count; lane++) numbers[lane] = from[lane];
  return load(numbers);
#endif
}

/// What a comparison of vectors gives: all bits of a lane, or none.
typedef int32_t mask __attribute__((vector_size(LANES * sizeof(int32_t))));

/// `ck_positive_part` of each number.
ALWAYS_INLINE vector positive_part(vector v) { return (vector)((mask)v & ~(mask)(v < 0)); }

/// Returns `least` where numbers are less, and the others as they are: with 0 `ck_positive_part`, with −∞ all of them.
ALWAYS_INLINE vector not_less(vector v, vector least) {
  mask is_less = v < least;
  return (vector)(((mask)least & is_less) | ((mask)v & ~is_less));
}

/// `ck_canonical` of each number.
ALWAYS_INLINE vector canonical(vector v) {
  mask is_number = v == v;
  return (vector)(((mask)v & is_number) | (0x7fc00000 & ~is_number));
}

/// Returns gradients as they come back through a ReLU with this output.
ALWAYS_INLINE vector pass_back(vector gradients, vector output) {
  return (vector)((mask)gradients & (mask)(output > 0));
}

static inline size_t smaller(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t larger(size_t a, size_t b) { return a > b ? a : b; }
static inline size_t pieces(size_t whole, size_t part) { return (whole + part - 1) / part; }
