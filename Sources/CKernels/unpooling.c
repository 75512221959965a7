// Max-unpooling: the same plain loops on every level, as each number goes to a place of its own.

#include "threads.h"

#include <string.h>

struct unpooling {
  size_t windows, positions;
  const size_t *indices;
  const float *from;
  float *to;
  int *is_outside;
};

/// Returns whether all indices of a plane are inside it, and notes if not. Looking here reads them when they are needed anyway.
static int check_indices(const struct unpooling *u, const size_t *indices) {
  // The highest bit of an index that is negative, and of the difference where it is too large.
  size_t bits = 0;
  for (size_t i = 0; i < u->windows; i++) bits |= indices[i] | (u->positions - 1 - indices[i]);
  int is_outside = bits > SIZE_MAX / 2;
  if (is_outside) __atomic_store_n(u->is_outside, 1, __ATOMIC_RELAXED);
  return !is_outside;
}

static void unpool_task(void *context, size_t plane) {
  const struct unpooling *u = context;
  const float *maxima = u->from + plane * u->windows;
  const size_t *indices = u->indices + plane * u->windows;
  float *x = u->to + plane * u->positions;
  if (!check_indices(u, indices)) return;
  memset(x, 0, u->positions * sizeof(float));
  for (size_t i = 0; i < u->windows; i++) x[indices[i]] = maxima[i];
}

static void unpool_backward_task(void *context, size_t plane) {
  const struct unpooling *u = context;
  const float *dx = u->from + plane * u->positions;
  const size_t *indices = u->indices + plane * u->windows;
  float *gradient = u->to + plane * u->windows;
  if (!check_indices(u, indices)) return;
  // Only what this plane has written is read.
  size_t *last = ck_scratch(ck_scratch_offsets, u->positions * sizeof(size_t));
  for (size_t i = 0; i < u->windows; i++) last[indices[i]] = i;
  for (size_t i = 0; i < u->windows; i++) gradient[i] = last[indices[i]] == i ? dx[indices[i]] : 0;
}

int ck_max_unpool(
    size_t planes, size_t windows, size_t positions, const size_t *indices, const float *maxima, float *x) {
  int is_outside = 0;
  struct unpooling u = {windows, positions, indices, maxima, x, &is_outside};
  ck_parallel(planes, (double)(windows + positions) / 8, unpool_task, &u);
  return !is_outside;
}

int ck_max_unpool_backward(
    size_t planes, size_t windows, size_t positions, const size_t *indices, const float *dx, float *gradient) {
  int is_outside = 0;
  struct unpooling u = {windows, positions, indices, dx, gradient, &is_outside};
  ck_parallel(planes, (double)windows, unpool_backward_task, &u);
  return !is_outside;
}
