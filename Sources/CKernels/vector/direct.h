// Sliding sums whose results go from registers to where they belong, and whose source is read as it lies.
//
// It is for rows of at least a register, and weights that the second cache keeps: each panel goes over all of its terms
// at once. The last vector of a row begins so that it ends with the row, and shares results with the vector before: they
// are computed twice, to the same bits.
//
// With few terms a sum, what takes time is fetching lines: those of a plane are too short for a processor to guess. So
// while a panel is computed, the lines that the next one writes are fetched, and what it reads, if that is an image.

#pragma once

#include "sliding.h"

/// Where the vectors of a panel lie in the source and in the results.
struct direct_panel {
  size_t from[8], to[8];
};

/// Computes a panel's results of `rows` rows from `first` on; `result` and `mask` begin with the first one's plane.
ALWAYS_INLINE void direct_tile_of(
    size_t rows, size_t vectors, const struct sliding *s, size_t first, const float *source,
    const struct direct_panel *panel, float *result, const float *mask) {
  vector sums[8][8];
  const float *from[8];
  for (size_t v = 0; v < vectors; v++) from[v] = source + panel->from[v];
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) sums[i][v] = (vector){};
  }
  const float *a = s->weights + first * s->terms;
  const ptrdiff_t *offsets = s->offsets;
  for (size_t p = 0, terms = s->terms; p < terms; p++, a += rows) {
    ptrdiff_t offset = offsets[p];
    vector right[8];
    for (size_t v = 0; v < vectors; v++) right[v] = load(from[v] + offset);
    for (size_t i = 0; i < rows; i++) {
      vector left = broadcast(a[i]);
      for (size_t v = 0; v < vectors; v++) sums[i][v] = __builtin_elementwise_fma(left, right[v], sums[i][v]);
    }
  }
  const float *bias = s->bias ? s->bias + first : NULL;
  int fuses_relu = s->fuses_relu;
  size_t plane = s->result_plane;
#pragma clang loop unroll(full)
  for (size_t i = 0; i < rows; i++) {
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) {
      size_t to = i * plane + panel->to[v];
      vector sum = bias ? sums[i][v] + bias[i] : sums[i][v];
      sum = canonical(sum);
      if (fuses_relu) sum = positive_part(sum);
      if (mask) sum = pass_back(sum, load(mask + to));
      store(result + to, sum);
    }
  }
}

/// The same, with a size that becomes a constant of its own copy of the loop.
static __attribute__((noinline)) void direct_tile(
    size_t rows, size_t vectors, const struct sliding *s, size_t first, const float *source,
    const struct direct_panel *panel, float *result, const float *mask) {
#define TILE(r, v) \
  case v * 16 + r: direct_tile_of(r, v, s, first, source, panel, result, mask); return;
  switch (vectors * 16 + rows) {
    SLIDING_TILES(TILE)
    default: __builtin_unreachable();
  }
#undef TILE
}

/// Lists the vectors of a panel from vector `next` of an image on, and the last one again for those after it.
static void list_vectors(const struct sliding *s, size_t next, struct direct_panel *panel) {
  size_t of_row = pieces(s->grid[2], LANES), last = s->grid[0] * s->grid[1] * of_row - 1;
  size_t row = next / of_row, j = next % of_row * LANES, d = row / s->grid[1], i = row % s->grid[1];
  for (size_t v = 0; v < s->vectors; v++) {
    size_t start = smaller(j, s->grid[2] - LANES);
    panel->from[v] = d * s->source_step[0] + i * s->source_step[1] + start;
    panel->to[v] = d * s->result_step[0] + i * s->result_step[1] + start;
    if (next++ >= last) continue;
    j += LANES;
    if (j < s->grid[2]) continue;
    j = 0;
    if (++i < s->grid[1]) continue;
    i = 0;
    d++;
  }
}

/// Fetches the lines in which vectors of some planes end; where they begin has mostly been fetched before.
ALWAYS_INLINE void fetch_planes(
    const float *first, size_t planes, size_t step, const size_t *starts, size_t vectors, int is_written) {
  for (size_t v = LANES < 16 ? 16 / LANES - 1 : 0; v < vectors; v += larger(1, 16 / LANES)) {
    const float *at = first + starts[v] + LANES - 1;
    for (size_t p = 0; p < planes; p++, at += step) {
      if (is_written) __builtin_prefetch(at, 1);
      else __builtin_prefetch(at);
    }
  }
}

/// Computes the panels of an image, or a part of them.
static void slide_directly(
    const struct sliding *s, const float *source, float *result, const float *mask, size_t part, size_t parts) {
  size_t count = s->grid[0] * s->grid[1] * pieces(s->grid[2], LANES), panels = pieces(count, s->vectors);
  size_t first = panels * part / parts, last = panels * (part + 1) / parts;
  struct direct_panel panel, next;
  list_vectors(s, first * s->vectors, &next);
  for (size_t i = first; i < last; i++) {
    panel = next;
    size_t vectors = narrow_vectors((count - i * s->vectors) * LANES, s->vectors), fetched = 0;
    if (i + 1 < last) list_vectors(s, (i + 1) * s->vectors, &next);
    for (size_t tile = 0; tile < sliding_tiles(s->rows); tile++) {
      size_t row = sliding_start(s->rows, tile), rows = sliding_start(s->rows, tile + 1) - row;
      size_t own = row * s->result_plane;
      if (i + 1 < last) {
        fetch_planes(result + own, rows, s->result_plane, next.to, s->vectors, 1);
        if (s->source_plane) {
          size_t end = s->terms * (row + rows) / s->rows;
          fetch_planes(
            source + fetched * s->source_plane, end - fetched, s->source_plane, next.from, s->vectors, 0);
          fetched = end;
        }
      }
      direct_tile(rows, vectors, s, row, source, &panel, result + own, mask ? mask + own : NULL);
    }
  }
}

/// Computes the results of some images from `source`, or a part of them.
static void sum_windows(
    const struct sliding *s, size_t images, const float *source, float *result, size_t part, size_t parts) {
  if (s->filling != directly) {
    slide(s, images, source, result, part, parts);
    return;
  }
  for (size_t n = 0; n < images; n++) {
    size_t own = n * s->result_image;
    slide_directly(
      s, source + n * s->source_image, result + own, s->relu_mask ? s->relu_mask + own : NULL, part, parts);
  }
}
