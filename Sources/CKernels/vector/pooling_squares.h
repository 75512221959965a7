// Pooling over windows of 2 × 2 that lie side by side: what most networks do, several windows at a time.

#pragma once

#include "vectors.h"

typedef mask positions;
typedef int32_t loose_positions __attribute__((vector_size(LANES * sizeof(int32_t)), aligned(4)));

/// Loads the first `count` < LANES positions, and −1 after them.
ALWAYS_INLINE positions load_first_positions(const int32_t *from, size_t count) {
#if LANES == 16
  return (positions)_mm512_mask_loadu_epi32(_mm512_set1_epi32(-1), (__mmask16)((1u << count) - 1), from);
#else
  positions result = (positions){} - 1;
  for (size_t lane = 0; lane < count; lane++) result[lane] = from[lane];
  return result;
#endif
}

/// Stores the first `count` < LANES positions.
ALWAYS_INLINE void store_first_positions(int32_t *to, positions from, size_t count) {
#if LANES == 16
  _mm512_mask_storeu_epi32(to, (__mmask16)((1u << count) - 1), (__m512i)from);
#else
  for (size_t lane = 0; lane < count; lane++) to[lane] = from[lane];
#endif
}

// Every other lane of two registers, each lane of half a register twice, and the halves.
#if LANES == 16
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define LOW_TWICE 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7
#define HIGH_TWICE 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15
#define LOW 0, 1, 2, 3, 4, 5, 6, 7
#define HIGH 8, 9, 10, 11, 12, 13, 14, 15
#elif LANES == 8
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14
#define ODD 1, 3, 5, 7, 9, 11, 13, 15
#define LOW_TWICE 0, 0, 1, 1, 2, 2, 3, 3
#define HIGH_TWICE 4, 4, 5, 5, 6, 6, 7, 7
#define LOW 0, 1, 2, 3
#define HIGH 4, 5, 6, 7
#else
#define EVEN 0, 2, 4, 6
#define ODD 1, 3, 5, 7
#define LOW_TWICE 0, 0, 1, 1
#define HIGH_TWICE 2, 2, 3, 3
#define LOW 0, 1
#define HIGH 2, 3
#endif

typedef float half __attribute__((vector_size(LANES * sizeof(float) / 2), aligned(4)));
typedef int32_t half_positions __attribute__((vector_size(LANES * sizeof(int32_t) / 2), aligned(4)));

/// Loads half a register from each of two addresses.
ALWAYS_INLINE vector load_halves(const float *low, const float *high) {
  return __builtin_shufflevector(*(const half *)low, *(const half *)high, LOW, HIGH);
}
ALWAYS_INLINE positions load_half_positions(const int32_t *low, const int32_t *high) {
  return __builtin_shufflevector(*(const half_positions *)low, *(const half_positions *)high, LOW, HIGH);
}

/// What one step of the search leaves: the greatest number so far and its position.
struct found {
  vector best;
  positions at;
};

ALWAYS_INLINE void compare(struct found *f, vector next, positions at) {
  // As `beats`, in two comparisons: not at most the best, which also a NaN is not; and the best is a number.
  positions wins = ~(next <= f->best) & (f->best == f->best);
  f->best = (vector)(((positions)next & wins) | ((positions)f->best & ~wins));
  f->at = (at & wins) | (f->at & ~wins);
}

// Rows are read and written whole registers at a time, as it is slow to leave lanes out. The last register of a row ends
// with it, and does some windows again. A row shorter than a register writes too much, which the next row overwrites, be
// it that of the next plane: a task has several. Two rows share a register if each fits into half of it. Only where too
// little memory of the task follows, lanes are left out.

/// A row of windows: where it begins among the numbers of a task's planes and in its own plane, and its first window.
struct square_row {
  size_t from, start, first;
};

ALWAYS_INLINE struct square_row next_row(const struct pooling *p, struct square_row r) {
  const struct ck_axis *axes = p->g->axes;
  size_t two_rows = 2 * axes[2].input, end = axes[1].output * two_rows;
  r.from += two_rows;
  r.start += two_rows;
  r.first += axes[2].output;
  if (r.start < end) return r;
  return (struct square_row){r.from + p->input - end, 0, r.first};
}

/// Whether `count` windows may be taken from the beginning of a row on, however long it is: a task's planes have space.
ALWAYS_INLINE int has_space(const struct pooling *p, size_t planes, struct square_row r, size_t count) {
  size_t end = r.from + p->g->axes[2].input + 2 * count;
  return end <= planes * p->input && r.first + count <= planes * p->output;
}

/// The maxima of windows of 2 × 2, given the two rows that they cover.
ALWAYS_INLINE struct found max_of_windows(
    vector upper, vector more_upper, vector lower, vector more_lower, positions at, size_t width) {
  struct found f = {__builtin_shufflevector(upper, more_upper, EVEN), at};
  compare(&f, __builtin_shufflevector(upper, more_upper, ODD), at + 1);
  compare(&f, __builtin_shufflevector(lower, more_lower, EVEN), at + (int32_t)width);
  compare(&f, __builtin_shufflevector(lower, more_lower, ODD), at + (int32_t)width + 1);
  return f;
}

/// The maxima of a whole register of windows that lie side by side.
ALWAYS_INLINE void max_of_row(const float *upper, size_t width, positions at, float *y, int32_t *to) {
  const float *lower = upper + width;
  struct found f = max_of_windows(load(upper), load(upper + LANES), load(lower), load(lower + LANES), at, width);
  store(y, f.best);
  *(loose_positions *)to = f.at;
}

/// The maxima of two rows of at most half a register of windows.
ALWAYS_INLINE void max_of_two_rows(
    const float *first, const float *second, size_t width, positions at, size_t columns, float *y, int32_t *to) {
  struct found f = max_of_windows(load(first), load(second), load(first + width), load(second + width), at, width);
  *(half *)y = __builtin_shufflevector(f.best, f.best, LOW);
  *(half *)(y + columns) = __builtin_shufflevector(f.best, f.best, HIGH);
  *(half_positions *)to = __builtin_shufflevector(f.at, f.at, LOW);
  *(half_positions *)(to + columns) = __builtin_shufflevector(f.at, f.at, HIGH);
}

/// The maxima of `count` < LANES windows that lie side by side.
static __attribute__((noinline)) void max_of_last_row(
    const float *upper, size_t width, positions at, size_t count, float *y, int32_t *to) {
  vector rows[4];
  for (size_t k = 0; k < 4; k++) {
    size_t first = k % 2 * LANES, inside = 2 * count > first ? smaller(LANES, 2 * count - first) : 0;
    const float *from = upper + k / 2 * width + first;
    rows[k] = inside == LANES ? load(from) : load_first(from, inside);
  }
  struct found f = max_of_windows(rows[0], rows[1], rows[2], rows[3], at, width);
  store_first(y, f.best, count);
  store_first_positions(to, f.at, count);
}

/// One position in all lanes, or one in each half of a register.
ALWAYS_INLINE positions at_all(size_t start) { return (int32_t)start - (positions){}; }
ALWAYS_INLINE positions at_halves(size_t low, size_t high) {
  half_positions zeros = {};
  return __builtin_shufflevector((int32_t)low - zeros, (int32_t)high - zeros, LOW, HIGH);
}

/// The maxima of some planes.
static void max_of_squares(const struct pooling *p, size_t planes, const float *x, float *y, int32_t *to) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  // Where windows begin, side by side or in two rows.
  positions steps, in_halves;
  for (int32_t lane = 0; lane < LANES; lane++) {
    steps[lane] = 2 * lane;
    in_halves[lane] = 2 * lane % LANES;
  }
  struct square_row r = {0, 0, 0};
  while (r.first < planes * p->output) {
    struct square_row next = next_row(p, r);
    if (columns >= LANES) {
      for (size_t done = 0; done < columns; done += LANES) {
        size_t j = smaller(done, columns - LANES);
        max_of_row(x + r.from + 2 * j, width, steps + at_all(r.start + 2 * j), y + r.first + j, to + r.first + j);
      }
    } else if (2 * columns <= LANES && has_space(p, planes, next, LANES / 2)) {
      max_of_two_rows(
        x + r.from, x + next.from, width, in_halves + at_halves(r.start, next.start), columns, y + r.first, to + r.first);
      next = next_row(p, next);
    } else if (has_space(p, planes, r, LANES)) {
      max_of_row(x + r.from, width, steps + at_all(r.start), y + r.first, to + r.first);
    } else {
      max_of_last_row(x + r.from, width, steps + at_all(r.start), columns, y + r.first, to + r.first);
    }
    r = next;
  }
}

static int is_of_squares(const struct ck_pooling *g) {
  for (int a = 1; a < 3; a++) {
    const struct ck_axis *axis = &g->axes[a];
    if (axis->window != 2 || axis->stride != 2 || axis->dilation != 1 || axis->before) return 0;
    if (axis->output * 2 > axis->input) return 0;
  }
  return g->axes[0].input == 1 && g->axes[0].output == 1 && g->axes[0].window == 1;
}

/// The means of windows of 2 × 2.
static void mean_of_squares(const struct pooling *p, const float *x, float *y) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  for (size_t i = 0; i < p->g->axes[1].output; i++, y += columns) {
    const float *upper = x + 2 * i * width, *lower = upper + width, *counts = p->counts + i * columns;
    for (size_t j = 0; j < columns; j++) {
      y[j] = ck_canonical(
        (((0.0f + upper[2 * j]) + upper[2 * j + 1]) + lower[2 * j] + lower[2 * j + 1]) / counts[j]);
    }
  }
}
