// Interpolation along the axes of planes, one axis after the other.
//
// A line is what stands at one index of the axis: the numbers of all axes after it, side by side. Along the last axis a line is
// one number; there rows are transposed, so that each line has one of some rows.

#pragma once

#include "transpose.h"
#include "vectors.h"

enum {
  /// The rows whose last axis is resized side by side.
  resized_rows = 32,
  /// The vectors of a line that are summed up together.
  resized_vectors = LANES == 16 ? 2 : 4,
  most_resized_axes = 3,
};

struct resizing {
  /// Backward these are transposed: an output's taps are those from which its gradient comes.
  const struct ck_resized_axis *axes;
  size_t count, planes, planes_of_task, old_size, new_size;
  int is_backward;
  /// Whether results go past the caches, which could not hold them.
  int is_streamed;
  const float *from;
  float *to;
};

/// Makes some vectors of a line of an output, from its taps in order: a sum that starts at the first product, or backward at 0.
/// A single product is no sum and keeps its NaN.
ALWAYS_INLINE void resize_vectors(
    const float *restrict weights, const size_t *restrict inputs, size_t taps, size_t inner, int is_backward, size_t count,
    const float *restrict x, float *restrict y) {
  vector sums[resized_vectors];
  for (size_t tap = 0; tap < taps; tap++) {
    const float *from = x + inputs[tap] * inner;
    for (size_t v = 0; v < count; v++) {
      vector product = weights[tap] * load(from + v * LANES);
      sums[v] = tap ? sums[v] + product : is_backward ? 0 + product : product;
    }
  }
  for (size_t v = 0; v < count; v++) store(y + v * LANES, taps > 1 || is_backward ? canonical(sums[v]) : sums[v]);
}

/// Makes a line of an output. Its last vector begins so that it ends with the line.
ALWAYS_INLINE void resize_line(
    const float *weights, const size_t *inputs, size_t taps, size_t inner, int is_backward, const float *restrict x,
    float *restrict y) {
  enum { width = resized_vectors * LANES };
  size_t i = 0;
  for (; i + width <= inner; i += width) {
    resize_vectors(weights, inputs, taps, inner, is_backward, resized_vectors, x + i, y + i);
  }
  for (; i < inner && inner >= LANES; i += LANES) {
    size_t start = smaller(i, inner - LANES);
    resize_vectors(weights, inputs, taps, inner, is_backward, 1, x + start, y + start);
  }
  for (; i < inner; i++) {
    float sum = 0;
    for (size_t tap = 0; tap < taps; tap++) {
      float product = weights[tap] * x[inputs[tap] * inner + i];
      sum = tap ? sum + product : is_backward ? 0 + product : product;
    }
    y[i] = taps > 1 || is_backward ? ck_canonical(sum) : sum;
  }
}

/// Makes all lines of outputs. One tap or two are most frequent forward, and four backward, as images are doubled.
static void resize_lines(
    const struct ck_resized_axis *a, size_t inner, int is_backward, const float *restrict x, float *restrict y) {
  for (size_t o = 0; o < a->output; o++, y += inner) {
    size_t taps = a->starts[o + 1] - a->starts[o];
    const float *weights = a->weights + a->starts[o];
    const size_t *inputs = a->inputs + a->starts[o];
    if (!taps) memset(y, 0, inner * sizeof(float));
    else if (taps == 1 && !is_backward) resize_line(weights, inputs, 1, inner, 0, x, y);
    else if (taps == 2 && !is_backward) resize_line(weights, inputs, 2, inner, 0, x, y);
    else if (taps == 4) resize_line(weights, inputs, 4, inner, is_backward, x, y);
    else resize_line(weights, inputs, taps, inner, is_backward, x, y);
  }
}

/// Resizes some planes of these sizes along an axis.
static void resize_along(
    const struct resizing *r, size_t axis, size_t planes, const size_t *sizes, const float *from, float *to) {
  const struct ck_resized_axis *a = r->axes + axis;
  size_t rows = planes, inner = 1;
  for (size_t before = 0; before < axis; before++) rows *= sizes[before];
  for (size_t after = axis + 1; after < r->count; after++) inner *= sizes[after];
  if (inner > 1) {
    for (size_t row = 0; row < rows; row++, from += a->input * inner, to += a->output * inner) {
      resize_lines(a, inner, r->is_backward, from, to);
    }
    return;
  }
  float *lines = ck_scratch(ck_scratch_panel, a->input * resized_rows * sizeof(float));
  float *results = ck_scratch(ck_scratch_tiles, a->output * resized_rows * sizeof(float));
  for (size_t row = 0; row < rows; row += resized_rows) {
    size_t height = smaller(resized_rows, rows - row);
    transpose(from + row * a->input, a->input, height, a->input, lines, resized_rows);
    resize_lines(a, resized_rows, r->is_backward, lines, results);
    transpose(results, resized_rows, a->output, height, to + row * a->output, a->output);
  }
}

#if LANES > 4

/// Copies numbers to memory past the caches, so that no line of it is read before.
static void copy_past_caches(const float *restrict from, size_t count, float *restrict to) {
  size_t i = 0;
  for (; i < count && (uintptr_t)(to + i) % sizeof(vector); i++) to[i] = from[i];
  for (; i + LANES <= count; i += LANES) __builtin_nontemporal_store(load(from + i), (vector *)(to + i));
  for (; i < count; i++) to[i] = from[i];
  // Other threads may read the results as soon as the task has ended.
  _mm_sfence();
}

#endif

/// Resizes some planes along all axes: the last one first, or backward the first one.
static void resize_task(void *context, size_t task) {
  const struct resizing *r = context;
  size_t first = task * r->planes_of_task, planes = smaller(r->planes_of_task, r->planes - first);
  size_t sizes[most_resized_axes], most = planes;
  for (size_t axis = 0; axis < r->count; axis++) {
    sizes[axis] = r->axes[axis].input;
    most *= larger(sizes[axis], r->axes[axis].output);
  }
  float *between[2] = {
    ck_scratch(ck_scratch_source, most * sizeof(float)), ck_scratch(ck_scratch_runs, most * sizeof(float))};
  const float *from = r->from + first * r->old_size;
  float *results = r->to + first * r->new_size;
  for (size_t pass = 0; pass < r->count; pass++) {
    size_t axis = r->is_backward ? pass : r->count - 1 - pass;
    float *to = pass + 1 == r->count && !r->is_streamed ? results : between[pass % 2];
    resize_along(r, axis, planes, sizes, from, to);
    sizes[axis] = r->axes[axis].output;
    from = to;
  }
#if LANES > 4
  if (r->is_streamed) copy_past_caches(from, planes * r->new_size, results);
#endif
}

static void resize_planes(struct resizing r) {
  size_t rows = 1;
  r.old_size = r.new_size = 1;
  for (size_t axis = 0; axis < r.count; axis++) {
    if (axis) rows *= r.axes[axis - 1].input;
    r.old_size *= r.axes[axis].input;
    r.new_size *= r.axes[axis].output;
  }
  size_t size = r.old_size + r.new_size;
  // As many planes as fill the rows that are done side by side, and are worth a task.
  r.planes_of_task = larger(pieces(resized_rows, larger(1, rows)), 4096 / larger(1, size));
#if LANES > 4
  size_t cache = ck_second_cache() / 2;
  r.is_streamed = r.planes * r.new_size * sizeof(float) > 4 * cache * ck_thread_count()
    && r.planes_of_task * r.new_size * sizeof(float) <= cache;
#endif
  ck_parallel(pieces(r.planes, r.planes_of_task), (double)(r.planes_of_task * size) / 4, resize_task, &r);
}

/// Writes an axis whose outputs are the inputs of `a`, with the same taps. `starts` has a number more than there are inputs.
static struct ck_resized_axis transposed_axis(
    const struct ck_resized_axis *a, size_t *starts, size_t *outputs, float *weights) {
  memset(starts, 0, (a->input + 1) * sizeof *starts);
  for (size_t tap = a->starts[0]; tap < a->starts[a->output]; tap++) starts[a->inputs[tap] + 1]++;
  for (size_t i = 0; i < a->input; i++) starts[i + 1] += starts[i];
  for (size_t o = 0; o < a->output; o++) {
    for (size_t tap = a->starts[o]; tap < a->starts[o + 1]; tap++) {
      size_t next = starts[a->inputs[tap]]++;
      outputs[next] = o;
      weights[next] = a->weights[tap];
    }
  }
  // Each start has moved to the next one.
  memmove(starts + 1, starts, a->input * sizeof *starts);
  starts[0] = 0;
  return (struct ck_resized_axis){a->output, a->input, starts, outputs, weights};
}

void LEVEL(ck_resize)(
    size_t planes, size_t count, const struct ck_resized_axis *axes, const float *x, float *y) {
  resize_planes((struct resizing){.axes = axes, .count = count, .planes = planes, .from = x, .to = y});
}

void LEVEL(ck_resize_backward)(
    size_t planes, size_t count, const struct ck_resized_axis *axes, const float *dy, float *dx) {
  struct ck_resized_axis transposed[most_resized_axes];
  size_t numbers = 0, taps = 0;
  for (size_t axis = 0; axis < count; axis++) {
    size_t own = axes[axis].starts[axes[axis].output] - axes[axis].starts[0];
    numbers += axes[axis].input + 1 + own;
    taps += own;
  }
  size_t *next = ck_scratch(ck_scratch_tables, numbers * sizeof *next + taps * sizeof(float));
  float *weights = (float *)(next + numbers);
  for (size_t axis = 0; axis < count; axis++) {
    size_t *outputs = next + axes[axis].input + 1;
    transposed[axis] = transposed_axis(axes + axis, next, outputs, weights);
    size_t own = transposed[axis].starts[axes[axis].input];
    next = outputs + own;
    weights += own;
  }
  resize_planes((struct resizing){
    .axes = transposed, .count = count, .planes = planes, .from = dy, .to = dx, .is_backward = 1});
}
