// Weights as sliding tiles read them.

#pragma once

#include "finite.h"
#include "tiles.h"

/// Packs weights tile by tile: the rows of a term side by side. `where[p]` is the position of term p in a row.
struct packing {
  size_t rows, row_step, terms;
  const ptrdiff_t *where;
  const float *weights;
  float *packed;
  int *has_infinite;
};

static void pack_tile_task(void *context, size_t tile) {
  const struct packing *p = context;
  size_t first = sliding_start(p->rows, tile), rows = sliding_start(p->rows, tile + 1) - first;
  const float *from = p->weights + first * p->row_step;
  float *to = p->packed + first * p->terms;
  for (size_t term = 0; term < p->terms; term++, to += rows) {
    const float *column = from + p->where[term];
    for (size_t i = 0; i < rows; i++) to[i] = column[i * p->row_step];
  }
  if (!all_finite(to - rows * p->terms, rows * p->terms)) __atomic_store_n(p->has_infinite, 1, __ATOMIC_RELAXED);
}

/// Returns whether all of them are finite.
static int pack_weights(
    const float *weights, size_t rows, size_t row_step, const ptrdiff_t *where, size_t terms, float *packed) {
  int has_infinite = 0;
  struct packing p = {rows, row_step, terms, where, weights, packed, &has_infinite};
  ck_parallel(sliding_tiles(rows), (double)(most_sliding_rows * terms), pack_tile_task, &p);
  return !has_infinite;
}
