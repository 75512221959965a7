// Problems of pooling, normalization, softmax, activations and steps of optimizers.

#ifndef LAYERS_H
#define LAYERS_H

#include "compare.h"
#include "convolutions.h"

struct pooling {
  struct ck_pooling g;
  const float *x, *dy, *counts, *relu_mask;
  const int32_t *positions;
};

static void run_max_pool(const void *problem, void *const results[]) {
  const struct pooling *p = problem;
  ck_max_pool(&p->g, p->x, results[0], results[1]);
}
static void run_max_pool_backward(const void *problem, void *const results[]) {
  const struct pooling *p = problem;
  ck_max_pool_backward(&p->g, p->dy, p->positions, p->relu_mask, results[0]);
}
static void run_mean_pool(const void *problem, void *const results[]) {
  const struct pooling *p = problem;
  ck_mean_pool(&p->g, p->x, p->counts, results[0]);
}
static void run_mean_pool_backward(const void *problem, void *const results[]) {
  const struct pooling *p = problem;
  ck_mean_pool_backward(&p->g, p->dy, p->counts, results[0]);
}

static void compare_pooling(enum values kind) {
  struct pooling p = {.g = {.planes = pick_size(40)}};
  pick_axes(p.g.axes, 40);
  // Half of the problems have the windows of 2 × 2 that most networks have.
  for (int a = 0; pick(0, 1) && a < 3; a++) {
    p.g.axes[a] = a ? axis(pick(2, 80), 2, 2, 1, 0, 0) : (struct ck_axis){1, 1, 1, 1, 1, 0};
  }
  size_t input = positions(p.g.axes, input_of), output = positions(p.g.axes, output_of);
  size_t of_x = p.g.planes * input, of_y = p.g.planes * output;
  float *x = numbers(of_x, kind), *dy = numbers(of_y, kind), *counts = allocate(output), *maxima = allocate(of_y);
  int32_t *found = allocate(of_y);
  for (size_t i = 0; i < output; i++) counts[i] = (float)pick(1, 9);
  const char *shape = shape_text("%zu planes,%s", p.g.planes, shape_of_axes(p.g.axes));
  ck_force(ck_generic, 1);
  ck_max_pool(&p.g, x, maxima, found);
  ck_force(-1, 0);
  // Positions that no pooling of squares can have found: of other windows.
  for (size_t i = 0; pick(0, 3) == 0 && i < of_y; i++) found[i] = (int32_t)pick(0, input - 1);
  p.x = x;
  p.dy = dy;
  p.counts = counts;
  p.positions = found;
  p.relu_mask = pick(0, 1) ? maxima : NULL;
  compare("max pool", shape, run_max_pool, &p, SIZES(of_y, of_y));
  compare("max pool backward", shape, run_max_pool_backward, &p, SIZES(of_x));
  compare("mean pool", shape, run_mean_pool, &p, SIZES(of_y));
  compare("mean pool backward", shape, run_mean_pool_backward, &p, SIZES(of_x));
  free(x);
  free(dy);
  free(counts);
  free(maxima);
  free(found);
}

struct batch {
  struct ck_batch s;
  const float *x, *dy, *mean, *inverse, *gamma, *beta, *p;
  const int64_t *labels;
  int is_own, fuses_relu;
  const struct ck_start *start;
  /// Some of the channels, and the 32 partial sums of each that are continued.
  struct ck_batch_part part;
  const float *partial;
};

static void run_statistics(const void *problem, void *const results[]) {
  const struct batch *b = problem;
  ck_channel_statistics(&b->s, b->x, results[0], results[1]);
}
static void run_normalize(const void *problem, void *const results[]) {
  const struct batch *b = problem;
  ck_normalize(&b->s, b->x, b->mean, b->inverse, b->gamma, b->beta, b->fuses_relu, results[0]);
}
static void run_normalize_backward(const void *problem, void *const results[]) {
  const struct batch *b = problem;
  ck_normalize_backward(
    &b->s, b->x, b->dy, b->mean, b->inverse, b->gamma, b->is_own, results[0], results[1], results[2]);
}
static void run_channel_sums(const void *problem, void *const results[]) {
  const struct batch *b = problem;
  ck_channel_sums(&b->s, b->x, b->start, results[0]);
}
static void run_continue_sums(const void *problem, void *const results[]) {
  const struct batch *b = problem;
  for (int r = 0; r < 3; r++) {
    memcpy(results[r], b->partial, b->part.channels * (r == 2 ? 32 : 16) * sizeof(float));
  }
  ck_continue_statistics(&b->part, b->x, NULL, results[0]);
  ck_continue_statistics(&b->part, b->x, b->mean, results[1]);
  ck_continue_gradients(&b->part, b->x, b->dy, b->mean, b->inverse, results[2]);
}
static void run_normalize_backward_input(const void *problem, void *const results[]) {
  const struct batch *b = problem;
  ck_normalize_backward_input(
    &b->s, b->s.images + b->part.before, b->x, b->dy, b->mean, b->inverse, b->gamma, b->beta, b->p, results[0]);
}
static void run_softmax(const void *problem, void *const results[]) {
  const struct batch *b = problem;
  ck_softmax(&b->s, b->x, results[0]);
}
static void run_softmax_backward(const void *problem, void *const results[]) {
  const struct batch *b = problem;
  ck_softmax_backward(&b->s, b->dy, b->p, results[0]);
}
static void run_log_softmax(const void *problem, void *const results[]) {
  const struct batch *b = problem;
  ck_log_softmax(&b->s, b->x, results[0]);
  ck_log_softmax_backward(&b->s, b->dy, b->p, results[1]);
}
static void run_cross_entropy(const void *problem, void *const results[]) {
  const struct batch *b = problem;
  ck_cross_entropy(&b->s, b->x, b->labels, results[0], results[1]);
}

struct responses {
  struct ck_local_response r;
  const float *x, *dy;
  float *divisors, *powers;
};

static void run_local_response(const void *problem, void *const results[]) {
  const struct responses *p = problem;
  ck_local_response(&p->r, p->x, p->divisors, p->powers, results[0]);
  ck_local_response_backward(&p->r, p->x, p->dy, p->divisors, p->powers, results[1]);
}

static void compare_local_response(enum values kind) {
  struct responses p = {.r = {
    {pick_size(6), pick_size(40), pick_size(400)}, pick(0, 6), pick(0, 6), 0.2f, 0.75f, pick(0, 3) ? 1 : 0}};
  size_t count = p.r.batch.images * p.r.batch.channels * p.r.batch.size;
  float *x = numbers(count, kind), *dy = numbers(count, kind);
  p = (struct responses){p.r, x, dy, allocate(count), allocate(count)};
  const char *shape = shape_text(
    "%zu images, %zu channels, size %zu, window %zu + 1 + %zu", p.r.batch.images, p.r.batch.channels, p.r.batch.size,
    p.r.before, p.r.after);
  compare("local response", shape, run_local_response, &p, SIZES(count, count));
  free(x);
  free(dy);
  free(p.divisors);
  free(p.powers);
}

static void compare_batch(enum values kind) {
  struct batch b = {.s = {pick_size(40), pick_size(60), pick(0, 2) ? pick_size(300) : 1}};
  size_t count = b.s.images * b.s.channels * b.s.size;
  float *x = numbers(count, kind), *dy = numbers(count, kind), *p = numbers(count, plain);
  float *mean = numbers(b.s.channels, plain), *inverse = numbers(b.s.channels, plain);
  float *gamma = numbers(b.s.channels, plain), *beta = numbers(b.s.channels, plain);
  for (size_t i = 0; kind == plain && i < count; i++) x[i] *= 90;  // Exponentials of all sizes.
  int64_t *labels = allocate(2 * b.s.images);
  for (size_t n = 0; n < b.s.images; n++) labels[n] = (int64_t)pick(0, b.s.channels - 1);
  float *sums = numbers(b.s.channels, kind), *partial = numbers(32 * b.s.channels, plain);
  struct ck_start start = {given_sums, sums};
  struct ck_batch_part part = {.s = b.s, .first = pick(0, b.s.channels - 1), .before = pick(0, 40)};
  part.channels = pick(1, b.s.channels - part.first);
  b = (struct batch){
    b.s, x, dy, mean, inverse, gamma, beta, p, labels, (int)pick(0, 1), (int)pick(0, 1), pick(0, 1) ? &start : NULL,
    part, partial};
  const char *shape = shape_text("%zu images, %zu channels, size %zu", b.s.images, b.s.channels, b.s.size);
  compare("channel statistics", shape, run_statistics, &b, SIZES(b.s.channels, b.s.channels));
  compare("normalize", shape, run_normalize, &b, SIZES(count));
  compare("normalize backward", shape, run_normalize_backward, &b, SIZES(count, b.s.channels, b.s.channels));
  compare("channel sums", shape, run_channel_sums, &b, SIZES(b.s.channels));
  size_t lanes = 16 * b.part.channels;
  compare("continued sums", shape, run_continue_sums, &b, SIZES(lanes, lanes, 2 * lanes));
  compare("normalize backward input", shape, run_normalize_backward_input, &b, SIZES(count));
  compare("softmax", shape, run_softmax, &b, SIZES(count));
  compare("softmax backward", shape, run_softmax_backward, &b, SIZES(count));
  compare("log softmax", shape, run_log_softmax, &b, SIZES(count, count));
  if (b.s.size == 1) compare("cross entropy", shape, run_cross_entropy, &b, SIZES(b.s.images, count));
  free(x);
  free(dy);
  free(p);
  free(mean);
  free(inverse);
  free(gamma);
  free(beta);
  free(labels);
  free(sums);
  free(partial);
}

struct elements {
  int function;
  float first, second;
  struct ck_stream stream;
  size_t count;
  const float *x, *dy;
};

static void run_activate(const void *problem, void *const results[]) {
  const struct elements *e = problem;
  ck_activate(e->function, e->first, e->second, e->count, e->x, results[0]);
}
static void run_activate_backward(const void *problem, void *const results[]) {
  const struct elements *e = problem;
  ck_activate_backward(e->function, e->first, e->second, e->count, e->x, e->dy, results[0]);
}
static void run_dropout(const void *problem, void *const results[]) {
  const struct elements *e = problem;
  ck_dropout(&e->stream, e->first, e->second, e->count, e->x, results[0]);
}
static void run_is_finite(const void *problem, void *const results[]) {
  const struct elements *e = problem;
  *(int *)results[0] = ck_is_finite(e->count, e->x);
}
static void run_triad(const void *problem, void *const results[]) {
  const struct elements *e = problem;
  ck_triad(e->count, e->x, e->dy, results[0]);
}

static void compare_elements(enum values kind, size_t most) {
  struct elements e = {.first = 0.25f, .second = 0.75f, .count = pick_size(most)};
  float *x = numbers(e.count, kind), *dy = numbers(e.count, kind);
  for (size_t i = 0; i < e.count; i++) x[i] *= 8;
  e.x = x;
  e.dy = dy;
  for (e.function = ck_relu; e.function <= ck_clip; e.function++) {
    const char *shape = shape_text("function %d, %zu numbers", e.function, e.count);
    compare("activate", shape, run_activate, &e, SIZES(e.count));
    compare("activate backward", shape, run_activate_backward, &e, SIZES(e.count));
  }
  // From any word of a block, and beyond the last block of a counter.
  e.stream = (struct ck_stream){
    {(uint32_t)next(), (uint32_t)next()}, (uint32_t)next(), {(uint32_t)next(), (uint32_t)next()},
    pick(0, 1) ? pick(0, 9) : ((uint64_t)1 << 34) - pick(0, 100)};
  const char *shape = shape_text("%zu numbers from %llu on", e.count, (unsigned long long)e.stream.first);
  compare("dropout", shape, run_dropout, &e, SIZES(e.count));
  compare("is finite", shape, run_is_finite, &e, SIZES(1));
  if (kind == plain) compare("triad", shape, run_triad, &e, SIZES(e.count));
  free(x);
  free(dy);
}

struct step {
  struct ck_step s;
  const float *values[4];
};

static void run_step(const void *problem, void *const results[]) {
  const struct step *p = problem;
  struct ck_step s = p->s;
  for (size_t i = 0; i < 4; i++) memcpy(results[i], p->values[i], s.count * sizeof(float));
  s.values = results[0];
  s.firsts = results[1];
  s.seconds = results[2];
  s.thirds = results[3];
  ck_apply_step(&s);
}

static void compare_step(enum values kind, size_t most) {
  float *arrays[5];
  struct step p = {.s = {
    .rule = (int)pick(ck_momentum, ck_amsgrad), .count = pick_size(most), .rate = 0.1f, .decay = pick(0, 1) ? 0.01f : 0,
    .first_factor = 0.9f, .second_factor = 0.99f, .epsilon = 1e-8f, .keep = pick(0, 1) ? 1 : 0.5f, .correction = 0.7f}};
  for (size_t i = 0; i < 5; i++) {
    arrays[i] = numbers(p.s.count, kind);
    // Sums of squares are not negative.
    for (size_t j = 0; i > 1 && i < 4 && j < p.s.count; j++) arrays[i][j] *= arrays[i][j];
    if (i < 4) p.values[i] = arrays[i];
  }
  p.s.gradients = arrays[4];
  const char *shape = shape_text("rule %d, %zu numbers", p.s.rule, p.s.count);
  compare("step", shape, run_step, &p, SIZES(p.s.count, p.s.count, p.s.count, p.s.count));
  for (size_t i = 0; i < 5; i++) free(arrays[i]);
}

#endif
