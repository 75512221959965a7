// Problems of interpolation and of max-unpooling.

#ifndef RESAMPLING_H
#define RESAMPLING_H

#include "compare.h"

struct resizing {
  size_t planes, count;
  struct ck_resized_axis axes[3];
  const float *x, *dy;
};

static void run_resize(const void *problem, void *const results[]) {
  const struct resizing *r = problem;
  ck_resize(r->planes, r->count, r->axes, r->x, results[0]);
  ck_resize_backward(r->planes, r->count, r->axes, r->dy, results[1]);
}

/// Makes an axis whose outputs have up to five taps, in any order.
static struct ck_resized_axis resized_axis(size_t input, size_t output) {
  size_t *starts = allocate(2 * (output + 1)), *inputs = allocate(2 * 5 * output);
  float *weights = numbers(5 * output, plain);
  starts[0] = 0;
  for (size_t o = 0; o < output; o++) {
    starts[o + 1] = starts[o] + pick(0, 5);
    for (size_t tap = starts[o]; tap < starts[o + 1]; tap++) inputs[tap] = pick(0, input - 1);
  }
  return (struct ck_resized_axis){input, output, starts, inputs, weights};
}

static void compare_resize_of(enum values kind, struct resizing r) {
  size_t of_x = r.planes, of_y = r.planes;
  for (size_t a = 0; a < r.count; a++) {
    of_x *= r.axes[a].input;
    of_y *= r.axes[a].output;
  }
  float *x = numbers(of_x, kind), *dy = numbers(of_y, kind);
  r.x = x;
  r.dy = dy;
  const char *shape = shape_text(
    "%zu planes, %zu axes, the last one %zu to %zu", r.planes, r.count, r.axes[r.count - 1].input,
    r.axes[r.count - 1].output);
  compare("resize", shape, run_resize, &r, SIZES(of_y, of_x));
  free(x);
  free(dy);
  for (size_t a = 0; a < r.count; a++) {
    free((void *)r.axes[a].starts);
    free((void *)r.axes[a].inputs);
    free((void *)r.axes[a].weights);
  }
}

static void compare_resize(enum values kind) {
  struct resizing r = {.planes = pick_size(30), .count = pick(1, 3)};
  size_t most = r.count == 3 ? 12 : 60;
  for (size_t a = 0; a < r.count; a++) r.axes[a] = resized_axis(pick_size(most), pick_size(most));
  compare_resize_of(kind, r);
}

/// A result that goes past the caches on one thread, where the second cache has 1 MiB.
static void compare_large_resize(enum values kind) {
  compare_resize_of(
    kind, (struct resizing){.planes = 150, .count = 2, .axes = {resized_axis(20, 60), resized_axis(21, 61)}});
}

struct unpooling {
  size_t planes, windows, positions;
  const size_t *indices;
  const float *maxima, *dx;
};

static void run_max_unpool(const void *problem, void *const results[]) {
  const struct unpooling *u = problem;
  int *are_inside = results[2];
  are_inside[0] = ck_max_unpool(u->planes, u->windows, u->positions, u->indices, u->maxima, results[0]);
  are_inside[1] = ck_max_unpool_backward(u->planes, u->windows, u->positions, u->indices, u->dx, results[1]);
}

static void compare_unpooling(enum values kind) {
  struct unpooling u = {.planes = pick_size(40), .windows = pick_size(300), .positions = pick_size(900)};
  float *maxima = numbers(u.planes * u.windows, kind), *dx = numbers(u.planes * u.positions, kind);
  size_t *indices = allocate(2 * u.planes * u.windows);
  for (size_t i = 0; i < u.planes * u.windows; i++) indices[i] = pick(0, u.positions - 1);
  u.indices = indices;
  u.maxima = maxima;
  u.dx = dx;
  const char *shape = shape_text("%zu planes, %zu of %zu", u.planes, u.windows, u.positions);
  compare("max unpool", shape, run_max_unpool, &u, SIZES(u.planes * u.positions, u.planes * u.windows, 2));
  free(maxima);
  free(dx);
  free(indices);
}

#endif
