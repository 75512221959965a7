// The softmax over the channels, its logarithm, and its cross-entropy with labels.

#pragma once

#include "exponential.h"
#include "sums.h"
#include "vectors.h"

struct softmax {
  const struct ck_batch *s;
  const float *scores, *dy;
  float *to, *losses;
  const int64_t *labels;
  /// The rows of a task.
  size_t rows;
  int is_log;
};

/// Sixteen numbers, which a condition selects one by one.
typedef float sixteen __attribute__((ext_vector_type(16)));
typedef float loose_sixteen __attribute__((ext_vector_type(16), aligned(4)));

/// The greater of each two numbers. A NaN is never greater than `most`: it makes the sum of its row NaN as it is.
#define GREATER(a, most) ((a) > (most) ? (a) : (most))

/// Returns the greatest of some numbers that are not NaN; of zeros of both signs either, which no result shows.
ALWAYS_INLINE float greatest(const float *numbers, size_t count) {
  sixteen most = -__builtin_inff(), other = most;
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    most = GREATER(*(const loose_sixteen *)(numbers + i), most);
    other = GREATER(*(const loose_sixteen *)(numbers + i + 16), other);
  }
  most = GREATER(other, most);
  most = GREATER(__builtin_shufflevector(most, most, 8, 9, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1), most);
  most = GREATER(__builtin_shufflevector(most, most, 4, 5, 6, 7, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1), most);
  most = GREATER(__builtin_shufflevector(most, most, 2, 3, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1), most);
  float result = GREATER(most[0], most[1]);
  for (; i < count; i++) result = GREATER(numbers[i], result);
  return result;
}

/// Makes the exponentials of scores, less their maximum; returns their sum.
ALWAYS_INLINE float exponentials(const float *scores, size_t count, float *restrict to, float *maximum) {
  float most = *maximum = greatest(scores, count);
  enum { registers = 16 / LANES };
  vector sums[registers] = {}, e[exponential_vectors];
  size_t done = 0;
  for (; done + exponential_block <= count; done += exponential_block) {
    for (size_t v = 0; v < exponential_vectors; v++) e[v] = load(scores + done + v * LANES) - most;
    exponentials_of_negatives(e);
    for (size_t v = 0; v < exponential_vectors; v++) {
      store(to + done + v * LANES, e[v]);
      sums[v % registers] += e[v];
    }
  }
  if (done < count) {
    float rest[exponential_block];
    for (size_t i = 0; i < exponential_block; i++) rest[i] = done + i < count ? scores[done + i] : most;
    for (size_t v = 0; v < exponential_vectors; v++) e[v] = load(rest + v * LANES) - most;
    exponentials_of_negatives(e);
    for (size_t v = 0; v < exponential_vectors; v++) store(rest + v * LANES, e[v]);
    for (size_t i = count - done; i < exponential_block; i++) rest[i] = 0;
    for (size_t i = 0; done + i < count; i++) to[done + i] = rest[i];
    for (size_t v = 0; v < exponential_vectors; v++) sums[v % registers] += load(rest + v * LANES);
  }
  partial_sums partial;
  memcpy(&partial, sums, sizeof partial);
  return add_halves(&partial);
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

/// Makes the softmax at `side_by_side` positions, or its logarithm.
static void softmax_of_positions(
    const float *scores, size_t channels, size_t step, int is_log, float *restrict row, float *p) {
  float most[side_by_side], sums[16][side_by_side] = {};
  for (size_t i = 0; i < side_by_side; i++) most[i] = -__builtin_inff();
  for (size_t c = 0; c < channels; c++) {
    for (size_t i = 0; i < side_by_side; i++) most[i] = GREATER(scores[c * step + i], most[i]);
  }
  for (size_t c = 0; c < channels; c++) {
    float *to = row + c * side_by_side, *sum = sums[c % 16];
    for (size_t i = 0; i < side_by_side; i += exponential_block) {
      vector e[exponential_vectors];
      for (size_t v = 0; v < exponential_vectors; v++) {
        e[v] = load(scores + c * step + i + v * LANES) - load(most + i + v * LANES);
      }
      exponentials_of_negatives(e);
      for (size_t v = 0; v < exponential_vectors; v++) {
        store(to + i + v * LANES, e[v]);
        store(sum + i + v * LANES, load(sum + i + v * LANES) + e[v]);
      }
    }
  }
  add_halves_of_positions(sums);
  for (size_t i = 0; is_log && i < side_by_side; i++) sums[0][i] = ck_log(sums[0][i]);
  for (size_t c = 0; c < channels; c++) {
    float *to = p + c * step;
    const float *e = row + c * side_by_side, *from = scores + c * step;
    if (is_log) {
      for (size_t i = 0; i < side_by_side; i++) to[i] = ck_canonical((from[i] - most[i]) - sums[0][i]);
    } else {
      for (size_t i = 0; i < side_by_side; i++) to[i] = ck_canonical(e[i] / sums[0][i]);
    }
  }
}

/// Copies numbers that lie `step` apart, or back.
ALWAYS_INLINE void copy_from_steps(const float *from, size_t step, size_t count, float *to) {
  for (size_t c = 0; c < count; c++) to[c] = from[c * step];
}
ALWAYS_INLINE void copy_to_steps(const float *from, size_t count, float *to, size_t step) {
  for (size_t c = 0; c < count; c++) to[c * step] = from[c];
}

/// Divides exponentials by their sum.
ALWAYS_INLINE void divide(float *p, size_t channels, float sum) {
  for (size_t c = 0; c < channels; c++) p[c] = ck_canonical(p[c] / sum);
}

/// Makes the softmax of rows of scores. A row is divided after the next one's exponentials, which need not wait for it.
static void softmax_of_rows(const float *scores, size_t rows, size_t channels, float *restrict p) {
  float maximum, sum = exponentials(scores, channels, p, &maximum);
  for (size_t row = 1; row < rows; row++) {
    float next = exponentials(scores + row * channels, channels, p + row * channels, &maximum);
    divide(p + (row - 1) * channels, channels, sum);
    sum = next;
  }
  divide(p + (rows - 1) * channels, channels, sum);
}

/// Makes the logarithms of the softmax of rows of scores. Some rows' logarithms follow each other, as each is a long chain.
static void log_softmax_of_rows(const float *scores, size_t rows, size_t channels, float *restrict to) {
  enum { together = 8 };
  while (rows) {
    size_t count = smaller(together, rows);
    float maxima[together], logarithms[together];
    for (size_t row = 0; row < count; row++) {
      logarithms[row] = exponentials(scores + row * channels, channels, to + row * channels, &maxima[row]);
    }
    for (size_t row = 0; row < count; row++) logarithms[row] = ck_log(logarithms[row]);
    for (size_t row = 0; row < count; row++, scores += channels, to += channels) {
      float maximum = maxima[row], logarithm = logarithms[row];
      for (size_t c = 0; c < channels; c++) to[c] = ck_canonical((scores[c] - maximum) - logarithm);
    }
    rows -= count;
  }
}

static void softmax_of_rows_task(void *context, size_t task) {
  const struct softmax *m = context;
  size_t channels = m->s->channels, first = task * m->rows, rows = smaller(m->rows, m->s->images - first);
  (m->is_log ? log_softmax_of_rows : softmax_of_rows)(
    m->scores + first * channels, rows, channels, m->to + first * channels);
}

static void softmax_task(void *context, size_t n) {
  const struct softmax *m = context;
  size_t channels = m->s->channels, size = m->s->size, start = n * channels * size, done = 0;
  float *row = ck_scratch(ck_scratch_panel, channels * side_by_side * sizeof(float));
  for (; done + side_by_side <= size; done += side_by_side) {
    softmax_of_positions(m->scores + start + done, channels, size, m->is_log, row, m->to + start + done);
  }
  for (; done < size; done++) {
    float *scores = row + channels, *p = row + 2 * channels;
    copy_from_steps(m->scores + start + done, size, channels, scores);
    (m->is_log ? log_softmax_of_rows : softmax_of_rows)(scores, 1, channels, p);
    copy_to_steps(p, channels, m->to + start + done, size);
  }
}

/// Makes the softmax or its logarithm.
static void make_softmax(struct softmax m) {
  const struct ck_batch *s = m.s;
  if (s->size == 1) {
    m.rows = larger(1, 2048 / larger(1, s->channels));
    ck_parallel(pieces(s->images, m.rows), (double)(s->channels * m.rows), softmax_of_rows_task, &m);
  } else {
    ck_parallel(s->images, (double)(s->channels * s->size), softmax_task, &m);
  }
}

/// Makes the gradient of the softmax p, `p·(dy − Σ dy·p)`, or that of its logarithm, `dy − p·Σ dy`, at `side_by_side`
/// positions.
static void softmax_backward_of_positions(
    const float *p, const float *dy, size_t channels, size_t step, int is_log, float *ds) {
  float sums[16][side_by_side] = {};
  for (size_t c = 0; c < channels; c++) {
    const float *g = dy + c * step, *own = p + c * step;
    for (size_t i = 0; i < side_by_side; i++) sums[c % 16][i] += is_log ? g[i] : g[i] * own[i];
  }
  add_halves_of_positions(sums);
  for (size_t c = 0; c < channels; c++) {
    const float *g = dy + c * step, *own = p + c * step;
    for (size_t i = 0; i < side_by_side; i++) {
      ds[c * step + i] = ck_canonical(is_log ? g[i] - own[i] * sums[0][i] : own[i] * (g[i] - sums[0][i]));
    }
  }
}

/// Makes that gradient for numbers that lie side by side.
static void softmax_backward_of_row(
    const float *restrict p, const float *restrict dy, size_t channels, int is_log, float *restrict ds) {
  partial_sums sums = {};
#define PRODUCT(type, c) (*(const type *)(dy + c) * *(const type *)(p + c))
#define GRADIENT(type, c) (*(const type *)(dy + c))
  if (is_log) ADD_TERMS(sums, 0, channels, GRADIENT)
  else ADD_TERMS(sums, 0, channels, PRODUCT)
#undef PRODUCT
#undef GRADIENT
  float sum = add_halves(&sums);
  for (size_t c = 0; c < channels; c++) ds[c] = ck_canonical(is_log ? dy[c] - p[c] * sum : p[c] * (dy[c] - sum));
}

static void softmax_backward_task(void *context, size_t n) {
  const struct softmax *m = context;
  size_t channels = m->s->channels, size = m->s->size, start = n * channels * size, done = 0;
  const float *p = m->scores + start, *dy = m->dy + start;
  float *ds = m->to + start;
  if (size == 1) {
    softmax_backward_of_row(p, dy, channels, m->is_log, ds);
    return;
  }
  for (; done + side_by_side <= size; done += side_by_side) {
    softmax_backward_of_positions(p + done, dy + done, channels, size, m->is_log, ds + done);
  }
  float *row = ck_scratch(ck_scratch_panel, 3 * channels * sizeof(float));
  for (; done < size; done++) {
    copy_from_steps(p + done, size, channels, row);
    copy_from_steps(dy + done, size, channels, row + channels);
    softmax_backward_of_row(row, row + channels, channels, m->is_log, row + 2 * channels);
    copy_to_steps(row + 2 * channels, channels, ds + done, size);
  }
}

static void make_softmax_backward(struct softmax m) {
  ck_parallel(m.s->images, (double)(m.s->channels * m.s->size) / 4, softmax_backward_task, &m);
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
  make_softmax((struct softmax){.s = s, .scores = scores, .to = p});
}

void LEVEL(ck_log_softmax)(const struct ck_batch *s, const float *scores, float *y) {
  make_softmax((struct softmax){.s = s, .scores = scores, .to = y, .is_log = 1});
}

void LEVEL(ck_softmax_backward)(const struct ck_batch *s, const float *dp, const float *p, float *ds) {
  make_softmax_backward((struct softmax){.s = s, .scores = p, .dy = dp, .to = ds});
}

void LEVEL(ck_log_softmax_backward)(const struct ck_batch *s, const float *dy, const float *p, float *ds) {
  make_softmax_backward((struct softmax){.s = s, .scores = p, .dy = dy, .to = ds, .is_log = 1});
}

void LEVEL(ck_cross_entropy)(
    const struct ck_batch *s, const float *scores, const int64_t *labels, float *losses, float *ds) {
  struct softmax m = {.s = s, .scores = scores, .to = ds, .losses = losses, .labels = labels};
  ck_parallel(s->images, (double)(s->channels * s->size) * 10, cross_entropy_task, &m);
}
