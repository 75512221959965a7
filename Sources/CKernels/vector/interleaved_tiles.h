// The loop of sums for images that lie side by side: tiles as in `tiles.h`, whose vectors may lie anywhere.

#pragma once

#include "interleaving.h"
#include "vectors.h"

/// A block of channels that panels of results go over: the weights of `terms` terms are packed, of which the block's begin
/// at `first_term`. Rows of sums lie `row_step` apart from row `top` on.
struct interleaved_block {
  size_t channels, terms, first_term;
  const float *source, *weights;
  float *sums;
  size_t top, row_step;
};

ALWAYS_INLINE void interleaved_tile_of(
    size_t rows, size_t vectors, const struct interleaved_block *b, const struct interleaved_class *class,
    const struct interleaved_panel *panel, size_t row) {
  const float *a = b->weights + row * b->terms + b->first_term * rows;
  size_t terms = b->channels * class->elements, row_step = b->row_step;
  const struct interleaved_term *list = class->terms;
  float *sums = b->sums + (row - b->top) * row_step;
  vector c[8][8];
  const float *from[8];
  float *to[8];
  for (size_t v = 0; v < vectors; v++) {
    from[v] = b->source + panel->from[v];
    to[v] = sums + panel->to[v];
  }
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) c[i][v] = b->first_term ? load(to[v] + i * row_step) : (vector){};
  }
  for (size_t q = 0; q < terms; q++) {
    ptrdiff_t offset = list[q].offset;
    const float *left = a + (size_t)(uint32_t)list[q].weight * rows;
    // The operand that has fewer registers is held.
    if (rows < vectors) {
      vector weights[8];
      for (size_t i = 0; i < rows; i++) weights[i] = broadcast(left[i]);
      for (size_t v = 0; v < vectors; v++) {
        vector right = load(from[v] + offset);
        for (size_t i = 0; i < rows; i++) c[i][v] = __builtin_elementwise_fma(weights[i], right, c[i][v]);
      }
    } else {
      vector right[8];
      for (size_t v = 0; v < vectors; v++) right[v] = load(from[v] + offset);
      for (size_t i = 0; i < rows; i++) {
        vector weight = broadcast(left[i]);
        for (size_t v = 0; v < vectors; v++) c[i][v] = __builtin_elementwise_fma(weight, right[v], c[i][v]);
        end_row_of_products(rows, vectors, c[i]);
      }
    }
  }
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) store(to[v] + i * row_step, c[i][v]);
  }
}

/// Computes the rows `first` ..< `end`, tile by tile, whose size becomes a constant of its own copy of the loops.
///
/// Not inlined: the registers are all needed in here.
static __attribute__((noinline)) void interleaved_tiles(
    size_t height, const struct interleaved_block *b, const struct interleaved_class *class,
    const struct interleaved_panel *panel, size_t first, size_t end) {
#define TILE(r, v) \
  case v * 16 + r: \
    for (size_t row = first; row < end; row += r) interleaved_tile_of(r, v, b, class, panel, row); \
    return;
#define UP_TO_2(r) TILE(r, 1) TILE(r, 2)
#define UP_TO_4(r) UP_TO_2(r) TILE(r, 3) TILE(r, 4)
  switch (panel->count * 16 + height) {
    UP_TO_4(1) UP_TO_4(2) UP_TO_4(3)
    TILE(1, 5) TILE(1, 6) TILE(1, 7) TILE(1, 8)
    UP_TO_2(4) TILE(4, 3) UP_TO_2(5) UP_TO_2(6)
#if ACCUMULATORS == 24
    TILE(2, 5) TILE(2, 6) TILE(2, 7) TILE(2, 8)
    TILE(3, 5) TILE(3, 6) TILE(3, 7) TILE(3, 8)
    TILE(4, 4) TILE(4, 5) TILE(4, 6)
    TILE(5, 3) TILE(5, 4) TILE(6, 3) TILE(6, 4)
    UP_TO_2(7) TILE(7, 3) UP_TO_2(8) TILE(8, 3)
#endif
    default: __builtin_unreachable();
  }
#undef UP_TO_4
#undef UP_TO_2
#undef TILE
}
