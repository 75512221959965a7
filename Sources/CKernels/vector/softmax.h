// The softmax over the channels, and its cross-entropy with labels.

#pragma once

#include "sums.h"
#include "vectors.h"

struct softmax {
  const struct ck_batch *s;
  const float *scores, *dp;
  float *to, *losses;
  const int64_t *labels;
};

/// Returns the greatest of some numbers, NaN if one is; of zeros of both signs either, which no result shows.
ALWAYS_INLINE float greatest(const float *numbers, size_t count) {
  float most[16];
  for (size_t lane = 0; lane < 16; lane++) most[lane] = -__builtin_inff();
  size_t done = 0;
  for (; done + 16 <= count; done += 16) {
    for (size_t lane = 0; lane < 16; lane++) {
      float number = numbers[done + lane];
      most[lane] = number > most[lane] || number != number ? number : most[lane];
    }
  }
  for (; done < count; done++) most[0] = numbers[done] > most[0] || numbers[done] != numbers[done] ? numbers[done] : most[0];
  for (size_t lane = 1; lane < 16; lane++) {
    most[0] = most[lane] > most[0] || most[lane] != most[lane] ? most[lane] : most[0];
  }
  return most[0];
}

/// Makes the exponentials of scores that lie `step` apart, less their maximum; returns their sum.
ALWAYS_INLINE float exponentials(const float *scores, size_t count, size_t step, float *restrict to, float *maximum) {
  float most = step == 1 ? greatest(scores, count) : -__builtin_inff();
  for (size_t c = 0; step > 1 && c < count; c++) {
    float score = scores[c * step];
    most = score > most || score != score ? score : most;
  }
  if (step == 1) {
    for (size_t c = 0; c < count; c++) to[c] = ck_exp(scores[c] - most);
  } else {
    for (size_t c = 0; c < count; c++) to[c] = ck_exp(scores[c * step] - most);
  }
  partial_sums sums = {};
#define TERM(type, i) (*(const type *)(to + i))
  ADD_TERMS(sums, 0, count, TERM)
#undef TERM
  *maximum = most;
  return add_halves(&sums);
}

enum { side_by_side = 64 };

/// Makes the softmax at `side_by_side` positions, in the order of sums that each has alone.
static void softmax_of_positions(const float *scores, size_t channels, size_t step, float *restrict row, float *p) {
  float most[side_by_side], sums[16][side_by_side] = {};
  for (size_t i = 0; i < side_by_side; i++) most[i] = -__builtin_inff();
  for (size_t c = 0; c < channels; c++) {
    for (size_t i = 0; i < side_by_side; i++) {
      float score = scores[c * step + i];
      most[i] = score > most[i] || score != score ? score : most[i];
    }
  }
  for (size_t c = 0; c < channels; c++) {
    float *to = row + c * side_by_side;
    for (size_t i = 0; i < side_by_side; i++) to[i] = ck_exp(scores[c * step + i] - most[i]);
    for (size_t i = 0; i < side_by_side; i++) sums[c % 16][i] += to[i];
  }
  for (size_t half = 8; half; half /= 2) {
    for (size_t j = 0; j < half; j++) {
      for (size_t i = 0; i < side_by_side; i++) sums[j][i] += sums[j + half][i];
    }
  }
  for (size_t c = 0; c < channels; c++) {
    for (size_t i = 0; i < side_by_side; i++) p[c * step + i] = ck_canonical(row[c * side_by_side + i] / sums[0][i]);
  }
}

static void softmax_task(void *context, size_t n) {
  const struct softmax *m = context;
  size_t channels = m->s->channels, size = m->s->size, done = 0;
  float *row = ck_scratch(ck_scratch_panel, (channels + 16) * side_by_side * sizeof(float)), maximum;
  for (; done + side_by_side <= size; done += side_by_side) {
    size_t start = n * channels * size + done;
    softmax_of_positions(m->scores + start, channels, size, row, m->to + start);
  }
  for (size_t i = done; i < size; i++) {
    size_t start = n * channels * size + i;
    float sum = exponentials(m->scores + start, channels, size, row, &maximum);
    for (size_t c = 0; c < channels; c++) m->to[start + c * size] = ck_canonical(row[c] / sum);
  }
}

static void softmax_backward_task(void *context, size_t n) {
  const struct softmax *m = context;
  size_t channels = m->s->channels, size = m->s->size;
  float *row = ck_scratch(ck_scratch_panel, (channels + 16) * sizeof(float));
  for (size_t i = 0; i < size; i++) {
    const float *p = m->scores + n * channels * size + i, *dp = m->dp + n * channels * size + i;
    float *ds = m->to + n * channels * size + i;
    for (size_t c = 0; c < channels; c++) row[c] = dp[c * size] * p[c * size];
    partial_sums sums = {};
#define TERM(type, j) (*(const type *)(row + j))
    {
      ADD_TERMS(sums, 0, channels, TERM)
    }
#undef TERM
    float mean = add_halves(&sums);
    for (size_t c = 0; c < channels; c++) ds[c * size] = ck_canonical(p[c * size] * (dp[c * size] - mean));
  }
}

static void cross_entropy_task(void *context, size_t n) {
  const struct softmax *m = context;
  size_t channels = m->s->channels, label = (size_t)m->labels[n];
  float *row = ck_scratch(ck_scratch_panel, (channels + 16) * sizeof(float)), maximum;
  float count = (float)m->s->images;
  const float *scores = m->scores + n * channels;
  float sum = exponentials(scores, channels, 1, row, &maximum);
  m->losses[n] = ck_canonical(0 + (ck_log(sum) - (scores[label] - maximum)));
  for (size_t c = 0; c < channels; c++) {
    m->to[n * channels + c] = ck_canonical((row[c] / sum - (c == label)) / count);
  }
}

void LEVEL(ck_softmax)(const struct ck_batch *s, const float *scores, float *p) {
  struct softmax m = {s, scores, NULL, p, NULL, NULL};
  ck_parallel(s->images, (double)(s->channels * s->size) * 10, softmax_task, &m);
}

void LEVEL(ck_softmax_backward)(const struct ck_batch *s, const float *dp, const float *p, float *ds) {
  struct softmax m = {s, p, dp, ds, NULL, NULL};
  ck_parallel(s->images, (double)(s->channels * s->size) * 10, softmax_backward_task, &m);
}

void LEVEL(ck_cross_entropy)(
    const struct ck_batch *s, const float *scores, const int64_t *labels, float *losses, float *ds) {
  struct softmax m = {s, scores, NULL, ds, losses, labels};
  ck_parallel(s->images, (double)(s->channels * s->size) * 10, cross_entropy_task, &m);
}
