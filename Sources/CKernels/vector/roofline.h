// What bounds all kernels, to be measured beside them: how fast sums are continued, and how fast memory is.

#pragma once

#include "vectors.h"

struct rounds {
  size_t count;
  float *to;
};

/// Runs twelve independent sums, whose terms come from registers.
static void add_products_task(void *context, size_t task) {
  const struct rounds *r = context;
  vector sums[12], left = broadcast(1.0001f), right = broadcast(1e-9f);
  for (size_t i = 0; i < 12; i++) sums[i] = broadcast((float)(i + task));
  for (size_t round = 0; round < r->count; round++) {
    for (size_t i = 0; i < 12; i++) sums[i] = __builtin_elementwise_fma(sums[i], left, right);
  }
  for (size_t i = 0; i < 12; i++) store(r->to + (task * 12 + i) * LANES, sums[i]);
}

double LEVEL(ck_add_products)(size_t rounds) {
  size_t threads = ck_thread_count();
  struct rounds r = {rounds, ck_scratch(ck_scratch_totals, threads * 12 * LANES * sizeof(float))};
  ck_parallel(threads, 1e9, add_products_task, &r);
  return 2.0 * 12 * LANES * (double)rounds * (double)threads;
}

struct triad {
  size_t count, slice;
  const float *b, *c;
  float *a;
};

static void triad_task(void *context, size_t task) {
  const struct triad *t = context;
  size_t start = task * t->slice;
  if (start >= t->count) return;
  size_t count = smaller(t->slice, t->count - start);
  float *restrict a = t->a + start;
  const float *restrict b = t->b + start, *restrict c = t->c + start;
  for (size_t i = 0; i < count; i++) a[i] = b[i] + 3.0f * c[i];
}

void LEVEL(ck_triad)(size_t count, const float *b, const float *c, float *a) {
  size_t threads = ck_thread_count();
  struct triad t = {count, pieces(count, threads), b, c, a};
  ck_parallel(threads, (double)count / 10, triad_task, &t);
}
