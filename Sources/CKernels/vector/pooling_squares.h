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

// Every other lane of two registers, and the lanes of two registers in turns.
#if LANES == 16
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif LANES == 8
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14
#define ODD 1, 3, 5, 7, 9, 11, 13, 15
#define LOW 0, 8, 1, 9, 2, 10, 3, 11
#define HIGH 4, 12, 5, 13, 6, 14, 7, 15
#else
#define EVEN 0, 2, 4, 6
#define ODD 1, 3, 5, 7
#define LOW 0, 4, 1, 5
#define HIGH 2, 6, 3, 7
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

// Rows are read and written whole registers at a time, as it is slow to leave lanes out: what is too much, the next row
// overwrites. Only where it has been written before, or belongs to another plane, a row ends where it should.

/// Whether `count` windows from column `j` of row `i` may be taken for a whole register of them: they are, or the row
/// has no more, and what follows in the plane has room for the rest.
ALWAYS_INLINE int may_be_whole(const struct pooling *p, size_t i, size_t count) {
  const struct ck_axis *axes = p->g->axes;
  if (count == LANES) return 1;
  return axes[2].output < LANES && (2 * i + 1) * axes[2].input + 2 * LANES <= p->input
    && i * axes[2].output + LANES <= p->output;
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

/// The maxima of a plane.
static void max_of_squares(const struct pooling *p, const float *x, float *y, int32_t *to) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  positions steps;
  for (int32_t lane = 0; lane < LANES; lane++) steps[lane] = 2 * lane;
  for (size_t i = 0; i < p->g->axes[1].output; i++, y += columns, to += columns) {
    for (size_t j = 0; j < columns; j += LANES) {
      size_t count = smaller(LANES, columns - j), start = 2 * i * width + 2 * j;
      positions at = steps + (int32_t)start;
      if (may_be_whole(p, i, count)) max_of_row(x + start, width, at, LANES, 1, y + j, to + j);
      else max_of_row(x + start, width, at, count, 0, y + j, to + j);
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

/// Writes the first `count` pairs of lanes of two registers in turns, or all of them.
ALWAYS_INLINE void store_pairs(float *to, vector left, vector right, size_t count, int is_whole) {
  vector low = __builtin_shufflevector(left, right, LOW), high = __builtin_shufflevector(left, right, HIGH);
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

/// Gradients of `count` windows of 2 × 2, or of a whole register of them: each writes its four positions. Returns the
/// lanes whose maximum lies elsewhere.
ALWAYS_INLINE positions max_of_row_backward(
    const float *dy, const int32_t *from, const float *maxima, positions at, size_t count, int is_whole, float *upper,
    size_t width) {
  vector gradient = is_whole ? load(dy) : load_first(dy, count);
  positions found = is_whole ? *(const loose_positions *)from : load_first_positions(from, count);
  if (maxima) gradient = pass_back(gradient, is_whole ? load(maxima) : load_first(maxima, count));
  // As where it is added to a zero: −0 becomes +0.
  gradient = canonical(gradient + 0.0f);
  vector parts[4];
  positions known = found == -1;
  for (int32_t k = 0; k < 4; k++) {
    positions is_here = found == at + (int32_t)((size_t)k / 2 * width) + k % 2;
    parts[k] = (vector)((positions)gradient & is_here);
    known |= is_here;
  }
  store_pairs(upper, parts[0], parts[1], count, is_whole);
  store_pairs(upper + width, parts[2], parts[3], count, is_whole);
  return ~known;
}

/// The gradient of a plane. Returns whether all maxima lay in their windows; otherwise nothing is right yet.
static int max_of_squares_backward(
    const struct pooling *p, const float *dy, const int32_t *from, const float *maxima, float *dx) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  positions steps, counted, strange = {};
  for (int32_t lane = 0; lane < LANES; lane++) {
    steps[lane] = 2 * lane;
    // Of a row that is shorter than a register, only its own lanes count.
    counted[lane] = lane < (int32_t)columns ? -1 : 0;
  }
  for (size_t i = 0; i < p->g->axes[1].output; i++) {
    for (size_t j = 0; j < columns; j += LANES) {
      size_t count = smaller(LANES, columns - j), start = 2 * i * width + 2 * j, k = i * columns + j;
      positions at = steps + (int32_t)start;
      const float *relu_mask = maxima ? maxima + k : NULL;
      if (may_be_whole(p, i, count)) {
        strange |= counted & max_of_row_backward(dy + k, from + k, relu_mask, at, LANES, 1, dx + start, width);
      } else {
        strange |= max_of_row_backward(dy + k, from + k, relu_mask, at, count, 0, dx + start, width);
      }
    }
  }
  clear_around_squares(p, dx);
  int32_t any = 0;
  for (size_t lane = 0; lane < LANES; lane++) any |= strange[lane];
  return !any;
}

/// The gradient of windows of 2 × 2: each position has just one of them.
static void mean_of_squares_backward(const struct pooling *p, const float *dy, float *dx) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  for (size_t i = 0; i < p->g->axes[1].output; i++) {
    for (size_t j = 0; j < columns; j += LANES) {
      size_t count = smaller(LANES, columns - j), k = i * columns + j;
      float *upper = dx + 2 * i * width + 2 * j;
      if (may_be_whole(p, i, count)) {
        vector part = canonical(0.0f + load(dy + k) / load(p->counts + k));
        store_pairs(upper, part, part, LANES, 1);
        store_pairs(upper + width, part, part, LANES, 1);
      } else {
        vector part = canonical(0.0f + load_first(dy + k, count) / load_first(p->counts + k, count));
        store_pairs(upper, part, part, count, 0);
        store_pairs(upper + width, part, part, count, 0);
      }
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
