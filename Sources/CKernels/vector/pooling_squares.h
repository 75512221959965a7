// Pooling over windows of 2 × 2 that lie side by side: what most networks do, several windows at a time.

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

// Every other lane of two registers, and each lane of half a register twice.
#if LANES == 16
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define LOW 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7
#define HIGH 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15
#elif LANES == 8
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14
#define ODD 1, 3, 5, 7, 9, 11, 13, 15
#define LOW 0, 0, 1, 1, 2, 2, 3, 3
#define HIGH 4, 4, 5, 5, 6, 6, 7, 7
#else
#define EVEN 0, 2, 4, 6
#define ODD 1, 3, 5, 7
#define LOW 0, 0, 1, 1
#define HIGH 2, 2, 3, 3
#endif

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
// with it, and does some windows again. What a row shorter than a register writes too much, the next row overwrites; only
// where there is none, lanes are left out.

/// Whether the windows of row `i`, fewer than a register holds, may be taken for a whole one: what follows in the plane
/// has space for the rest.
static int may_be_whole(const struct pooling *p, size_t i) {
  const struct ck_axis *axes = p->g->axes;
  return (2 * i + 1) * axes[2].input + 2 * LANES <= p->input && i * axes[2].output + LANES <= p->output;
}

/// The maxima of `count` windows of 2 × 2 that lie side by side, or of a whole register of them.
ALWAYS_INLINE void max_of_row(
    const float *upper, size_t width, positions at, size_t count, int is_whole, float *y, int32_t *to) {
  const float *lower = upper + width;
  vector rows[4];
  for (size_t k = 0; k < 4; k++) {
    const float *from = (k < 2 ? upper : lower) + k % 2 * LANES;
    size_t first = k % 2 * LANES, inside = 2 * count > first ? smaller(LANES, 2 * count - first) : 0;
    rows[k] = is_whole || inside == LANES ? load(from) : load_first(from, inside);
  }
  struct found f = {__builtin_shufflevector(rows[0], rows[1], EVEN), at};
  compare(&f, __builtin_shufflevector(rows[0], rows[1], ODD), at + 1);
  compare(&f, __builtin_shufflevector(rows[2], rows[3], EVEN), at + (int32_t)width);
  compare(&f, __builtin_shufflevector(rows[2], rows[3], ODD), at + (int32_t)width + 1);
  if (is_whole) {
    store(y, f.best);
    *(loose_positions *)to = f.at;
  } else {
    store_first(y, f.best, count);
    store_first_positions(to, f.at, count);
  }
}

/// The maxima of row `i` of a plane that is shorter than a register.
static __attribute__((noinline)) void max_of_short_row(
    const struct pooling *p, size_t i, const float *x, positions at, float *y, int32_t *to) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  if (may_be_whole(p, i)) max_of_row(x, width, at, LANES, 1, y, to);
  else max_of_row(x, width, at, columns, 0, y, to);
}

/// The maxima of a plane.
static void max_of_squares(const struct pooling *p, const float *x, float *y, int32_t *to) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  positions steps;
  for (int32_t lane = 0; lane < LANES; lane++) steps[lane] = 2 * lane;
  for (size_t i = 0; i < p->g->axes[1].output; i++, y += columns, to += columns) {
    size_t start = 2 * i * width;
    if (columns < LANES) {
      max_of_short_row(p, i, x + start, steps + (int32_t)start, y, to);
      continue;
    }
    for (size_t next = 0; next < columns; next += LANES) {
      size_t j = smaller(next, columns - LANES), at = start + 2 * j;
      max_of_row(x + at, width, steps + (int32_t)at, LANES, 1, y + j, to + j);
    }
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

/// Writes the first `count` pairs of numbers of two registers, or all of them.
ALWAYS_INLINE void store_pairs(float *to, vector low, vector high, size_t count, int is_whole) {
  if (is_whole || 2 * count >= LANES) store(to, low);
  else store_first(to, low, 2 * count);
  if (is_whole || count == LANES) store(to + LANES, high);
  else if (2 * count > LANES) store_first(to + LANES, high, 2 * count - LANES);
}

/// Clears what windows of 2 × 2 leave of a plane: the ends of its rows, and the rows below them.
static void clear_around_squares(const struct pooling *p, float *dx) {
  size_t width = p->g->axes[2].input, used = 2 * p->g->axes[2].output, rows = 2 * p->g->axes[1].output;
  for (size_t i = 0; i < rows && used < width; i++) memset(dx + i * width + used, 0, (width - used) * sizeof(float));
  memset(dx + rows * width, 0, (p->g->axes[1].input - rows) * width * sizeof(float));
}

/// Writes the gradients of `count` windows of 2 × 2, or of a whole register of them, from position `start` of a plane
/// on: each writes its four positions. Returns numbers whose sum is 0 just if each maximum lay in its window.
ALWAYS_INLINE positions max_of_row_backward(
    const float *dy, positions found, const float *maxima, size_t start, size_t count, int is_whole, float *dx,
    size_t width) {
  vector gradient = is_whole ? load(dy) : load_first(dy, count);
  if (maxima) gradient = pass_back(gradient, is_whole ? load(maxima) : load_first(maxima, count));
  // As where it is added to a zero: −0 becomes +0.
  gradient = canonical(gradient + 0.0f);
  vector low = __builtin_shufflevector(gradient, gradient, LOW);
  vector high = __builtin_shufflevector(gradient, gradient, HIGH);
  positions found_low = __builtin_shufflevector(found, found, LOW);
  positions found_high = __builtin_shufflevector(found, found, HIGH);
  positions at = {}, missing = found >= 0;
  for (int32_t lane = 0; lane < LANES; lane++) at[lane] = lane;
  at += (int32_t)start;
  for (size_t row = 0; row < 2; row++, at += (int32_t)width) {
    positions is_low = found_low == at, is_high = found_high == at + LANES;
    missing -= is_low + is_high;
    store_pairs(
      dx + start + row * width, (vector)((positions)low & is_low), (vector)((positions)high & is_high), count, is_whole);
  }
  return missing;
}

/// The gradient of row `i` of a plane that is shorter than a register.
static __attribute__((noinline)) positions max_of_short_row_backward(
    const struct pooling *p, size_t i, const float *dy, const int32_t *from, const float *maxima, float *dx) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output, start = 2 * i * width;
  positions found = load_first_positions(from, columns);
  if (may_be_whole(p, i)) return max_of_row_backward(dy, found, maxima, start, LANES, 1, dx, width);
  return max_of_row_backward(dy, found, maxima, start, columns, 0, dx, width);
}

/// The gradient of a plane. Returns whether all maxima lay in their windows; otherwise nothing is right yet.
static int max_of_squares_backward(
    const struct pooling *p, const float *dy, const int32_t *from, const float *maxima, float *dx) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  positions missing = {};
  for (size_t i = 0; i < p->g->axes[1].output; i++, dy += columns, from += columns) {
    const float *own = maxima ? maxima + i * columns : NULL;
    if (columns < LANES) {
      missing += max_of_short_row_backward(p, i, dy, from, own, dx);
      continue;
    }
    for (size_t next = 0; next < columns; next += LANES) {
      size_t j = smaller(next, columns - LANES);
      positions found = *(const loose_positions *)(from + j);
      missing += max_of_row_backward(
        dy + j, found, own ? own + j : NULL, 2 * (i * width + j), LANES, 1, dx, width);
    }
  }
  clear_around_squares(p, dx);
  int32_t sum = 0;
  for (size_t lane = 0; lane < LANES; lane++) sum += missing[lane];
  return !sum;
}

/// The gradient of `count` windows of 2 × 2, or of a whole register of them.
ALWAYS_INLINE void mean_of_row_backward(
    const float *dy, const float *counts, size_t count, int is_whole, float *upper, size_t width) {
  vector gradient = is_whole ? load(dy) : load_first(dy, count);
  vector part = canonical(0.0f + gradient / (is_whole ? load(counts) : load_first(counts, count)));
  vector low = __builtin_shufflevector(part, part, LOW), high = __builtin_shufflevector(part, part, HIGH);
  store_pairs(upper, low, high, count, is_whole);
  store_pairs(upper + width, low, high, count, is_whole);
}

static __attribute__((noinline)) void mean_of_short_row_backward(
    const struct pooling *p, size_t i, const float *dy, const float *counts, float *dx) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  if (may_be_whole(p, i)) mean_of_row_backward(dy, counts, LANES, 1, dx, width);
  else mean_of_row_backward(dy, counts, columns, 0, dx, width);
}

/// The gradient of windows of 2 × 2: each position has just one of them.
static void mean_of_squares_backward(const struct pooling *p, const float *dy, float *dx) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  const float *counts = p->counts;
  for (size_t i = 0; i < p->g->axes[1].output; i++, dy += columns, counts += columns) {
    float *upper = dx + 2 * i * width;
    if (columns < LANES) {
      mean_of_short_row_backward(p, i, dy, counts, upper);
      continue;
    }
    for (size_t next = 0; next < columns; next += LANES) {
      size_t j = smaller(next, columns - LANES);
      mean_of_row_backward(dy + j, counts + j, LANES, 1, upper + 2 * j, width);
    }
  }
  clear_around_squares(p, dx);
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
