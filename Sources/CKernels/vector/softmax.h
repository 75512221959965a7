// The softmax over the channels, and its cross-entropy with labels.

#pragma once

#include "exponential.h"
#include "sums.h"
#include "vectors.h"

struct softmax {
  const struct ck_batch *s;
  const float *scores, *dp;
  float *to, *losses;
  const int64_t *labels;
};

/// Returns the greater of two numbers, NaN if one is.
ALWAYS_INLINE vector greater(vector a, vector b) {
  mask is_first = (a > b) | (a != a);
  return (vector)(((mask)a & is_first) | ((mask)b & ~is_first));
}

/// Returns the greatest of some numbers, NaN if one is; of zeros of both signs either, which no result shows.
ALWAYS_INLINE float greatest(const float *numbers, size_t count) {
  vector most = broadcast(-__builtin_inff()), rest = most;
  size_t done = 0;
  for (; done + LANES <= count; done += LANES) most = greater(load(numbers + done), most);
  for (size_t lane = 0; done + lane < count; lane++) rest[lane] = numbers[done + lane];
  most = greater(rest, most);
  float results[LANES];
  store(results, most);
  for (size_t half = LANES / 2; half; half /= 2) {
    for (size_t lane = 0; lane < half; lane++) {
      float a = results[lane], b = results[lane + half];
      results[lane] = a > b || a != a ? a : b;
    }
  }
  return results[0];
}

/// Makes the exponentials of scores, less their maximum; returns their sum.
ALWAYS_INLINE float exponentials(const float *scores, size_t count, float *restrict to, float *maximum) {
  float most = greatest(scores, count);
  vector block[exponential_vectors];
  size_t done = 0, of_block = exponential_vectors * LANES;
  for (; done + of_block <= count; done += of_block) {
    for (size_t v = 0; v < exponential_vectors; v++) block[v] = load(scores + done + v * LANES) - most;
    exponentials_of_negatives(block, exponential_vectors);
    for (size_t v = 0; v < exponential_vectors; v++) store(to + done + v * LANES, block[v]);
  }
  for (; done < count; done += LANES) {
    size_t rest = smaller(LANES, count - done);
    vector e = (rest == LANES ? load(scores + done) : load_first(scores + done, rest)) - most;
    exponentials_of_negatives(&e, 1);
    if (rest == LANES) store(to + done, e);
    else store_first(to + done, e, rest);
  }
  partial_sums sums = {};
#define TERM(type, i) (*(const type *)(to + i))
  ADD_TERMS(sums, 0, count, TERM)
#undef TERM
  *maximum = most;
  return add_halves(&sums);
}

/// Positions whose channels are summed up side by side, in the order of sums that each has alone.
enum { side_by_side = 64 };

ALWAYS_INLINE void add_halves_of_positions(float sums[16][side_by_side]) {
  for (size_t half = 8; half; half /= 2) {
    for (size_t j = 0; j < half; j++) {
      for (size_t i = 0; i < side_by_side; i++) sums[j][i] += sums[j + half][i];
    }
  }
}

/// Makes the softmax at `side_by_side` positions.
static void softmax_of_positions(const float *scores, size_t channels, size_t step, float *restrict row, float *p) {
  float most[side_by_side], sums[16][side_by_side] = {};
  for (size_t i = 0; i < side_by_side; i++) most[i] = -__builtin_inff();
  for (size_t c = 0; c < channels; c++) {
    for (size_t i = 0; i < side_by_side; i += LANES) store(most + i, greater(load(scores + c * step + i), load(most + i)));
  }
  for (size_t c = 0; c < channels; c++) {
    float *to = row + c * side_by_side, *sum = sums[c % 16];
    for (size_t i = 0; i < side_by_side; i += exponential_vectors * LANES) {
      vector e[exponential_vectors];
      for (size_t v = 0; v < exponential_vectors; v++) {
        e[v] = load(scores + c * step + i + v * LANES) - load(most + i + v * LANES);
      }
      exponentials_of_negatives(e, exponential_vectors);
      for (size_t v = 0; v < exponential_vectors; v++) {
        store(to + i + v * LANES, e[v]);
        store(sum + i + v * LANES, load(sum + i + v * LANES) + e[v]);
      }
    }
  }
  add_halves_of_positions(sums);
  for (size_t c = 0; c < channels; c++) {
    for (size_t i = 0; i < side_by_side; i++) p[c * step + i] = ck_canonical(row[c * side_by_side + i] / sums[0][i]);
  }
}

/// Copies numbers that lie `step` apart, or back.
ALWAYS_INLINE void copy_from_steps(const float *from, size_t step, size_t count, float *to) {
  for (size_t c = 0; c < count; c++) to[c] = from[c * step];
}
ALWAYS_INLINE void copy_to_steps(const float *from, size_t count, float *to, size_t step) {
  for (size_t c = 0; c < count; c++) to[c * step] = from[c];
}

/// Makes the softmax of scores that lie side by side.
static void softmax_of_row(const float *scores, size_t channels, float *restrict row, float *restrict p) {
  float maximum, sum = exponentials(scores, channels, row, &maximum);
  for (size_t c = 0; c < channels; c++) p[c] = ck_canonical(row[c] / sum);
}

static void softmax_task(void *context, size_t n) {
  const struct softmax *m = context;
  size_t channels = m->s->channels, size = m->s->size, start = n * channels * size, done = 0;
  float *row = ck_scratch(ck_scratch_panel, channels * side_by_side * sizeof(float));
  if (size == 1) {
    softmax_of_row(m->scores + start, channels, row, m->to + start);
    return;
  }
  for (; done + side_by_side <= size; done += side_by_side) {
    softmax_of_positions(m->scores + start + done, channels, size, row, m->to + start + done);
  }
  for (; done < size; done++) {
    float *scores = row + channels, *p = row + 2 * channels;
    copy_from_steps(m->scores + start + done, size, channels, scores);
    softmax_of_row(scores, channels, row, p);
    copy_to_steps(p, channels, m->to + start + done, size);
  }
}

/// Makes the gradient at `side_by_side` positions.
static void softmax_backward_of_positions(const float *p, const float *dp, size_t channels, size_t step, float *ds) {
  float sums[16][side_by_side] = {};
  for (size_t c = 0; c < channels; c++) {
    for (size_t i = 0; i < side_by_side; i++) sums[c % 16][i] += dp[c * step + i] * p[c * step + i];
  }
  add_halves_of_positions(sums);
  for (size_t c = 0; c < channels; c++) {
    for (size_t i = 0; i < side_by_side; i++) {
      ds[c * step + i] = ck_canonical(p[c * step + i] * (dp[c * step + i] - sums[0][i]));
    }
  }
}

/// Makes the gradient for numbers that lie side by side.
static void softmax_backward_of_row(
    const float *restrict p, const float *restrict dp, size_t channels, float *restrict ds) {
  partial_sums sums = {};
#define TERM(type, c) (*(const type *)(dp + c) * *(const type *)(p + c))
  ADD_TERMS(sums, 0, channels, TERM)
#undef TERM
  float mean = add_halves(&sums);
  for (size_t c = 0; c < channels; c++) ds[c] = ck_canonical(p[c] * (dp[c] - mean));
}

static void softmax_backward_task(void *context, size_t n) {
  const struct softmax *m = context;
  size_t channels = m->s->channels, size = m->s->size, start = n * channels * size, done = 0;
  const float *p = m->scores + start, *dp = m->dp + start;
  float *ds = m->to + start;
  if (size == 1) {
    softmax_backward_of_row(p, dp, channels, ds);
    return;
  }
  for (; done + side_by_side <= size; done += side_by_side) {
    softmax_backward_of_positions(p + done, dp + done, channels, size, ds + done);
  }
  float *row = ck_scratch(ck_scratch_panel, 3 * channels * sizeof(float));
  for (; done < size; done++) {
    copy_from_steps(p + done, size, channels, row);
    copy_from_steps(dp + done, size, channels, row + channels);
    softmax_backward_of_row(row, row + channels, channels, row + 2 * channels);
    copy_to_steps(row + 2 * channels, channels, ds + done, size);
  }
}

static void cross_entropy_task(void *context, size_t n) {
  const struct softmax *m = context;
  size_t channels = m->s->channels, label = (size_t)m->labels[n];
  float *row = ck_scratch(ck_scratch_panel, channels * sizeof(float)), maximum;
  float count = (float)m->s->images;
  const float *scores = m->scores + n * channels;
  float sum = exponentials(scores, channels, row, &maximum);
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
