// Weights as sliding tiles read them.

#pragma once

#include "finite.h"
#include "tiles.h"
#include "transpose.h"

/// Packs weights tile by tile: the rows of a term side by side. `where[p]` is the position of term p in a row.
struct packing {
  size_t rows, row_step, terms;
  const ptrdiff_t *where;
  const float *weights;
  float *packed;
  int *has_infinite;
};

/// How many terms before they are needed weights are fetched: each channel may lie in a page of its own.
enum { terms_ahead = 64 };

/// Packs SIDE terms whose weights lie side by side in each row. Whole vectors are written, the last rows first: what is
/// too much, the rows and terms that follow overwrite.
ALWAYS_INLINE void pack_block(const float *from, size_t row_step, size_t rows, float *to) {
  for (size_t i = (rows - 1) / SIDE * SIDE + SIDE; i > 0; i -= SIDE) {
    size_t first = i - SIDE;
    side block[SIDE];
    for (size_t row = 0; row < SIDE; row++) {
      block[row] = *(const loose_side *)(from + smaller(first + row, rows - 1) * row_step);
    }
    transpose_in_registers(block);
    for (size_t term = 0; term < SIDE; term++) *(loose_side *)(to + term * rows + first) = block[term];
  }
}

static void pack_tile_task(void *context, size_t tile) {
  const struct packing *p = context;
  size_t first = sliding_start(p->rows, tile), rows = sliding_start(p->rows, tile + 1) - first;
  const float *from = p->weights + first * p->row_step;
  float *to = p->packed + first * p->terms;
  for (size_t term = 0; term < p->terms;) {
    size_t run = 1, left = p->terms - term;
    while (run < smaller(SIDE, left) && p->where[term + run] == p->where[term] + (ptrdiff_t)run) run++;
    const float *block = from + p->where[term];
    float *own = to + term * rows;
    // What is written too much must not reach the next tile, which another thread may be packing.
    if (run == SIDE && (left - SIDE + 1) * rows >= pieces(rows, SIDE) * SIDE) {
      const float *ahead = from + p->where[smaller(term + terms_ahead, p->terms - 1)];
      for (size_t i = 0; i < rows; i++) __builtin_prefetch(ahead + i * p->row_step);
      pack_block(block, p->row_step, rows, own);
    } else {
      for (size_t q = 0; q < run; q++) {
        for (size_t i = 0; i < rows; i++) own[q * rows + i] = block[i * p->row_step + q];
      }
    }
    term += run;
  }
  if (!all_finite(to, rows * p->terms)) __atomic_store_n(p->has_infinite, 1, __ATOMIC_RELAXED);
}

/// Returns whether all of them are finite.
static int pack_weights(
    const float *weights, size_t rows, size_t row_step, const ptrdiff_t *where, size_t terms, float *packed) {
  int has_infinite = 0;
  struct packing p = {rows, row_step, terms, where, weights, packed, &has_infinite};
  ck_parallel(sliding_tiles(rows), (double)(most_sliding_rows * terms), pack_tile_task, &p);
  return !has_infinite;
}
