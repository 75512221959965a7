// Pooling: each plane by itself.

#pragma once

#include "finite.h"
#include "vectors.h"

/// The elements of a window that lie inside the input along an axis, and the first one's position.
struct inside {
  size_t count, position;
};

struct pooling {
  const struct ck_pooling *g;
  size_t input, output;
  /// For each axis, what of each window lies inside.
  const struct inside *inside[3];
  const float *from, *counts, *relu_mask;
  float *to;
  int32_t *positions;
  /// The planes of a task.
  size_t of_task;
};

static struct inside inside(const struct ck_axis *a, size_t output) {
  size_t start = output * a->stride, first = 0;
  if (start < a->before) first = pieces(a->before - start, a->dilation);
  size_t position = start + first * a->dilation - a->before;
  if (first >= a->window || position >= a->input) return (struct inside){0, 0};
  return (struct inside){smaller(a->window - first, pieces(a->input - position, a->dilation)), position};
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

/// Visits each window of a plane, and in it each position inside the input, row by row.
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
#define FOR_EACH_PLACE(position) \
  for (size_t t = 0; t < slices.count; t++) \
    for (size_t r = 0; r < rows.count; r++) \
      for (size_t s = 0, position = ((slices.position + t * g->axes[0].dilation) * g->axes[1].input + rows.position \
                                  + r * g->axes[1].dilation) * g->axes[2].input + columns.position; \
           s < columns.count; s++, position += g->axes[2].dilation)

/// Whether a number takes the position of the maximum so far: the first one stays, and a NaN beats all numbers.
ALWAYS_INLINE int beats(float number, float best) { return (number > best) | ((number != number) & (best == best)); }

#include "pooling_squares_backward.h"

/// Runs tasks of several planes each: some microseconds of work, as long as there is enough for all threads.
static void pool_planes(struct pooling *p, ck_task task) {
  enum { windows_of_task = 4096, tasks_of_thread = 8 };
  size_t planes = p->g->planes, most = larger(1, windows_of_task / larger(1, p->output));
  size_t share = planes * p->output <= windows_of_task ? planes : planes / (ck_thread_count() * tasks_of_thread);
  p->of_task = larger(1, smaller(most, share));
  ck_parallel(pieces(planes, p->of_task), (double)(p->output * p->of_task), task, p);
}

static void max_task(void *context, size_t task) {
  const struct pooling *p = context;
  size_t first = task * p->of_task, planes = smaller(p->of_task, p->g->planes - first);
  const float *x = p->from + first * p->input;
  float *y = p->to + first * p->output;
  int32_t *positions = p->positions + first * p->output;
  if (is_of_squares(p->g)) {
    max_of_squares(p, planes, x, y, positions);
    return;
  }
  for (; planes > 0; planes--, x += p->input, y += p->output, positions += p->output) {
    FOR_EACH_WINDOW(p, output)
      float best = -__builtin_inff();
      int32_t found = -1;
      FOR_EACH_PLACE(position) {
        if (found < 0 || beats(x[position], best)) {
          best = x[position];
          found = (int32_t)position;
        }
      }
      y[output] = best;
      positions[output] = found;
    END_EACH_WINDOW
  }
}

/// Makes every NaN of a plane's sums of gradients the same; there is none where all gradients are finite.
static void finish_gradient(const struct pooling *p, const float *dy, float *dx) {
  if (all_finite(dy, p->output)) return;
  for (size_t i = 0; i < p->input; i++) dx[i] = ck_canonical(dx[i]);
}

static void max_backward_task(void *context, size_t task) {
  const struct pooling *p = context;
  size_t first = task * p->of_task, planes = smaller(p->of_task, p->g->planes - first);
  const float *dy = p->from + first * p->output;
  float *dx = p->to + first * p->input;
  const int32_t *positions = p->positions + first * p->output;
  const float *relu_mask = p->relu_mask ? p->relu_mask + first * p->output : NULL;
  if (is_of_squares(p->g) && max_of_squares_backward(p, planes, dy, positions, relu_mask, dx)) return;
  memset(dx, 0, planes * p->input * sizeof(float));
  for (; planes > 0; planes--, dy += p->output, dx += p->input, positions += p->output) {
    for (size_t i = 0; i < p->output; i++) {
      if (positions[i] >= 0 && (!relu_mask || relu_mask[i] > 0)) dx[positions[i]] += dy[i];
    }
    finish_gradient(p, dy, dx);
    if (relu_mask) relu_mask += p->output;
  }
}

static void mean_task(void *context, size_t plane) {
  const struct pooling *p = context;
  const float *x = p->from + plane * p->input;
  float *y = p->to + plane * p->output;
  if (is_of_squares(p->g)) {
    mean_of_squares(p, x, y);
    return;
  }
  FOR_EACH_WINDOW(p, output)
    float sum = 0;
    FOR_EACH_PLACE(position) sum += x[position];
    y[output] = ck_canonical(sum / p->counts[output]);
  END_EACH_WINDOW
}

static void mean_backward_task(void *context, size_t plane) {
  const struct pooling *p = context;
  const float *dy = p->from + plane * p->output;
  float *dx = p->to + plane * p->input;
  if (is_of_squares(p->g)) {
    mean_of_squares_backward(p, dy, dx);
    return;
  }
  memset(dx, 0, p->input * sizeof(float));
  FOR_EACH_WINDOW(p, output)
    float part = dy[output] / p->counts[output];
    FOR_EACH_PLACE(position) dx[position] += part;
  END_EACH_WINDOW
  finish_gradient(p, dy, dx);
}

void LEVEL(ck_max_pool)(const struct ck_pooling *g, const float *x, float *y, int32_t *positions) {
  struct pooling p = prepare(g);
  p.from = x;
  p.to = y;
  p.positions = positions;
  pool_planes(&p, max_task);
}

void LEVEL(ck_max_pool_backward)(
    const struct ck_pooling *g, const float *dy, const int32_t *positions, const float *relu_mask, float *dx) {
  struct pooling p = prepare(g);
  p.from = dy;
  p.relu_mask = relu_mask;
  p.to = dx;
  p.positions = (int32_t *)positions;
  pool_planes(&p, max_backward_task);
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
