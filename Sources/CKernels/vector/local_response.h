// Local response normalization: each number is divided by a power of the sum of squares around it, across channels.
//
// Positions of an image are done side by side, some at a time, so that all terms of a sum stay in the first cache. The
// loops are plain: the compiler puts neighboring positions into registers.

#pragma once

#include "vectors.h"

/// The positions of a task.
enum { response_width = 128 };

struct local_response {
  const struct ck_local_response *r;
  const float *x, *dy;
  float *divisors, *powers, *to;
};

/// Where the positions of a task lie, and how many they are.
struct response_part {
  size_t start, count;
};

static struct response_part find_response_part(const struct ck_batch *b, size_t task) {
  size_t parts = pieces(b->size, response_width), first = task % parts * response_width;
  return (struct response_part){
    task / parts * b->channels * b->size + first, smaller(response_width, b->size - first)};
}

/// Adds the terms of the channels around channel `c` in order; there are `response_width` terms for each channel.
ALWAYS_INLINE void add_channels(
    size_t channels, size_t c, size_t before, size_t after, const float *terms, float sums[response_width]) {
  memset(sums, 0, response_width * sizeof(float));
  size_t first = c < before ? 0 : c - before, last = smaller(channels, c + after + 1);
  for (size_t other = first; other < last; other++) {
    for (size_t i = 0; i < response_width; i++) sums[i] += terms[other * response_width + i];
  }
}

static float *response_terms(size_t channels) {
  return ck_scratch(ck_scratch_panel, (channels + 1) * response_width * sizeof(float));
}

static void local_response_task(void *context, size_t task) {
  const struct local_response *l = context;
  const struct ck_local_response *r = l->r;
  const struct ck_batch *b = &r->batch;
  struct response_part part = find_response_part(b, task);
  float *restrict terms = response_terms(b->channels), sums[response_width];
  const float scale = r->scale, bias = r->bias, exponent = -r->beta;
  for (size_t c = 0; c < b->channels; c++) {
    const float *restrict x = l->x + part.start + c * b->size;
    for (size_t i = 0; i < part.count; i++) terms[c * response_width + i] = x[i] * x[i];
    for (size_t i = part.count; i < response_width; i++) terms[c * response_width + i] = 0;
  }
  for (size_t c = 0; c < b->channels; c++) {
    add_channels(b->channels, c, r->before, r->after, terms, sums);
    size_t at = part.start + c * b->size;
    const float *restrict x = l->x + at;
    float *restrict divisors = l->divisors + at, *restrict powers = l->powers + at, *restrict y = l->to + at;
    for (size_t i = 0; i < part.count; i++) {
      float divisor = bias + scale * sums[i], power = ck_exp(exponent * ck_log(divisor));
      divisors[i] = divisor;
      powers[i] = power;
      y[i] = ck_canonical(x[i] * power);
    }
  }
}

/// A channel is in the windows of those whose windows it would be in, seen from the other side.
static void local_response_backward_task(void *context, size_t task) {
  const struct local_response *l = context;
  const struct ck_local_response *r = l->r;
  const struct ck_batch *b = &r->batch;
  struct response_part part = find_response_part(b, task);
  float *restrict terms = response_terms(b->channels), sums[response_width];
  const float factor = 2 * r->scale * r->beta;
  for (size_t c = 0; c < b->channels; c++) {
    size_t at = part.start + c * b->size;
    const float *restrict x = l->x + at, *restrict dy = l->dy + at;
    const float *restrict divisors = l->divisors + at, *restrict powers = l->powers + at;
    for (size_t i = 0; i < part.count; i++) terms[c * response_width + i] = dy[i] * x[i] * powers[i] / divisors[i];
    for (size_t i = part.count; i < response_width; i++) terms[c * response_width + i] = 0;
  }
  for (size_t c = 0; c < b->channels; c++) {
    add_channels(b->channels, c, r->after, r->before, terms, sums);
    size_t at = part.start + c * b->size;
    const float *restrict x = l->x + at, *restrict dy = l->dy + at, *restrict powers = l->powers + at;
    float *restrict dx = l->to + at;
    for (size_t i = 0; i < part.count; i++) dx[i] = ck_canonical(dy[i] * powers[i] - factor * x[i] * sums[i]);
  }
}

static void run_response(struct local_response *l, double cost, ck_task task) {
  const struct ck_batch *b = &l->r->batch;
  ck_parallel(
    b->images * pieces(b->size, response_width), cost * (double)(b->channels * smaller(b->size, response_width)), task,
    l);
}

void LEVEL(ck_local_response)(
    const struct ck_local_response *r, const float *x, float *divisors, float *powers, float *y) {
  struct local_response l = {r, x, NULL, divisors, powers, y};
  run_response(&l, 8, local_response_task);
}

void LEVEL(ck_local_response_backward)(
    const struct ck_local_response *r, const float *x, const float *dy, const float *divisors, const float *powers,
    float *dx) {
  struct local_response l = {r, x, dy, (float *)divisors, (float *)powers, dx};
  run_response(&l, 1, local_response_backward_task);
}
