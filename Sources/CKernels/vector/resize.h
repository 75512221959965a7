// Interpolation along the axes of planes, one axis after the other.
//
// A line is what stands at one index of the axis: the numbers of all axes after it, side by side. Along the last axis a line is
// one number; there rows are transposed, so that each line has one of some rows.

#pragma once

#include "transpose.h"
#include "vectors.h"

/// The rows whose last axis is resized side by side.
enum { resized_rows = 16 };

struct resizing {
  const struct ck_resized_axis *axes;
  size_t count, planes, planes_of_task, old_size, new_size;
  int is_backward;
  const float *from;
  float *to;
};

/// Makes each output's line of the products of its taps; a single product is no sum and keeps its NaN.
ALWAYS_INLINE void resize_lines(
    const struct ck_resized_axis *a, size_t inner, const float *restrict x, float *restrict y) {
  for (size_t o = 0; o < a->output; o++, y += inner) {
    size_t first = a->starts[o], last = a->starts[o + 1];
    for (size_t i = 0; first == last && i < inner; i++) y[i] = 0;
    for (size_t tap = first; tap < last; tap++) {
      const float *from = x + a->inputs[tap] * inner, weight = a->weights[tap];
      if (tap == first) {
        for (size_t i = 0; i < inner; i++) y[i] = weight * from[i];
      } else {
        for (size_t i = 0; i < inner; i++) y[i] = ck_canonical(y[i] + weight * from[i]);
      }
    }
  }
}

/// Adds each output's line, times their weights, to the lines of its taps.
ALWAYS_INLINE void resize_lines_backward(
    const struct ck_resized_axis *a, size_t inner, const float *restrict dy, float *restrict dx) {
  memset(dx, 0, a->input * inner * sizeof(float));
  for (size_t o = 0; o < a->output; o++, dy += inner) {
    for (size_t tap = a->starts[o]; tap < a->starts[o + 1]; tap++) {
      float *to = dx + a->inputs[tap] * inner, weight = a->weights[tap];
      for (size_t i = 0; i < inner; i++) to[i] = ck_canonical(to[i] + weight * dy[i]);
    }
  }
}

/// Resizes some planes along an axis, those after which are as large as in the output, and those before it as in the input.
static void resize_along(const struct resizing *r, size_t axis, size_t planes, const float *from, float *to) {
  const struct ck_resized_axis *a = r->axes + axis;
  size_t rows = planes, inner = 1;
  for (size_t before = 0; before < axis; before++) rows *= r->axes[before].input;
  for (size_t after = axis + 1; after < r->count; after++) inner *= r->axes[after].output;
  size_t source = r->is_backward ? a->output : a->input, target = r->is_backward ? a->input : a->output;
  if (inner > 1) {
    for (size_t row = 0; row < rows; row++, from += source * inner, to += target * inner) {
      (r->is_backward ? resize_lines_backward : resize_lines)(a, inner, from, to);
    }
    return;
  }
  float *lines = ck_scratch(ck_scratch_panel, source * resized_rows * sizeof(float));
  float *results = ck_scratch(ck_scratch_tiles, target * resized_rows * sizeof(float));
  for (size_t row = 0; row < rows; row += resized_rows, from += source * resized_rows, to += target * resized_rows) {
    size_t height = smaller(resized_rows, rows - row);
    transpose(from, source, height, source, lines, resized_rows);
    if (r->is_backward) resize_lines_backward(a, resized_rows, lines, results);
    else resize_lines(a, resized_rows, lines, results);
    transpose(results, resized_rows, target, height, to, target);
  }
}

/// Resizes some planes along all axes: the last one first, or backward the first one.
static void resize_task(void *context, size_t task) {
  const struct resizing *r = context;
  size_t first = task * r->planes_of_task, planes = smaller(r->planes_of_task, r->planes - first), most = 0;
  for (size_t axis = 0; axis < r->count; axis++) {
    size_t size = planes;
    for (size_t other = 0; other < r->count; other++) size *= larger(r->axes[other].input, r->axes[other].output);
    most = larger(most, size);
  }
  float *between[2] = {
    ck_scratch(ck_scratch_source, most * sizeof(float)), ck_scratch(ck_scratch_runs, most * sizeof(float))};
  const float *from = r->from + first * r->old_size;
  for (size_t pass = 0; pass < r->count; pass++) {
    float *to = pass + 1 == r->count ? r->to + first * r->new_size : between[pass % 2];
    resize_along(r, r->is_backward ? pass : r->count - 1 - pass, planes, from, to);
    from = to;
  }
}

static void resize_planes(struct resizing r) {
  size_t input = 1, output = 1, rows = 1;
  for (size_t axis = 0; axis < r.count; axis++) {
    if (axis) rows *= r.axes[axis - 1].input;
    input *= r.axes[axis].input;
    output *= r.axes[axis].output;
  }
  r.old_size = r.is_backward ? output : input;
  r.new_size = r.is_backward ? input : output;
  // As many planes as fill the rows that are done side by side, and are worth a task.
  r.planes_of_task = larger(pieces(resized_rows, larger(1, rows)), 4096 / larger(1, input + output));
  ck_parallel(pieces(r.planes, r.planes_of_task), (double)(r.planes_of_task * (input + output)) / 2, resize_task, &r);
}

void LEVEL(ck_resize)(
    size_t planes, size_t count, const struct ck_resized_axis *axes, const float *x, float *y) {
  resize_planes((struct resizing){.axes = axes, .count = count, .planes = planes, .from = x, .to = y});
}

void LEVEL(ck_resize_backward)(
    size_t planes, size_t count, const struct ck_resized_axis *axes, const float *dy, float *dx) {
  resize_planes(
    (struct resizing){.axes = axes, .count = count, .planes = planes, .from = dy, .to = dx, .is_backward = 1});
}
