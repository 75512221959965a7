// Exchanging rows and columns, in blocks that fit into registers.
//
// Blocks are at most 8 wide, also where registers are wider: the lines of 16 rows that lie a power of two apart
// do not fit into the first cache at once.

#pragma once

#include "vectors.h"

#define SIDE (LANES < 8 ? LANES : 8)
typedef float side __attribute__((vector_size(SIDE * sizeof(float))));
typedef float loose_side __attribute__((vector_size(SIDE * sizeof(float)), aligned(4)));
typedef int32_t side_mask __attribute__((vector_size(SIDE * sizeof(int32_t))));

/// The first and the second row of what two rows become when blocks of 1, 2 or 4 lanes are exchanged.
#if LANES >= 8
#define LOW1 0, 8, 2, 10, 4, 12, 6, 14
#define HIGH1 1, 9, 3, 11, 5, 13, 7, 15
#define LOW2 0, 1, 8, 9, 4, 5, 12, 13
#define HIGH2 2, 3, 10, 11, 6, 7, 14, 15
#define LOW4 0, 1, 2, 3, 8, 9, 10, 11
#define HIGH4 4, 5, 6, 7, 12, 13, 14, 15
#else
#define LOW1 0, 4, 2, 6
#define HIGH1 1, 5, 3, 7
#define LOW2 0, 1, 4, 5
#define HIGH2 2, 3, 6, 7
#endif

#define EXCHANGE(size) \
  for (size_t i = 0; i < SIDE; i++) { \
    if (i & size) continue; \
    side a = rows[i], b = rows[i + size]; \
    rows[i] = __builtin_shufflevector(a, b, LOW##size); \
    rows[i + size] = __builtin_shufflevector(a, b, HIGH##size); \
  }

ALWAYS_INLINE side load_side(const float *from, size_t count) {
#if LANES == 16
  return _mm256_maskz_loadu_ps((__mmask8)((1u << count) - 1), from);
#else
  side numbers = {};
  for (size_t lane = 0; lane < count; lane++) numbers[lane] = from[lane];
  return numbers;
#endif
}

ALWAYS_INLINE void store_side(float *to, side numbers, size_t count) {
#if LANES == 16
  _mm256_mask_storeu_ps(to, (__mmask8)((1u << count) - 1), numbers);
#else
  for (size_t lane = 0; lane < count; lane++) to[lane] = numbers[lane];
#endif
}

/// Exchanges rows and columns of a whole block.
ALWAYS_INLINE void transpose_in_registers(side rows[SIDE]) {
  EXCHANGE(1)
  EXCHANGE(2)
#if LANES >= 8
  EXCHANGE(4)
#endif
}

/// Transposes a block of SIDE × SIDE numbers; `relu_mask` is NULL, or the output of a ReLU as `to` lies: what is not
/// positive there lets nothing through.
ALWAYS_INLINE void transpose_whole_block(
    const float *from, size_t from_step, float *to, size_t to_step, const float *relu_mask) {
  side rows[SIDE];
#pragma clang loop unroll(full)
  for (size_t i = 0; i < SIDE; i++) rows[i] = (side) * (const loose_side *)(from + i * from_step);
  transpose_in_registers(rows);
#pragma clang loop unroll(full)
  for (size_t i = 0; i < SIDE; i++) {
    if (relu_mask) rows[i] = (side)((side_mask)rows[i] & (side_mask)(*(const loose_side *)(relu_mask + i * to_step) > 0));
    *(loose_side *)(to + i * to_step) = rows[i];
  }
}

/// The same for a block of `height` × `width` numbers, at most SIDE each way.
ALWAYS_INLINE void transpose_block(
    const float *from, size_t from_step, size_t height, size_t width, float *to, size_t to_step,
    const float *relu_mask) {
  if (height == SIDE && width == SIDE) {
    transpose_whole_block(from, from_step, to, to_step, relu_mask);
    return;
  }
  side rows[SIDE];
  for (size_t i = 0; i < SIDE; i++) rows[i] = i < height ? load_side(from + i * from_step, width) : (side){};
  transpose_in_registers(rows);
  for (size_t i = 0; i < width; i++) {
    if (relu_mask) rows[i] = (side)((side_mask)rows[i] & (side_mask)(load_side(relu_mask + i * to_step, height) > 0));
    store_side(to + i * to_step, rows[i], height);
  }
}

/// Writes row j, column i of `to` from row i, column j of `from`, for `rows` × `columns` numbers of `from`.
static void transpose(
    const float *from, size_t from_step, size_t rows, size_t columns, float *to, size_t to_step) {
  for (size_t i = 0; i < rows; i += SIDE) {
    size_t height = smaller(SIDE, rows - i), j = 0;
    if (height == SIDE) {
      for (; j + SIDE <= columns; j += SIDE) {
        transpose_block(from + i * from_step + j, from_step, SIDE, SIDE, to + j * to_step + i, to_step, NULL);
      }
    }
    for (; j < columns; j += SIDE) {
      size_t width = smaller(SIDE, columns - j);
      transpose_block(from + i * from_step + j, from_step, height, width, to + j * to_step + i, to_step, NULL);
    }
  }
}
