// Pooling over windows of 2 × 2 that lie side by side: what most networks do, several windows at a time.

typedef int32_t places __attribute__((vector_size(LANES * sizeof(int32_t))));
typedef int32_t loose_places __attribute__((vector_size(LANES * sizeof(int32_t)), aligned(4)));

/// Loads the first `count` < LANES places, and −1 after them.
ALWAYS_INLINE places load_first_places(const int32_t *from, size_t count) {
#if LANES == 16
  return (places)_mm512_mask_loadu_epi32(_mm512_set1_epi32(-1), (__mmask16)((1u << count) - 1), from);
#else
  places result = (places){} - 1;
  for (size_t lane = 0; lane < count; lane++) result[lane] = from[lane];
  return result;
#endif
}

/// Stores the first `count` < LANES places.
ALWAYS_INLINE void store_first_places(int32_t *to, places from, size_t count) {
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

/// What one step of the search leaves: the greatest number so far and its place.
struct found {
  vector best;
  places at;
};

ALWAYS_INLINE void compare(struct found *f, vector next, places at) {
  // As `beats`, in two comparisons: not at most the best, which also a NaN is not; and the best is a number.
  places wins = ~(next <= f->best) & (f->best == f->best);
  f->best = (vector)(((places)next & wins) | ((places)f->best & ~wins));
  f->at = (at & wins) | (f->at & ~wins);
}

/// The maxima of windows of 2 × 2 that lie side by side.
static void max_of_squares(const struct pooling *p, const float *x, float *y, int32_t *to) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  places steps;
  for (int32_t lane = 0; lane < LANES; lane++) steps[lane] = 2 * lane;
  for (size_t i = 0; i < p->g->axes[1].output; i++, y += columns, to += columns) {
    const float *upper = x + 2 * i * width, *lower = upper + width;
    for (size_t j = 0; j < columns; j += LANES) {
      size_t count = smaller(LANES, columns - j);
      vector rows[4];
      for (size_t k = 0; k < 4; k++) {
        const float *from = (k < 2 ? upper : lower) + 2 * j + k % 2 * LANES;
        size_t first = k % 2 * LANES, inside = 2 * count > first ? smaller(LANES, 2 * count - first) : 0;
        rows[k] = inside == LANES ? load(from) : load_first(from, inside);
      }
      places at = steps + (int32_t)(2 * i * width + 2 * j);
      struct found f = {__builtin_shufflevector(rows[0], rows[1], EVEN), at};
      compare(&f, __builtin_shufflevector(rows[0], rows[1], ODD), at + 1);
      compare(&f, __builtin_shufflevector(rows[2], rows[3], EVEN), at + (int32_t)width);
      compare(&f, __builtin_shufflevector(rows[2], rows[3], ODD), at + (int32_t)width + 1);
      if (count == LANES) {
        store(y + j, f.best);
        *(loose_places *)(to + j) = f.at;
      } else {
        store_first(y + j, f.best, count);
        store_first_places(to + j, f.at, count);
      }
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

/// Writes the first `count` pairs of lanes of two registers in turns.
ALWAYS_INLINE void store_pairs(float *to, vector left, vector right, size_t count) {
  vector low = __builtin_shufflevector(left, right, LOW), high = __builtin_shufflevector(left, right, HIGH);
  if (2 * count >= LANES) store(to, low);
  else store_first(to, low, 2 * count);
  if (count == LANES) store(to + LANES, high);
  else if (2 * count > LANES) store_first(to + LANES, high, 2 * count - LANES);
}

/// Clears what windows of 2 × 2 leave of a plane: the ends of its rows, and the rows below them.
static void clear_around_squares(const struct pooling *p, float *dx) {
  size_t width = p->g->axes[2].input, used = 2 * p->g->axes[2].output, rows = 2 * p->g->axes[1].output;
  for (size_t i = 0; i < rows && used < width; i++) memset(dx + i * width + used, 0, (width - used) * sizeof(float));
  memset(dx + rows * width, 0, (p->g->axes[1].input - rows) * width * sizeof(float));
}

/// The gradient of windows of 2 × 2: each window writes its four places. Returns whether all maxima lay in their
/// windows; otherwise nothing is right yet.
static int max_of_squares_backward(
    const struct pooling *p, const float *dy, const int32_t *from, const float *maxima, float *dx) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  places steps, strange = {};
  for (int32_t lane = 0; lane < LANES; lane++) steps[lane] = 2 * lane;
  for (size_t i = 0; i < p->g->axes[1].output; i++, dy += columns, from += columns, maxima += maxima ? columns : 0) {
    float *upper = dx + 2 * i * width, *lower = upper + width;
    for (size_t j = 0; j < columns; j += LANES) {
      size_t count = smaller(LANES, columns - j);
      vector gradient;
      places found;
      if (count == LANES) {
        gradient = load(dy + j);
        found = *(const loose_places *)(from + j);
      } else {
        gradient = load_first(dy + j, count);
        found = load_first_places(from + j, count);
      }
      if (maxima) gradient = pass_back(gradient, count == LANES ? load(maxima + j) : load_first(maxima + j, count));
      // As where it is added to a zero: −0 becomes +0.
      gradient += 0.0f;
      vector parts[4];
      places known = found == -1;
      for (int32_t k = 0; k < 4; k++) {
        places is_here = found == steps + (int32_t)((2 * i + (size_t)k / 2) * width + 2 * j) + k % 2;
        parts[k] = (vector)((places)gradient & is_here);
        known |= is_here;
      }
      strange |= ~known;
      store_pairs(upper + 2 * j, parts[0], parts[1], count);
      store_pairs(lower + 2 * j, parts[2], parts[3], count);
    }
  }
  clear_around_squares(p, dx);
  int32_t any = 0;
  for (size_t lane = 0; lane < LANES; lane++) any |= strange[lane];
  return !any;
}

/// The gradient of windows of 2 × 2: each place has just one of them.
static void mean_of_squares_backward(const struct pooling *p, const float *dy, float *dx) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  const float *counts = p->counts;
  for (size_t i = 0; i < p->g->axes[1].output; i++, dy += columns, counts += columns) {
    float *upper = dx + 2 * i * width;
    for (size_t j = 0; j < columns; j += LANES) {
      size_t count = smaller(LANES, columns - j);
      vector part = 0.0f
        + (count == LANES ? load(dy + j) / load(counts + j) : load_first(dy + j, count) / load_first(counts + j, count));
      store_pairs(upper + 2 * j, part, part, count);
      store_pairs(upper + width + 2 * j, part, part, count);
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
      y[j] = (((0.0f + upper[2 * j]) + upper[2 * j + 1]) + lower[2 * j] + lower[2 * j + 1]) / counts[j];
    }
  }
}
