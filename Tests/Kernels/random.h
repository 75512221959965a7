// Numbers at random, the same for the same seed, and arrays of exactly their size, so that a sanitizer sees each step
// beyond an end.

#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static uint64_t next(void) {
  // SplitMix64.
  uint64_t z = state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static size_t pick(size_t low, size_t high) { return low + next() % (high - low + 1); }

/// Small sizes mostly, for which most kernels have a case of its own, and sometimes larger ones.
static size_t pick_size(size_t most) { return pick(1, pick(0, 2) ? (most + 4) / 5 : most); }

/// What the numbers of a problem are like.
enum values { plain, odd, tiny, sparse, value_kinds };

static float value(enum values kind) {
  static const uint32_t odd_bits[] = {
    0x7f800000,  // ∞
    0xff800000,  // −∞
    0x7fc00000,  // NaN
    0xffc00000,  // −NaN
    0x7fc01234,  // a NaN with a payload
    0x80000000,  // −0
    0x00000001,  // the least subnormal number
    0x807fffff,  // a negative subnormal one
    0x7f7fffff,  // the greatest finite number
  };
  float number = (float)((double)(int64_t)next() * 0x1p-63);
  switch (kind) {
    case odd:
      if (next() % 40 == 0) memcpy(&number, &odd_bits[next() % (sizeof odd_bits / sizeof *odd_bits)], sizeof number);
      return number;
    case tiny: return number * 0x1p-76f;  // Products underflow, some of them to −0.
    case sparse: return next() % 3 ? number : number < 0 ? -0.0f : 0.0f;
    default: return number;
  }
}

static void *allocate(size_t count) {
  void *memory = malloc(count ? count * sizeof(float) : 1);
  if (!memory) {
    fprintf(stderr, "no memory for %zu numbers\n", count);
    abort();
  }
  return memory;
}

static float *numbers(size_t count, enum values kind) {
  float *array = allocate(count);
  for (size_t i = 0; i < count; i++) array[i] = value(kind);
  return array;
}

#endif
