// The two loops in which all time is spent: tiles of sums that stay in registers while their terms are added.
//
// A term is a number of one operand, the same in all lanes, times a vector of the other. Sums lie in
// `c[row·vectors + v]`; with `continues` they go on from there, else they start at 0.

#pragma once

#include "vectors.h"

/// Keeps the next row's operand from being loaded before the products of this row: a tile of 4 × 3 leaves one register
/// for both, and compilers would copy sums around instead.
ALWAYS_INLINE void end_row_of_products(size_t rows, size_t vectors, vector sums[8]) {
#if LANES == 8
  if (rows == 4 && vectors == 3) {
    __asm__ volatile("" : "+x"(sums[0]), "+x"(sums[1]), "+x"(sums[2]) : : "memory");
  }
#else
  (void)rows, (void)vectors, (void)sums;
#endif
}

/// Adds terms to the sums of a sliding tile. Weights are packed, `a[p·rows + row]`; term p has its vectors at
/// `from[v] + offsets[p]`.
ALWAYS_INLINE void add_sliding_terms(
    size_t rows, size_t vectors, size_t terms, const float *a, const float *const from[8], const ptrdiff_t *offsets,
    vector sums[8][8]) {
#pragma clang loop unroll_count(4)
  for (size_t p = 0; p < terms; p++, a += rows) {
    ptrdiff_t offset = offsets[p];
    // The operand that has fewer registers is held.
    if (rows < vectors) {
      vector left[8];
      for (size_t i = 0; i < rows; i++) left[i] = broadcast(a[i]);
      for (size_t v = 0; v < vectors; v++) {
        vector right = load(from[v] + offset);
        for (size_t i = 0; i < rows; i++) sums[i][v] = __builtin_elementwise_fma(left[i], right, sums[i][v]);
      }
    } else {
      vector right[8];
      for (size_t v = 0; v < vectors; v++) right[v] = load(from[v] + offset);
      for (size_t i = 0; i < rows; i++) {
        vector left = broadcast(a[i]);
        for (size_t v = 0; v < vectors; v++) sums[i][v] = __builtin_elementwise_fma(left, right[v], sums[i][v]);
        end_row_of_products(rows, vectors, sums[i]);
      }
    }
  }
}

/// Such a tile, with its vectors side by side at `b + offsets[p]`, or from there at `starts` if that is not NULL.
ALWAYS_INLINE void sliding_tile_of(
    size_t rows, size_t vectors, size_t terms, const float *a, const float *b, const size_t *starts,
    const ptrdiff_t *offsets, float *c, int continues) {
  vector sums[8][8];
  const float *from[8];
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) {
      sums[i][v] = continues ? load(c + (i * vectors + v) * LANES) : (vector){};
    }
  }
  for (size_t v = 0; v < vectors; v++) from[v] = b + (starts ? starts[v] : v * LANES);
  add_sliding_terms(rows, vectors, terms, a, from, offsets, sums);
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) store(c + (i * vectors + v) * LANES, sums[i][v]);
  }
}

/// Where the operands of a striding tile lie.
///
/// The numbers of row i lie at `a + offsets[i]`, `step` apart, in `lines` of `terms` that lie `a_line` apart; the
/// vectors of a term lie at `b + term·vectors·LANES`, in lines that lie `b_line` apart. Rows of sums lie `c_row` apart:
/// they are written, or continued, or added to what is there.
enum striding_end { write_sums, continue_sums, add_sums };
struct striding {
  size_t lines, terms;
  const float *a;
  const ptrdiff_t *offsets;
  size_t a_line, step;
  const float *b;
  size_t b_line;
  float *c;
  size_t c_row;
};

ALWAYS_INLINE void striding_tile_of(size_t rows, size_t vectors, const struct striding *t, enum striding_end end) {
  vector sums[12][4];
  float *c = t->c;
  size_t c_row = t->c_row, step = t->step, terms = t->terms;
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) sums[i][v] = end == continue_sums ? load(c + i * c_row + v * LANES) : (vector){};
  }
  const float *a = t->a, *line_of_b = t->b;
  for (size_t line = 0; line < t->lines; line++, a += t->a_line, line_of_b += t->b_line) {
    const float *from[12], *b = line_of_b;
    for (size_t i = 0; i < rows; i++) from[i] = a + t->offsets[i];
    for (size_t p = 0; p < terms; p++, b += vectors * LANES) {
      vector right[4];
      for (size_t v = 0; v < vectors; v++) right[v] = load(b + v * LANES);
      for (size_t i = 0; i < rows; i++) {
        vector left = broadcast(from[i][p * step]);
        for (size_t v = 0; v < vectors; v++) sums[i][v] = __builtin_elementwise_fma(left, right[v], sums[i][v]);
      }
    }
  }
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) {
      float *to = c + i * c_row + v * LANES;
      store(to, end == add_sums ? load(to) + sums[i][v] : sums[i][v]);
    }
  }
}

/// The rows of sliding tiles: with 32 registers at most 8 with 3 vectors, 24 sums; with 16 at most 6 with 2, 12 sums.
enum { most_sliding_rows = ACCUMULATORS == 24 ? 8 : 6 };

/// Returns the number of tiles for so many rows. With 16 registers, tiles of 4 rows and 3 vectors have 12 sums, too, and
/// load less for them.
static inline size_t sliding_tiles(size_t rows) {
  return pieces(rows, ACCUMULATORS == 12 && rows % 4 == 0 ? 4 : most_sliding_rows);
}

/// Returns the rows of a tile, of which the first ones have one more where they cannot all have as many.
///
/// All tiles are about equally high: a product's delay times the products of a cycle are 8 to 10, and a tile of fewer
/// sums takes as long as one of so many.
static inline size_t sliding_height(size_t rows) { return rows / sliding_tiles(rows); }

/// Returns the rows of all tiles that have one more.
static inline size_t sliding_tall_rows(size_t rows) { return rows % sliding_tiles(rows) * (sliding_height(rows) + 1); }

/// Returns the row with which a tile begins.
static inline size_t sliding_start(size_t rows, size_t tile) {
  return sliding_height(rows) * tile + smaller(tile, rows % sliding_tiles(rows));
}

/// Returns the vectors of tiles for so many rows: few rows are given many.
static inline size_t sliding_vectors(size_t rows) {
  size_t height = pieces(rows, sliding_tiles(rows));
#if ACCUMULATORS == 24
  return height <= 3 ? 8 : height == 4 ? 6 : height <= 6 ? 4 : 3;
#else
  return height == 1 ? 8 : height == 2 || height == 3 ? 4 : height == 4 ? 3 : 2;
#endif
}

/// Returns the vectors of the narrowest tile that holds so many lanes, at most `most` vectors.
static inline size_t narrow_vectors(size_t lanes, size_t most) {
  size_t vectors = pieces(lanes, LANES);
  return vectors <= smaller(3, most) ? vectors : most;
}

/// The tiles that those give: TILE(rows, vectors).
#define NARROW_TILES(TILE, r) TILE(r, 1) TILE(r, 2) TILE(r, 3)
#if ACCUMULATORS == 24
#define SLIDING_TILES(TILE) \
  NARROW_TILES(TILE, 1) NARROW_TILES(TILE, 2) NARROW_TILES(TILE, 3) NARROW_TILES(TILE, 4) \
  NARROW_TILES(TILE, 5) NARROW_TILES(TILE, 6) NARROW_TILES(TILE, 7) NARROW_TILES(TILE, 8) \
  TILE(1, 8) TILE(2, 8) TILE(3, 8) TILE(4, 4) TILE(4, 6) TILE(5, 4) TILE(6, 4)
#else
#define SLIDING_TILES(TILE) \
  NARROW_TILES(TILE, 1) NARROW_TILES(TILE, 2) NARROW_TILES(TILE, 3) \
  TILE(4, 1) TILE(5, 1) TILE(6, 1) TILE(4, 2) TILE(5, 2) TILE(6, 2) TILE(2, 4) TILE(3, 4) TILE(4, 3) TILE(1, 8)
#endif

/// Computes a tile whose size becomes a constant of its own copy of the loop.
///
/// Not inlined: the registers are all needed in here.
static __attribute__((noinline)) void sliding_tile(
    size_t rows, size_t vectors, size_t terms, const float *a, const float *b, const size_t *starts,
    const ptrdiff_t *offsets, float *c, int continues) {
#define TILE(r, v) \
  case v * 16 + r: \
    if (v <= 4 && starts) sliding_tile_of(r, v, terms, a, b, starts, offsets, c, continues); \
    else sliding_tile_of(r, v, terms, a, b, NULL, offsets, c, continues); \
    return;
  switch (vectors * 16 + rows) {
    SLIDING_TILES(TILE)
    default: __builtin_unreachable();
  }
#undef TILE
}

/// Returns the vectors of striding tiles for results of so many lanes: the fewest empty ones, then the most.
static inline size_t striding_vectors(size_t lanes) {
  size_t whole = pieces(lanes, LANES), best = 1, best_cost = (size_t)-1;
  for (size_t v = ACCUMULATORS / 6; v >= 1; v--) {
    // Narrow tiles load more than they compute with: they count a quarter more.
    size_t cost = pieces(whole, v) * v * (v == 1 ? 5 : 4);
    if (cost < best_cost) {
      best = v;
      best_cost = cost;
    }
  }
  return best;
}
/// Returns the rows of such tiles. Each row has a pointer of its own: more than 8 leave none for the vectors.
/// All tiles are made about equally high.
static inline size_t striding_rows(size_t rows, size_t vectors) {
  size_t most = vectors == 1 ? smaller(12, ACCUMULATORS) : smaller(8, ACCUMULATORS / vectors);
  return pieces(rows, pieces(rows, most));
}

/// Computes a tile whose size becomes a constant of its own copy of the loop.
///
/// Not inlined: the registers are all needed in here.
static __attribute__((noinline)) void striding_tile(
    size_t rows, size_t vectors, const struct striding *t, enum striding_end end) {
#define TILE(r, v) \
  case v * 16 + r: striding_tile_of(r, v, t, end); return;
  switch (vectors * 16 + rows) {
    TILE(1, 1) TILE(2, 1) TILE(3, 1) TILE(4, 1) TILE(5, 1) TILE(6, 1)
    TILE(7, 1) TILE(8, 1) TILE(9, 1) TILE(10, 1) TILE(11, 1) TILE(12, 1)
    TILE(1, 2) TILE(2, 2) TILE(3, 2) TILE(4, 2) TILE(5, 2) TILE(6, 2)
#if ACCUMULATORS == 24
    TILE(7, 2) TILE(8, 2)
    TILE(1, 3) TILE(2, 3) TILE(3, 3) TILE(4, 3)
    TILE(1, 4) TILE(2, 4) TILE(3, 4)
    TILE(5, 3) TILE(6, 3) TILE(7, 3) TILE(8, 3)
    TILE(4, 4) TILE(5, 4) TILE(6, 4)
#endif
    default: __builtin_unreachable();
  }
#undef TILE
}
