// Max-unpooling: the same plain loops on every level, as each number goes to a place of its own.

#include "threads.h"

#include <string.h>

struct unpooling {
  size_t windows, positions;
  const size_t *indices;
  const float *from;
  float *to;
};

static void unpool_task(void *context, size_t plane) {
  const struct unpooling *u = context;
  const float *maxima = u->from + plane * u->windows;
  const size_t *indices = u->indices + plane * u->windows;
  float *x = u->to + plane * u->positions;
  memset(x, 0, u->positions * sizeof(float));
  for (size_t i = 0; i < u->windows; i++) x[indices[i]] = maxima[i];
}

static void unpool_backward_task(void *context, size_t plane) {
  const struct unpooling *u = context;
  const float *dx = u->from + plane * u->positions;
  const size_t *indices = u->indices + plane * u->windows;
  float *gradient = u->to + plane * u->windows;
  // Only what this plane has written is read.
  size_t *last = ck_scratch(ck_scratch_offsets, u->positions * sizeof(size_t));
  for (size_t i = 0; i < u->windows; i++) last[indices[i]] = i;
  for (size_t i = 0; i < u->windows; i++) gradient[i] = last[indices[i]] == i ? dx[indices[i]] : 0;
}

void ck_max_unpool(
    size_t planes, size_t windows, size_t positions, const size_t *indices, const float *maxima, float *x) {
  struct unpooling u = {windows, positions, indices, maxima, x};
  ck_parallel(planes, (double)(windows + positions) / 2, unpool_task, &u);
}

void ck_max_unpool_backward(
    size_t planes, size_t windows, size_t positions, const size_t *indices, const float *dx, float *gradient) {
  struct unpooling u = {windows, positions, indices, dx, gradient};
  ck_parallel(planes, (double)windows, unpool_backward_task, &u);
}
