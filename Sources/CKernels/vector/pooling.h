// Pooling: each plane by itself.

/// The elements of a window that lie inside the input along an axis, and the first one's place.
struct inside {
  size_t count, place;
};

struct pooling {
  const struct ck_pooling *g;
  size_t input, output;
  /// For each axis, what of each window lies inside.
  const struct inside *inside[3];
  const float *from, *counts;
  float *to;
  int32_t *places;
};

static struct inside inside(const struct ck_axis *a, size_t output) {
  size_t start = output * a->stride, first = 0;
  if (start < a->before) first = pieces(a->before - start, a->dilation);
  size_t place = start + first * a->dilation - a->before;
  if (first >= a->window || place >= a->input) return (struct inside){0, 0};
  return (struct inside){smaller(a->window - first, pieces(a->input - place, a->dilation)), place};
}

static struct pooling prepare(const struct ck_pooling *g) {
  struct pooling p = {.g = g};
  p.input = g->axes[0].input * g->axes[1].input * g->axes[2].input;
  p.output = g->axes[0].output * g->axes[1].output * g->axes[2].output;
  size_t windows = 0;
  for (int a = 0; a < 3; a++) windows += g->axes[a].output;
  struct inside *table = ck_scratch(ck_scratch_tables, (windows + 1) * sizeof(struct inside));
  for (int a = 0; a < 3; a++) {
    p.inside[a] = table;
    for (size_t output = 0; output < g->axes[a].output; output++) *table++ = inside(&g->axes[a], output);
  }
  return p;
}

/// Visits each window of a plane, and in it each place inside the input, row by row.
#define FOR_EACH_WINDOW(p, output) \
  const struct ck_pooling *g = (p)->g; \
  size_t output = 0; \
  for (size_t d = 0; d < g->axes[0].output; d++) { \
    struct inside slices = (p)->inside[0][d]; \
    for (size_t i = 0; i < g->axes[1].output; i++) { \
      struct inside rows = (p)->inside[1][i]; \
      for (size_t j = 0; j < g->axes[2].output; j++, output++) { \
        struct inside columns = (p)->inside[2][j];
#define END_EACH_WINDOW } } }
#define FOR_EACH_PLACE(place) \
  for (size_t t = 0; t < slices.count; t++) \
    for (size_t r = 0; r < rows.count; r++) \
      for (size_t s = 0, place = ((slices.place + t * g->axes[0].dilation) * g->axes[1].input + rows.place \
                                  + r * g->axes[1].dilation) * g->axes[2].input + columns.place; \
           s < columns.count; s++, place += g->axes[2].dilation)

/// Whether a number takes the place of the maximum so far: the first one stays, and a NaN beats all numbers.
ALWAYS_INLINE int beats(float number, float best) { return (number > best) | ((number != number) & (best == best)); }

typedef int32_t places __attribute__((vector_size(LANES * sizeof(int32_t))));
typedef int32_t loose_places __attribute__((vector_size(LANES * sizeof(int32_t)), aligned(4)));

#if LANES == 16
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#elif LANES == 8
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14
#define ODD 1, 3, 5, 7, 9, 11, 13, 15
#else
#define EVEN 0, 2, 4, 6
#define ODD 1, 3, 5, 7
#endif

/// What one step of the search leaves: the greatest number so far and its place.
struct found {
  vector best;
  places at;
};

ALWAYS_INLINE void compare(struct found *f, vector next, places at) {
  places wins = (next > f->best) | ((next != next) & (f->best == f->best));
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
        memcpy(to + j, &f.at, count * sizeof(int32_t));
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

static void max_task(void *context, size_t plane) {
  const struct pooling *p = context;
  const float *x = p->from + plane * p->input;
  float *y = p->to + plane * p->output;
  int32_t *places = p->places + plane * p->output;
  if (is_of_squares(p->g)) {
    max_of_squares(p, x, y, places);
    return;
  }
  FOR_EACH_WINDOW(p, output)
    float best = -__builtin_inff();
    int32_t found = -1;
    FOR_EACH_PLACE(place) {
      if (found < 0 || beats(x[place], best)) {
        best = x[place];
        found = (int32_t)place;
      }
    }
    y[output] = best;
    places[output] = found;
  END_EACH_WINDOW
}

static void max_backward_task(void *context, size_t plane) {
  const struct pooling *p = context;
  const float *dy = p->from + plane * p->output;
  float *dx = p->to + plane * p->input;
  const int32_t *places = p->places + plane * p->output;
  memset(dx, 0, p->input * sizeof(float));
  for (size_t i = 0; i < p->output; i++) {
    if (places[i] >= 0) dx[places[i]] += dy[i];
  }
}

static void mean_task(void *context, size_t plane) {
  const struct pooling *p = context;
  const float *x = p->from + plane * p->input;
  float *y = p->to + plane * p->output;
  if (is_of_squares(p->g)) {
    size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
    for (size_t i = 0; i < p->g->axes[1].output; i++, y += columns) {
      const float *upper = x + 2 * i * width, *lower = upper + width, *counts = p->counts + i * columns;
      for (size_t j = 0; j < columns; j++) {
        y[j] = (((0.0f + upper[2 * j]) + upper[2 * j + 1]) + lower[2 * j] + lower[2 * j + 1]) / counts[j];
      }
    }
    return;
  }
  FOR_EACH_WINDOW(p, output)
    float sum = 0;
    FOR_EACH_PLACE(place) sum += x[place];
    y[output] = sum / p->counts[output];
  END_EACH_WINDOW
}

static void mean_backward_task(void *context, size_t plane) {
  const struct pooling *p = context;
  const float *dy = p->from + plane * p->output;
  float *dx = p->to + plane * p->input;
  memset(dx, 0, p->input * sizeof(float));
  if (is_of_squares(p->g)) {
    size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
    for (size_t i = 0; i < p->g->axes[1].output; i++, dy += columns) {
      float *restrict upper = dx + 2 * i * width, *restrict lower = upper + width;
      const float *counts = p->counts + i * columns;
      for (size_t j = 0; j < columns; j++) {
        float part = 0.0f + dy[j] / counts[j];
        upper[2 * j] = part;
        upper[2 * j + 1] = part;
        lower[2 * j] = part;
        lower[2 * j + 1] = part;
      }
    }
    return;
  }
  FOR_EACH_WINDOW(p, output)
    float part = dy[output] / p->counts[output];
    FOR_EACH_PLACE(place) dx[place] += part;
  END_EACH_WINDOW
}

void LEVEL(ck_max_pool)(const struct ck_pooling *g, const float *x, float *y, int32_t *places) {
  struct pooling p = prepare(g);
  p.from = x;
  p.to = y;
  p.places = places;
  ck_parallel(g->planes, (double)p.output, max_task, &p);
}

void LEVEL(ck_max_pool_backward)(const struct ck_pooling *g, const float *dy, const int32_t *places, float *dx) {
  struct pooling p = prepare(g);
  p.from = dy;
  p.to = dx;
  p.places = (int32_t *)places;
  ck_parallel(g->planes, (double)p.output, max_backward_task, &p);
}

void LEVEL(ck_mean_pool)(const struct ck_pooling *g, const float *x, const float *counts, float *y) {
  struct pooling p = prepare(g);
  p.from = x;
  p.to = y;
  p.counts = counts;
  ck_parallel(g->planes, (double)p.output, mean_task, &p);
}

void LEVEL(ck_mean_pool_backward)(const struct ck_pooling *g, const float *dy, const float *counts, float *dx) {
  struct pooling p = prepare(g);
  p.from = dy;
  p.to = dx;
  p.counts = counts;
  ck_parallel(g->planes, (double)p.output, mean_backward_task, &p);
}
