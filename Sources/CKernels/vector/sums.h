// Long sums, in the order that `Textbook.sum` lays down: number i goes to partial sum i mod 16, then halves are
// added. It is the same for every width of registers.

#pragma once

#include "vectors.h"

typedef float partial_sums __attribute__((vector_size(64)));
typedef float loose_sums __attribute__((vector_size(64), aligned(4)));

/// Continues sums over `count` terms of which `next` have been before. TERM gives the terms at `i`, as many as
/// the type `sums` has.
#define ADD_TERMS(partial, next, count, TERM) \
  { \
    size_t i = 0, lane = (next) % 16; \
    for (; lane % 16 && i < (count); i++, lane++) (partial)[lane] += TERM(float, i); \
    for (; i + 16 <= (count); i += 16) partial += TERM(loose_sums, i); \
    for (lane = lane % 16; i < (count); i++, lane++) (partial)[lane] += TERM(float, i); \
  }

ALWAYS_INLINE float add_halves(const partial_sums *partial) {
  float sums[16];
  memcpy(sums, partial, sizeof sums);
  for (int half = 8; half; half /= 2) {
    for (int j = 0; j < half; j++) sums[j] += sums[j + half];
  }
  return sums[0];
}
