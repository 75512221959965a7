// Sums over a sliding window for a batch whose images lie side by side: what the convolution and its gradient to
// the input have in common, where images are small and many.
//
//     result[row, i] = Σ weights[row, p] · source[place of i and p]   over p in order
//
// A lane belongs to one image, so all lanes of a vector are the same pixel, and the terms of a pixel whose place lies
// outside the image are left out of its sum altogether. The bits stay: a product of a finite weight with 0 changes
// no sum but −0, and a sum is −0 only where one has underflowed; such results are looked for, and done again with all
// terms. Where there are fewer images than lanes, a lane belongs to a band of rows of one image; then only columns
// outside are left out.

/// Where the elements of a window lie along an axis: `place = result · step + start + element · slope`.
struct reach {
  ptrdiff_t step, start, slope;
  size_t input, output, window;
};

/// Neighboring results along an axis for which the same elements, `low` ..< `high`, lie inside.
struct segment {
  size_t first, end, low, high;
};

/// A term as it lies in the source and among the weights, from the block's first on.
struct stacked_term {
  int32_t offset, weight;
};

/// The results that have the same terms, those of one channel after the other.
struct stacked_class {
  const struct segment *along[3];
  size_t elements;
  const struct stacked_term *terms;
};

/// Results of a class that are summed at a time: their places in the source and among the sums.
struct stacked_panel {
  size_t class, count;
  ptrdiff_t from[8];
  size_t to[8];
};

struct stack {
  const struct ck_convolution *g;
  struct reach axes[3];
  /// The planes of a group, and those of all groups.
  size_t channels, rows, groups;
  const float *source, *weights, *bias;
  float *result;
  /// Computes one result with all its terms.
  float (*redo)(const struct stack *s, size_t image, size_t row, const size_t place[3]);
  const float *filters;

  // Chosen by `plan_stack`. `size` is the source's along each axis for one band, `lines` the rows of results.
  size_t images_in_lanes, bands, band_rows, band_start, source_rows, result_rows, size[3], plane, elements, lines;
  size_t tile_rows, vectors, block, rows_of_task, lines_of_task, row_tasks, line_tasks, wave, first;
  int leaves_out;
  float *stacked;
  struct segment *segments[3];
  size_t segment_counts[3], class_count, panels_of_task;
  struct stacked_class *classes;
};

ALWAYS_INLINE void stacked_tile_of(
    size_t rows, size_t vectors, size_t terms, const float *a, const struct stacked_term *list, const float *source,
    const struct stacked_panel *panel, float *sums, size_t row_step, int continues) {
  vector c[8][8];
  const float *from[8];
  float *to[8];
  for (size_t v = 0; v < vectors; v++) {
    from[v] = source + panel->from[v];
    to[v] = sums + panel->to[v];
  }
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) c[i][v] = continues ? load(to[v] + i * row_step) : (vector){};
  }
  for (size_t p = 0; p < terms; p++) {
    ptrdiff_t offset = list[p].offset;
    const float *left = a + (size_t)(uint32_t)list[p].weight * rows;
    vector right[8];
    for (size_t v = 0; v < vectors; v++) right[v] = load(from[v] + offset);
    for (size_t i = 0; i < rows; i++) {
      vector weight = broadcast(left[i]);
      for (size_t v = 0; v < vectors; v++) c[i][v] = __builtin_elementwise_fma(weight, right[v], c[i][v]);
    }
  }
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) store(to[v] + i * row_step, c[i][v]);
  }
}

/// Computes a tile whose size becomes a constant of its own copy of the loop.
///
/// Not inlined: the registers are all needed in here.
static __attribute__((noinline)) void stacked_tile(
    size_t rows, size_t terms, const float *a, const struct stacked_term *list, const float *source,
    const struct stacked_panel *panel, float *sums, size_t row_step, int continues) {
#define TILE(r, v) \
  case v * 16 + r: stacked_tile_of(r, v, terms, a, list, source, panel, sums, row_step, continues); return;
#define UP_TO_2(r) TILE(r, 1) TILE(r, 2)
#define UP_TO_4(r) UP_TO_2(r) TILE(r, 3) TILE(r, 4)
  switch (panel->count * 16 + rows) {
    UP_TO_4(1) UP_TO_4(2) UP_TO_2(3) TILE(3, 3)
    TILE(1, 5) TILE(1, 6) TILE(1, 7) TILE(1, 8)
    UP_TO_2(4) UP_TO_2(5) UP_TO_2(6)
#if ACCUMULATORS == 24
    TILE(2, 5) TILE(2, 6) TILE(2, 7) TILE(2, 8)
    TILE(3, 4) TILE(3, 5) TILE(3, 6) TILE(3, 7) TILE(3, 8)
    TILE(4, 3) TILE(4, 4) TILE(4, 5) TILE(4, 6)
    TILE(5, 3) TILE(5, 4) TILE(6, 3) TILE(6, 4)
    UP_TO_2(7) TILE(7, 3) UP_TO_2(8) TILE(8, 3)
#endif
    default: __builtin_unreachable();
  }
#undef UP_TO_4
#undef UP_TO_2
#undef TILE
}

/// Lists the segments of an axis; returns their number, at most twice the window and one.
static size_t list_segments(const struct reach *r, struct segment *to) {
  size_t count = 0;
  for (size_t i = 0; i < r->output; i++) {
    ptrdiff_t place = (ptrdiff_t)i * r->step + r->start;
    size_t low = 0, high = 0;
    for (size_t e = 0; e < r->window; e++, place += r->slope) {
      if (place < 0 || place >= (ptrdiff_t)r->input) continue;
      if (high == 0) low = e;
      high = e + 1;
    }
    if (count && to[count - 1].low == low && to[count - 1].high == high) to[count - 1].end++;
    else to[count++] = (struct segment){i, i + 1, low, high};
  }
  return count;
}

/// Decides how lanes, blocks and tasks are made; returns whether the images can lie side by side.
static int plan_stack(struct stack *s) {
  struct reach *rows = &s->axes[1];
  size_t images = s->g->images, threads = ck_thread_count();
  s->images_in_lanes = LANES;
  s->bands = 1;
  while (s->images_in_lanes > images && s->images_in_lanes > LANES / 2) {
    s->images_in_lanes /= 2;
    s->bands *= 2;
  }
  int has_bands = s->bands > 1;
  if (images < s->images_in_lanes || s->rows < 4) return 0;
  if (has_bands && (s->axes[0].input > 1 || s->axes[0].output > 1 || rows->output < 2 * s->bands)) return 0;
  s->source_rows = rows->input;
  s->result_rows = rows->output;
  s->band_rows = pieces(rows->output, s->bands);
  // A band is an image of its own, of which no row lies outside: those have zeros.
  if (has_bands) {
    ptrdiff_t least = rows->start + (rows->slope < 0 ? (ptrdiff_t)(rows->window - 1) * rows->slope : 0);
    ptrdiff_t span = (ptrdiff_t)(rows->window - 1) * (rows->slope < 0 ? -rows->slope : rows->slope);
    s->band_start = (size_t)-least;
    rows->input = (size_t)((ptrdiff_t)(s->band_rows - 1) * rows->step + span + 1);
    rows->start -= least;
    rows->output = s->band_rows;
  }
  s->elements = 1;
  s->plane = LANES;
  for (int a = 0; a < 3; a++) {
    s->size[a] = s->axes[a].input;
    s->plane *= s->size[a];
    s->elements *= s->axes[a].window;
  }
  // Planes a power of two apart would meet in the same lines of the first cache.
  s->plane = (s->plane / LANES | 1) * LANES;
  if (s->plane * s->channels >= 1 << 28) return 0;
  s->lines = s->axes[0].output * rows->output;
  s->tile_rows = sliding_rows(s->rows);
  s->vectors = sliding_vectors(s->tile_rows);

  // A panel's terms stay in the first cache while all rows go over them.
  size_t columns = (s->axes[2].window - 1) * (size_t)__builtin_labs(s->axes[2].slope) + 1
    + (s->vectors - 1) * (size_t)s->axes[2].step;
  size_t of_channel = s->axes[0].window * s->axes[1].window * smaller(columns, s->axes[2].window * s->vectors);
  size_t most = larger(1, ck_first_cache() / 2 / (of_channel * LANES * sizeof(float)));
  s->block = pieces(s->channels, pieces(s->channels, most));
  // The unfinished sums of a task stay in the second cache, beside a block of weights and of the source.
  size_t width = s->axes[2].output, line = width * LANES * sizeof(float), room = ck_second_cache() * 3 / 8;
  size_t cuts = 1, tall = smaller(4, s->lines);
  while (pieces(s->rows, cuts) * line * tall > room && pieces(s->rows, cuts) > 4 * s->tile_rows) cuts++;
  s->rows_of_task = pieces(pieces(s->rows, cuts), s->tile_rows) * s->tile_rows;
  s->row_tasks = pieces(s->rows, s->rows_of_task);
  s->lines_of_task = larger(1, smaller(s->lines, room / (s->rows_of_task * line)));
  size_t stacks = pieces(images, s->images_in_lanes), tasks = stacks * s->groups * s->row_tasks;
  size_t parts = pieces(s->lines, s->lines_of_task);
  while (tasks * parts < 2 * threads && parts < s->lines) parts++;
  s->lines_of_task = pieces(s->lines, parts);
  s->line_tasks = pieces(s->lines, s->lines_of_task);
  size_t bytes = s->groups * s->channels * s->plane * sizeof(float);
  s->wave = smaller(stacks, larger(1, ((size_t)8 << 20) / bytes));
  return 1;
}

/// Lists segments and classes, and their terms; returns how many terms all results of a plane have.
static size_t list_classes(struct stack *s) {
  size_t most = 1, least = 1;
  struct segment *segments = ck_scratch(
    ck_scratch_tables,
    (2 * (s->axes[0].window + s->axes[1].window + s->axes[2].window) + 6) * sizeof(struct segment));
  for (int a = 0; a < 3; a++) {
    s->segments[a] = segments;
    s->segment_counts[a] = list_segments(&s->axes[a], segments);
    segments += s->segment_counts[a];
    most *= s->segment_counts[a];
    least *= s->axes[a].window;
  }
  char *memory = ck_scratch(
    ck_scratch_totals, most * (sizeof(struct stacked_class) + s->block * least * sizeof(struct stacked_term)));
  struct stacked_term *next = (void *)(memory + most * sizeof(struct stacked_class));
  s->classes = (void *)memory;
  s->class_count = s->leaves_out = 0;
  size_t all = 0, row = s->size[2], slice = row * s->size[1];
  for (size_t i = 0; i < most; i++) {
    struct stacked_class *class = &s->classes[s->class_count++];
    const struct segment *d = s->segments[0] + i / s->segment_counts[2] / s->segment_counts[1];
    const struct segment *y = s->segments[1] + i / s->segment_counts[2] % s->segment_counts[1];
    const struct segment *x = s->segments[2] + i % s->segment_counts[2];
    *class = (struct stacked_class){{d, y, x}, (d->high - d->low) * (y->high - y->low) * (x->high - x->low), next};
    s->leaves_out |= class->elements < s->elements;
    all += (d->end - d->first) * (y->end - y->first) * (x->end - x->first) * class->elements;
    for (size_t c = 0; c < s->block; c++) {
      for (size_t t = d->low; t < d->high; t++) {
        for (size_t u = y->low; u < y->high; u++) {
          for (size_t v = x->low; v < x->high; v++) {
            ptrdiff_t place = (ptrdiff_t)t * s->axes[0].slope * (ptrdiff_t)slice
              + (ptrdiff_t)u * s->axes[1].slope * (ptrdiff_t)row + (ptrdiff_t)v * s->axes[2].slope;
            size_t weight = c * s->elements + (t * s->axes[1].window + u) * s->axes[2].window + v;
            *next++ = (struct stacked_term){
              (int32_t)((ptrdiff_t)(c * s->plane) + place * LANES), (int32_t)weight};
          }
        }
      }
    }
  }
  s->panels_of_task = s->lines_of_task * s->axes[2].output;
  return all * s->channels;
}

/// How many pixels before they are needed an image's lines are fetched: no processor guesses in sixteen places.
enum { pixels_ahead = 128, pixels_of_line = 16 };

/// Brings `count` pixels of each image side by side; what follows in each image is fetched.
static void bring_together(const float *from, size_t from_step, size_t images, size_t count, float *to) {
  for (size_t j = 0; j < count; j += SIDE) {
    for (size_t i = 0; j % pixels_of_line == 0 && i < images; i++) {
      __builtin_prefetch(from + i * from_step + j + pixels_ahead);
    }
    for (size_t i = 0; i < images; i += SIDE) {
      transpose_block(
        from + i * from_step + j, from_step, smaller(SIDE, images - i), smaller(SIDE, count - j), to + j * LANES + i, LANES);
    }
  }
}

/// Brings them back.
static void bring_apart(const float *from, size_t images, size_t count, float *to, size_t to_step) {
  for (size_t j = 0; j < count; j += SIDE) {
    for (size_t i = 0; j % pixels_of_line == 0 && i < images; i++) {
      __builtin_prefetch(to + i * to_step + j + pixels_ahead, 1);
    }
    for (size_t i = 0; i < images; i += SIDE) {
      transpose_block(
        from + j * LANES + i, LANES, smaller(SIDE, count - j), smaller(SIDE, images - i), to + i * to_step + j, to_step);
    }
  }
}

/// Brings one plane of each image of a stack side by side.
static void stack_task(void *context, size_t task) {
  const struct stack *s = context;
  size_t planes = s->groups * s->channels, plane = task % planes, own = task / planes;
  size_t first = (s->first + own) * s->images_in_lanes, images = smaller(s->images_in_lanes, s->g->images - first);
  size_t row = s->size[2], input = s->size[0] * s->source_rows * row;
  const float *from = s->source + (first * planes + plane) * input;
  float *to = s->stacked + task * s->plane;
  if (images < s->images_in_lanes || s->bands > 1) memset(to, 0, s->plane * sizeof(float));
  for (size_t band = 0; band < s->bands; band++) {
    // The rows of the band that lie inside the image.
    ptrdiff_t start = (ptrdiff_t)(band * s->band_rows) * s->axes[1].step - (ptrdiff_t)s->band_start;
    size_t skipped = start < 0 ? (size_t)-start : 0, before = start < 0 ? 0 : (size_t)start;
    if (before >= s->source_rows || skipped >= s->size[1]) continue;
    size_t count = s->size[0] * smaller(s->size[1] - skipped, s->source_rows - before) * row;
    bring_together(
      from + before * row, planes * input, images, count, to + skipped * row * LANES + band * s->images_in_lanes);
  }
}

/// Divides the results of a task into panels.
static size_t list_panels(const struct stack *s, size_t first, size_t last, struct stacked_panel *panels) {
  size_t count = 0, rows = s->axes[1].output, width = s->axes[2].output;
  for (size_t class = 0; class < s->class_count; class++) {
    const struct stacked_class *own = &s->classes[class];
    const struct segment *x = own->along[2];
    struct stacked_panel *panel = NULL;
    for (size_t line = first; line < last; line++) {
      size_t d = line / rows, y = line % rows;
      if (d < own->along[0]->first || d >= own->along[0]->end) continue;
      if (y < own->along[1]->first || y >= own->along[1]->end) continue;
      for (size_t j = x->first; j < x->end; j++) {
        if (!panel || panel->count == s->vectors) {
          panel = &panels[count++];
          panel->class = class;
          panel->count = 0;
        }
        size_t place[3] = {d, y, j};
        ptrdiff_t from = 0;
        for (int a = 0; a < 3; a++) {
          from = from * (ptrdiff_t)s->size[a] + (ptrdiff_t)place[a] * s->axes[a].step + s->axes[a].start;
        }
        panel->from[panel->count] = from * LANES;
        panel->to[panel->count++] = ((line - first) * width + j) * LANES;
      }
    }
  }
  return count;
}

/// Adds the bias to a row of sums; returns whether any of the results is −0.
static int finish_row(float *sums, size_t count, const float *bias) {
  vector added = bias ? broadcast(*bias) : (vector){};
  int32_t found = 0;
  for (size_t i = 0; i < count; i += LANES) {
    vector v = load(sums + i);
    if (bias) {
      v += added;
      store(sums + i, v);
    }
    int32_t bits[LANES];
    memcpy(bits, &v, sizeof bits);
    for (size_t lane = 0; lane < LANES; lane++) found |= bits[lane] == INT32_MIN;
  }
  return found;
}

/// Writes the finished sums of one row of a task, image by image.
static void write_row(
    const struct stack *s, float *sums, size_t group, size_t row, size_t first, size_t last, size_t stack) {
  size_t width = s->axes[2].output, rows = s->result_rows, size = s->axes[0].output * rows * width;
  size_t image = stack * s->images_in_lanes, images = smaller(s->images_in_lanes, s->g->images - image);
  size_t of_image = s->groups * s->rows * size, own = group * s->rows + row;
  int has_zeros = finish_row(sums, (last - first) * width * LANES, s->bias ? s->bias + own : NULL);
  for (size_t band = 0; band < s->bands; band++) {
    size_t line = band * s->band_rows + first, end = smaller(band * s->band_rows + last, s->axes[0].output * rows);
    if (line >= end) continue;
    float *to = s->result + image * of_image + own * size + line * width;
    float *from = sums + band * s->images_in_lanes;
    for (size_t i = 0; has_zeros && s->leaves_out && i < (end - line) * width * images; i++) {
      float *result = from + i / images * LANES + i % images;
      size_t at = line * width + i / images;
      size_t place[3] = {at / width / rows, at / width % rows, at % width};
      if (*result == 0) *result = s->redo(s, image + i % images, own, place);
    }
    bring_apart(from, images, (end - line) * width, to, of_image);
  }
}

/// Fetches the terms of a panel's last result, where a source waits in a cache that is far: those before it have
/// mostly been fetched for the panel to the left.
static void fetch_panel(const struct stack *s, const struct stacked_panel *panel, size_t channels, const float *source) {
  const struct stacked_class *class = &s->classes[panel->class];
  const float *from = source + panel->from[panel->count - 1];
  for (size_t p = 0; p < channels * class->elements; p++) __builtin_prefetch(from + class->terms[p].offset);
}

/// Makes some rows of results for some lines of a stack.
static void sum_stack_task(void *context, size_t task) {
  const struct stack *s = context;
  size_t lines = task % s->line_tasks, part = task / s->line_tasks % s->row_tasks;
  size_t group = task / s->line_tasks / s->row_tasks % s->groups, own = task / s->line_tasks / s->row_tasks / s->groups;
  size_t first = lines * s->lines_of_task, last = smaller(first + s->lines_of_task, s->lines);
  size_t top = part * s->rows_of_task, end = smaller(top + s->rows_of_task, s->rows);
  if (first >= last || top >= end) return;
  size_t row_step = ((last - first) * s->axes[2].output | 1) * LANES, terms = s->channels * s->elements;
  struct stacked_panel *panels = ck_scratch(ck_scratch_runs, s->panels_of_task * sizeof(struct stacked_panel));
  float *sums = ck_scratch(ck_scratch_sums, (end - top) * row_step * sizeof(float));
  size_t count = list_panels(s, first, last, panels);
  int is_far = s->channels * s->plane * sizeof(float) > ck_second_cache() / 2;
  const float *source = s->stacked + (own * s->groups + group) * s->channels * s->plane;
  const float *weights = s->weights + group * s->rows * terms;
  size_t channel = 0;
  do {
    size_t channels = smaller(s->block, s->channels - channel);
    for (size_t i = 0; i < count; i++) {
      const struct stacked_class *class = &s->classes[panels[i].class];
      if (is_far && i + 1 < count) fetch_panel(s, &panels[i + 1], channels, source + channel * s->plane);
      for (size_t row = top; row < end; row += s->tile_rows) {
        size_t rows = smaller(s->tile_rows, s->rows - row);
        stacked_tile(
          rows, channels * class->elements, weights + row * terms + channel * s->elements * rows, class->terms,
          source + channel * s->plane, &panels[i], sums + (row - top) * row_step, row_step, channel > 0);
      }
    }
    channel += channels;
  } while (channel < s->channels);
  for (size_t row = top; row < end; row++) {
    write_row(s, sums + (row - top) * row_step, group, row, first, last, s->first + own);
  }
}

/// Computes all results, as many stacks at a time as 8 MiB hold.
static void sum_stacks(struct stack *s) {
  size_t stacks = pieces(s->g->images, s->images_in_lanes), planes = s->groups * s->channels;
  s->stacked = ck_scratch(ck_scratch_source, s->wave * planes * s->plane * sizeof(float));
  double results = (double)(s->lines_of_task * s->axes[2].output * LANES * smaller(s->rows_of_task, s->rows));
  for (s->first = 0; s->first < stacks; s->first += s->wave) {
    size_t count = smaller(s->wave, stacks - s->first);
    ck_parallel(count * planes, (double)s->plane / 8, stack_task, s);
    ck_parallel(
      count * s->groups * s->row_tasks * s->line_tasks, results * (double)(s->channels * s->elements) / 40,
      sum_stack_task, s);
  }
}

/// Does the whole sum if that is less work than `cost` products, the way of `slide`, and allowed: returns whether.
/// `where[p]` is the place of term p in a row of the filters, `row_step` the numbers from row to row, `group_step`
/// from group to group.
static int sum_stacked(struct stack *s, double cost, const ptrdiff_t *where, size_t row_step, size_t group_step) {
  if (!plan_stack(s)) return 0;
  // Bringing a vector there, or back, takes as long as eight products.
  double terms = (double)list_classes(s), results = (double)(s->lines * s->axes[2].output);
  double own = terms * (double)s->rows + 8 * (double)s->plane / LANES * (double)s->channels + 8 * results * (double)s->rows;
  if (own * LANES * (double)pieces(s->g->images, s->images_in_lanes) > cost * (double)s->g->images) return 0;
  size_t of_row = s->channels * s->elements;
  float *packed = ck_scratch(ck_scratch_weights, (s->groups * s->rows * of_row + 1) * sizeof(float));
  s->weights = packed;
  int are_finite = 1;
  for (size_t group = 0; group < s->groups; group++) {
    are_finite &= pack_weights(
      s->filters + group * group_step, s->rows, row_step, where, of_row, packed + group * s->rows * of_row);
  }
  if (s->leaves_out && !are_finite) return 0;
  sum_stacks(s);
  return 1;
}
