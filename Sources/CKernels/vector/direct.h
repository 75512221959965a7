// Sliding sums whose results go from registers to where they belong, and whose source is read as it lies.
//
// It is for rows of at least a register. Where the second cache keeps the weights, each panel goes over all of its terms
// at once; those of windows of one pixel are taken in blocks, if the first cache holds no panel of all. The last vector
// of a row begins so that it ends with the row, and shares results with the vector before: they are computed twice, to
// the same bits.
//
// With few terms a sum, what takes time is fetching lines: those of a plane are too short for a processor to guess. So
// while a panel is computed, the lines that the next one writes are fetched, and what it reads, if that is an image.

#pragma once

#include "sliding.h"

/// Where the vectors of a panel lie in the source and in the results.
struct direct_panel {
  size_t from[8], to[8];
};

/// Panels of equally many vectors that go over each tile of weights together.
struct direct_block {
  size_t count, vectors;
  struct direct_panel panels[2];
};

/// Terms that are added in one pass over a block. Where others follow, the block is a single panel, and its sums wait in
/// `sums`, those of a row `lanes` apart, to go on from there.
struct direct_terms {
  const struct sliding *sliding;
  size_t first, count;
  int is_last;
  float *sums;
};

/// Vectors share lines: those whose ends lie in others than the ends of the vectors before.
enum { vectors_of_line = LANES < 16 ? 16 / LANES : 1, first_of_line = vectors_of_line - 1 };

/// A bias that changes no sum, not even −0.
static const float no_bias[8] = {-0.0f, -0.0f, -0.0f, -0.0f, -0.0f, -0.0f, -0.0f, -0.0f};

/// Computes a panel's results of `rows` rows from `first` on, or adds terms to them; `result` and `mask` are those of an
/// image. With `is_whole` the terms are all that there are.
ALWAYS_INLINE void direct_tile_of(
    size_t rows, size_t vectors, int is_whole, const struct direct_terms *terms, size_t first, const float *source,
    const struct direct_panel *panel, float *result, const float *mask) {
  const struct sliding *s = terms->sliding;
  vector sums[8][8];
  float *unfinished = is_whole ? NULL : terms->sums + first * s->lanes;
  size_t first_term = is_whole ? 0 : terms->first, count = is_whole ? s->terms : terms->count;
  const float *from[8];
  for (size_t v = 0; v < vectors; v++) from[v] = source + panel->from[v];
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) {
      sums[i][v] = first_term > 0 ? load(unfinished + (i * vectors + v) * LANES) : (vector){};
    }
  }
  add_sliding_terms(
    rows, vectors, count, s->weights + first * s->terms + first_term * rows, from, s->offsets + first_term, sums);
  if (!is_whole && !terms->is_last) {
    for (size_t i = 0; i < rows; i++) {
      for (size_t v = 0; v < vectors; v++) store(unfinished + (i * vectors + v) * LANES, sums[i][v]);
    }
    return;
  }
  size_t plane = s->result_plane, to[8];
  result += first * plane;
  for (size_t v = 0; v < vectors; v++) to[v] = panel->to[v];
  if (mask) {
    mask += first * plane;
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++, result += plane, mask += plane) {
#pragma clang loop unroll(full)
      for (size_t v = 0; v < vectors; v++) {
        store(result + to[v], pass_back(canonical(sums[i][v]), load(mask + to[v])));
      }
    }
    return;
  }
  // Without branches: where terms are few, the next tile ends soon.
  const float *bias = s->bias ? s->bias + first : no_bias;
  vector least = broadcast(s->fuses_relu ? 0 : -__builtin_inff());
#pragma clang loop unroll(full)
  for (size_t i = 0; i < rows; i++, result += plane) {
    vector added = broadcast(bias[i]);
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) store(result + to[v], not_less(canonical(sums[i][v] + added), least));
  }
}

/// Fetches the lines in which vectors of some planes end; where they begin has mostly been fetched before.
ALWAYS_INLINE void fetch_planes(
    const float *first, size_t planes, size_t step, const size_t *starts, size_t vectors, int is_written) {
  for (size_t v = first_of_line; v < vectors; v += vectors_of_line) {
    const float *at = first + starts[v] + LANES - 1;
    for (size_t p = 0; p < planes; p++, at += step) {
      if (is_written) __builtin_prefetch(at, 1);
      else __builtin_prefetch(at);
    }
  }
}

/// Fetches what the tile of some rows of a panel needs; of the source's planes as many for each row.
ALWAYS_INLINE void fetch_for_tile(
    size_t rows, size_t vectors, int is_whole, const struct direct_terms *terms, size_t first, const float *source,
    const struct direct_panel *panel, const float *result) {
  const struct sliding *s = terms->sliding;
  if (is_whole || terms->is_last) {
    fetch_planes(result + first * s->result_plane, rows, s->result_plane, panel->to, vectors, 1);
  }
  if (!s->source_plane) return;
  size_t of_row = pieces(terms->count, s->rows);
  size_t begin = smaller(first * of_row, terms->count), end = smaller(begin + rows * of_row, terms->count);
  fetch_planes(
    source + (terms->first + begin) * s->source_plane, end - begin, s->source_plane, panel->from, vectors, 0);
}

/// Adds terms to a block's sums of the rows `first` ..< `end`, tile by tile, and fetches what the next block needs.
typedef void (*direct_tiles)(
    const struct direct_terms *terms, size_t first, size_t end, const float *source, const struct direct_block *block,
    const struct direct_block *next, float *result, const float *mask);

/// The same for tiles of a size that is a constant of its own copy of the loop.
#define TILE_AS(name, is_whole, r, v) \
  static void name##_##r##_##v( \
      const struct direct_terms *terms, size_t first, size_t end, const float *source, const struct direct_block *block, \
      const struct direct_block *next, float *result, const float *mask) { \
    for (size_t row = first; row < end; row += r) { \
      for (size_t i = 0; i < block->count; i++) { \
        if (i < next->count) fetch_for_tile(r, v, is_whole, terms, row, source, &next->panels[i], result); \
        direct_tile_of(r, v, is_whole, terms, row, source, &block->panels[i], result, mask); \
      } \
    } \
  }
#define TILE(r, v) TILE_AS(whole_tiles, 1, r, v) TILE_AS(parts_of_tiles, 0, r, v)
SLIDING_TILES(TILE)
#undef TILE
#undef TILE_AS

static direct_tiles find_direct_tiles(size_t rows, size_t vectors, int is_whole) {
#define TILE(r, v) \
  case v * 16 + r: return is_whole ? whole_tiles_##r##_##v : parts_of_tiles_##r##_##v;
  switch (vectors * 16 + rows) {
    SLIDING_TILES(TILE)
    default: __builtin_unreachable();
  }
#undef TILE
}

/// Where the next vector of a part of an image begins, and how many are left. After the first `lead` results of a row,
/// vectors begin where the source's lines do.
struct direct_position {
  size_t slice, row, column, left, lead;
};

/// Lists the next vectors of a part, and its last one again for those after it that a tile has.
static struct direct_position list_panel(
    const struct sliding *s, struct direct_position next, struct direct_panel *panel) {
  for (size_t v = 0; v < s->vectors; v++) {
    if (!next.left) {
      panel->from[v] = panel->from[v - 1];
      panel->to[v] = panel->to[v - 1];
      continue;
    }
    size_t start = smaller(next.column, s->grid[2] - LANES);
    panel->from[v] = next.slice * s->source_step[0] + next.row * s->source_step[1] + start;
    panel->to[v] = next.slice * s->result_step[0] + next.row * s->result_step[1] + start;
    next.left--;
    next.column += next.column ? LANES : next.lead;
    if (next.column < s->grid[2]) continue;
    next.column = 0;
    if (++next.row < s->grid[1]) continue;
    next.row = 0;
    next.slice++;
  }
  return next;
}

static struct direct_position list_block(
    const struct sliding *s, struct direct_position next, struct direct_block *block) {
  block->vectors = narrow_vectors(next.left * LANES, s->vectors);
  for (block->count = 0; next.left && block->count < s->panels_of_block; block->count++) {
    next = list_panel(s, next, &block->panels[block->count]);
  }
  return next;
}

/// Returns the first vector of a part. Two that share results belong to the same part: the first ones of a row, or the
/// last.
static size_t part_start(const struct sliding *s, size_t of_row, size_t part, size_t parts) {
  size_t rows = s->grid[0] * s->grid[1], start = rows * of_row * part / parts, own = start % of_row;
  return own == 0 || part == parts ? start : own == 1 ? start - 1 : own == of_row - 1 ? start + 1 : start;
}

/// Computes the panels of an image, or a part of them.
static void slide_directly(
    const struct sliding *s, const float *source, float *result, const float *mask, size_t part, size_t parts) {
  int is_long = s->source_plane && s->grid[2] >= 32 * LANES;
  size_t lead = is_long ? LANES - (uintptr_t)source / sizeof(float) % LANES : LANES;
  size_t of_row = 1 + pieces(s->grid[2] - lead, LANES);
  size_t start = part_start(s, of_row, part, parts), end = part_start(s, of_row, part + 1, parts);
  size_t height = sliding_height(s->rows), tall = sliding_tall_rows(s->rows);
  size_t row = start / of_row, column = start % of_row;
  struct direct_position next = {
    row / s->grid[1], row % s->grid[1], column ? lead + (column - 1) * LANES : 0, end - start, lead};
  size_t of_panel = s->rows * s->lanes, ring = s->group + 1, own = 0;
  float *sums = ck_scratch(ck_scratch_sums, s->group * of_panel * sizeof(float));
  // A group's blocks, and the one that follows.
  struct direct_block blocks[most_panels_of_group + 1];
  next = list_block(s, next, &blocks[0]);
  while (blocks[own].count) {
    size_t count = 0;
    do {
      count++;
      next = list_block(s, next, &blocks[(own + count) % ring]);
    } while (count < s->group && blocks[(own + count) % ring].count);
    size_t first = 0;
    do {
      size_t left = s->terms - first;
      for (size_t i = 0; i < count; i++) {
        struct direct_terms terms = {s, first, smaller(s->block, left), left <= s->block, sums + i * of_panel};
        const struct direct_block *block = &blocks[(own + i) % ring], *following = &blocks[(own + i + 1) % ring];
        int is_whole = terms.count == s->terms;
        if (tall) {
          find_direct_tiles(height + 1, block->vectors, is_whole)(
            &terms, 0, tall, source, block, following, result, mask);
        }
        find_direct_tiles(height, block->vectors, is_whole)(
          &terms, tall, s->rows, source, block, following, result, mask);
      }
      first += s->block;
    } while (first < s->terms);
    own = (own + count) % ring;
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
