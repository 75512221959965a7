// Windows of one pixel: a matrix product of the weights and an image as it lies, pixels of a channel side by side.
//
//     result[row, i] = Σ weights[row, p] · source[p, i]   over p in order
//
// Nothing is laid out or packed, and results go from registers to where they belong. With few terms a sum, what takes
// time is fetching lines: those of a channel are too short for a processor to guess, so the next panel's are fetched
// while a panel is computed. The last panel of an image begins where it ends with the image: some of its results are
// computed twice.

#pragma once

#include "sliding.h"

/// Computes `rows` results from `first` on for the pixels of a panel; planes lie `step` apart.
ALWAYS_INLINE void pointwise_tile_of(
    size_t rows, size_t vectors, const struct sliding *s, size_t first, const float *source, float *result,
    const float *mask) {
  vector sums[8][8];
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) sums[i][v] = (vector){};
  }
  const float *a = s->weights + first * s->terms;
  size_t step = s->source_plane;
  for (size_t p = 0; p < s->terms; p++, source += step, a += rows) {
    vector right[8];
    for (size_t v = 0; v < vectors; v++) right[v] = load(source + v * LANES);
    for (size_t i = 0; i < rows; i++) {
      vector left = broadcast(a[i]);
      for (size_t v = 0; v < vectors; v++) sums[i][v] = __builtin_elementwise_fma(left, right[v], sums[i][v]);
    }
  }
  const float *bias = s->bias ? s->bias + first : NULL;
  int fuses_relu = s->fuses_relu;
  step = s->result_plane;
#pragma clang loop unroll(full)
  for (size_t i = 0; i < rows; i++) {
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) {
      vector sum = bias ? sums[i][v] + bias[i] : sums[i][v];
      sum = canonical(sum);
      if (fuses_relu) sum = positive_part(sum);
      if (mask) sum = pass_back(sum, load(mask + i * step + v * LANES));
      store(result + i * step + v * LANES, sum);
    }
  }
}

/// The same, with a size that becomes a constant of its own copy of the loop.
static __attribute__((noinline)) void pointwise_tile(
    size_t rows, size_t vectors, const struct sliding *s, size_t first, const float *source, float *result,
    const float *mask) {
#define TILE(r, v) \
  case v * 16 + r: pointwise_tile_of(r, v, s, first, source, result, mask); return;
  switch (vectors * 16 + rows) {
    SLIDING_TILES(TILE)
    default: __builtin_unreachable();
  }
#undef TILE
}

/// Fetches what the next panel needs of some planes: the lines in which its pixels end.
ALWAYS_INLINE void fetch_planes(const float *next, size_t planes, size_t step, size_t lanes, int is_written) {
  for (size_t p = 0; p < planes; p++, next += step) {
    for (size_t lane = 15; lane < lanes; lane += 16) {
      if (is_written) __builtin_prefetch(next + lane, 1);
      else __builtin_prefetch(next + lane);
    }
  }
}

/// Computes the panels of an image, or a part of them.
static void multiply_planes(
    const struct sliding *s, const float *source, float *result, size_t part, size_t parts) {
  size_t pixels = s->grid[2], panels = pieces(pixels, s->lanes);
  size_t first = panels * part / parts, last = panels * (part + 1) / parts;
  for (size_t panel = first; panel < last; panel++) {
    size_t start = panel * s->lanes, vectors = s->vectors;
    if (start + s->lanes > pixels) {
      vectors = narrow_vectors(pixels - start, s->vectors);
      start = pixels - vectors * LANES;
    }
    size_t next = smaller(start + s->lanes, pixels - s->lanes), fetched = 0;
    for (size_t row = 0; row < s->rows; row += s->tile_rows) {
      size_t rows = smaller(s->tile_rows, s->rows - row), fetching = s->terms * (row + rows) / s->rows;
      if (panel + 1 < last) {
        fetch_planes(source + next + fetched * s->source_plane, fetching - fetched, s->source_plane, s->lanes, 0);
        fetch_planes(result + next + row * s->result_plane, rows, s->result_plane, s->lanes, 1);
        fetched = fetching;
      }
      pointwise_tile(
        rows, vectors, s, row, source + start, result + start + row * s->result_plane,
        s->relu_mask ? s->relu_mask + start + row * s->result_plane : NULL);
    }
  }
}

/// Computes the results of some images from `source`, or a part of them.
static void sum_windows(
    const struct sliding *s, size_t images, const float *source, float *result, size_t part, size_t parts) {
  if (s->filling != as_it_lies) {
    slide(s, images, source, result, part, parts);
    return;
  }
  for (size_t n = 0; n < images; n++) {
    multiply_planes(s, source + n * s->source_image, result + n * s->result_image, part, parts);
  }
}
