// Problems of convolutions and matrix products.

#ifndef CONVOLUTIONS_H
#define CONVOLUTIONS_H

#include "compare.h"

static size_t positions(const struct ck_axis axes[3], size_t (*size)(const struct ck_axis *)) {
  return size(&axes[0]) * size(&axes[1]) * size(&axes[2]);
}
static size_t input_of(const struct ck_axis *a) { return a->input; }
static size_t window_of(const struct ck_axis *a) { return a->window; }
static size_t output_of(const struct ck_axis *a) { return a->output; }

/// Completes an axis, so that at least one window lies on it: that of the input, grown by zeros on both sides.
static struct ck_axis axis(size_t input, size_t window, size_t stride, size_t dilation, size_t before, size_t after) {
  size_t span = (window - 1) * dilation + 1;
  if (input + before + after < span) input = span - before - after;
  return (struct ck_axis){input, window, (input + before + after - span) / stride + 1, stride, dilation, before};
}

static struct ck_axis pick_axis(size_t most_input) {
  size_t window = pick(1, 5), stride = pick(0, 2) ? 1 : pick(2, 4), dilation = pick(0, 3) ? 1 : pick(2, 3);
  size_t span = (window - 1) * dilation + 1;
  switch (pick(0, 3)) {
    case 0: return axis(pick_size(most_input), window, stride, dilation, 0, 0);
    case 1: return axis(pick_size(most_input), window, stride, dilation, (span - 1) / 2, span / 2);
    case 2: return axis(pick_size(most_input), window, stride, dilation, span - 1, span - 1);
    default: return axis(pick_size(most_input), window, stride, dilation, pick(0, 3), pick(0, 3));
  }
}

static void pick_axes(struct ck_axis axes[3], size_t most_input) {
  static const struct ck_axis missing = {1, 1, 1, 1, 1, 0};
  size_t rank = pick(0, 4);  // Two axes mostly.
  axes[0] = rank == 3 ? pick_axis(6) : missing;
  axes[1] = rank == 0 ? missing : pick_axis(rank == 3 ? 8 : most_input);
  axes[2] = pick_axis(rank == 3 ? 8 : rank == 0 ? 4 * most_input : most_input);
}

static const char *shape_of_axes(const struct ck_axis axes[3]) {
  static char text[300];
  size_t used = 0;
  for (int a = 0; a < 3; a++) {
    const struct ck_axis *x = &axes[a];
    used += (size_t)snprintf(
      text + used, sizeof text - used, " [%zu ⋆ %zu → %zu, stride %zu, dilation %zu, before %zu]", x->input, x->window,
      x->output, x->stride, x->dilation, x->before);
  }
  return text;
}

struct convolution {
  struct ck_convolution g;
  const float *x, *w, *bias, *dz, *relu_mask;
  int fuses_relu;
  const struct ck_start *start;
};

/// Gives sums to go on from: what the context points at.
static const float *given_sums(void *context) { return context; }

static void run_correlate(const void *problem, void *const results[]) {
  const struct convolution *p = problem;
  ck_correlate(&p->g, p->x, p->w, p->bias, p->fuses_relu, results[0]);
}
static void run_backward_input(const void *problem, void *const results[]) {
  const struct convolution *p = problem;
  ck_correlate_backward_input(&p->g, p->dz, p->w, p->relu_mask, results[0]);
}
static void run_backward_filter(const void *problem, void *const results[]) {
  const struct convolution *p = problem;
  ck_correlate_backward_filter(&p->g, p->dz, p->x, p->start, results[0]);
}

/// Compares the three sums of a convolution.
static void compare_convolution(const struct ck_convolution *g, enum values kind) {
  size_t channels = g->channels / g->groups;
  size_t of_x = g->images * g->channels * positions(g->axes, input_of);
  size_t of_z = g->images * g->filters * positions(g->axes, output_of);
  size_t of_w = g->filters * channels * positions(g->axes, window_of);
  // Weights with an odd value among them take another way than finite ones with odd pixels.
  int has_odd_weights = pick(0, 1) == 0;
  float *x = numbers(of_x, kind), *w = numbers(of_w, kind == odd && !has_odd_weights ? plain : kind);
  float *dz = numbers(of_z, kind), *bias = numbers(g->filters, pick(0, 3) ? plain : kind), *sums = numbers(of_w, kind);
  struct ck_start start = {given_sums, sums};
  for (size_t i = 0; i < of_w; i++) sums[i] += 0.0f;  // No −0.
  struct convolution p = {
    .g = *g, .x = x, .w = w, .dz = dz, .bias = pick(0, 1) ? bias : NULL, .fuses_relu = (int)pick(0, 1),
    .relu_mask = pick(0, 1) ? x : NULL, .start = pick(0, 1) ? &start : NULL};
  const char *shape = shape_text(
    "%zu images, %zu channels, %zu filters, %zu groups,%s", g->images, g->channels, g->filters, g->groups,
    shape_of_axes(g->axes));
  compare("correlate", shape, run_correlate, &p, SIZES(of_z));
  compare("correlate backward input", shape, run_backward_input, &p, SIZES(of_x));
  compare("correlate backward filter", shape, run_backward_filter, &p, SIZES(of_w));
  free(x);
  free(w);
  free(dz);
  free(bias);
  free(sums);
}

/// A convolution at random, of at most so many products.
static void compare_any_convolution(enum values kind, double most_products) {
  struct ck_convolution g;
  double products;
  do {
    g.groups = pick(0, 3) ? 1 : pick(1, 4);
    g.images = pick_size(40);
    g.channels = g.groups * pick_size(40);
    g.filters = g.groups * pick_size(40);
    pick_axes(g.axes, 24);
    products = (double)(g.images * g.filters * g.channels / g.groups)
      * (double)(positions(g.axes, output_of) * positions(g.axes, window_of));
  } while (products > most_products);
  compare_convolution(&g, kind);
}

/// Convolutions whose sizes lead each to another way, tile or block: those of kernels that take none of the small.
static const struct ck_convolution large_convolutions[] = {
#define AXIS(input, window, output, stride, before) {input, window, output, stride, 1, before}
#define NONE {1, 1, 1, 1, 1, 0}
  // Many terms: the inner sum in blocks, and groups of panels.
  {1, 300, 9, 1, {NONE, AXIS(5, 3, 5, 1, 1), AXIS(6, 3, 6, 1, 1)}},
  {2, 130, 70, 1, {NONE, AXIS(6, 3, 6, 1, 1), AXIS(7, 3, 7, 1, 1)}},
  // Many filters for each thread: images' gradients are added where they are made.
  {3, 32, 80, 1, {NONE, AXIS(5, 3, 5, 1, 1), AXIS(5, 3, 5, 1, 1)}},
  {2, 16, 64, 2, {NONE, AXIS(9, 3, 9, 1, 1), AXIS(8, 3, 8, 1, 1)}},
  // Windows of one pixel: with and without rests of pixels, filters and channels.
  {1, 33, 49, 1, {NONE, AXIS(9, 1, 9, 1, 0), AXIS(8, 1, 8, 1, 0)}},
  {3, 64, 64, 1, {NONE, AXIS(8, 1, 8, 1, 0), AXIS(12, 1, 12, 1, 0)}},
  {2, 7, 5, 1, {NONE, AXIS(1, 1, 1, 1, 0), AXIS(3, 1, 3, 1, 0)}},
  {2, 600, 13, 1, {NONE, AXIS(5, 1, 5, 1, 0), AXIS(7, 1, 7, 1, 0)}},
  // Many terms of such windows: blocks of them for a group of panels, forward and to the input.
  {1, 530, 8, 1, {NONE, AXIS(12, 1, 12, 1, 0), AXIS(16, 1, 16, 1, 0)}},
  {1, 8, 530, 1, {NONE, AXIS(12, 1, 12, 1, 0), AXIS(16, 1, 16, 1, 0)}},
  {2, 400, 70, 1, {NONE, AXIS(9, 1, 9, 1, 0), AXIS(14, 1, 14, 1, 0)}},
  {2, 36, 22, 2, {AXIS(2, 1, 2, 1, 0), AXIS(5, 1, 5, 1, 0), AXIS(7, 1, 7, 1, 0)}},
  {2, 19, 23, 1, {NONE, AXIS(17, 1, 9, 2, 0), AXIS(17, 1, 9, 2, 0)}},
  {3, 12, 8, 1, {NONE, NONE, AXIS(95, 1, 32, 3, 0)}},
  // Strides of first layers.
  {2, 3, 17, 1, {NONE, AXIS(31, 7, 16, 2, 3), AXIS(33, 7, 17, 2, 3)}},
  {1, 3, 12, 1, {NONE, AXIS(47, 11, 10, 4, 0), AXIS(47, 11, 10, 4, 0)}},
  {1, 2, 3, 1, {NONE, AXIS(40, 9, 4, 9, 0), AXIS(40, 9, 4, 9, 0)}},
  // Rows of pixels that no window meets.
  {1, 3, 8, 1, {NONE, AXIS(9, 1, 5, 2, 0), AXIS(40, 3, 40, 1, 1)}},
  // Images in lanes, whole batches, bands, and rests of both.
  {35, 10, 13, 1, {NONE, AXIS(4, 3, 6, 1, 2), AXIS(4, 3, 6, 1, 2)}},
  {9, 12, 9, 1, {NONE, AXIS(7, 3, 7, 1, 1), AXIS(5, 3, 5, 1, 1)}},
  {8, 70, 33, 1, {NONE, AXIS(4, 3, 4, 1, 1), AXIS(4, 3, 4, 1, 1)}},
  {18, 8, 6, 1, {AXIS(3, 2, 3, 1, 1), AXIS(4, 3, 4, 1, 1), AXIS(5, 3, 5, 1, 1)}},
  {40, 1, 6, 1, {NONE, AXIS(14, 5, 14, 1, 2), AXIS(14, 5, 14, 1, 2)}},
  {33, 6, 4, 1, {NONE, AXIS(10, 5, 6, 1, 0), AXIS(10, 5, 6, 1, 0)}},
  // Depthwise, and a single row.
  {2, 24, 24, 24, {NONE, AXIS(10, 3, 10, 1, 1), AXIS(30, 3, 15, 2, 1)}},
  {9, 4, 3, 1, {NONE, NONE, AXIS(200, 9, 200, 1, 4)}},
  // Nothing.
  {0, 3, 4, 1, {NONE, AXIS(5, 3, 5, 1, 1), AXIS(5, 3, 5, 1, 1)}},
#undef AXIS
#undef NONE
};

static void compare_large_convolutions(enum values kind) {
  for (size_t i = 0; i < sizeof large_convolutions / sizeof *large_convolutions; i++) {
    compare_convolution(&large_convolutions[i], kind);
  }
}

struct product {
  struct ck_product p;
  const float *a, *b, *start, *bias, *relu_mask;
  int fuses_relu;
};

static void run_multiply(const void *problem, void *const results[]) {
  const struct product *p = problem;
  ck_multiply(&p->p, p->a, p->b, p->start, p->bias, p->fuses_relu, p->relu_mask, results[0]);
}

/// A matrix product; each operand lies by rows, by columns, or with a step between all its numbers.
static void compare_product(enum values kind, size_t most) {
  struct product problem = {.p = {.rows = pick_size(most), .columns = pick_size(most), .inner = pick_size(2 * most)}};
  struct ck_product *p = &problem.p;
  size_t a_step = pick(0, 4) ? 1 : 2, b_step = pick(0, 4) ? 1 : 3;
  int a_by_rows = (int)pick(0, 1), b_by_rows = (int)pick(0, 1);
  p->a_row = a_step * (a_by_rows ? p->inner : 1);
  p->a_column = a_step * (a_by_rows ? 1 : p->rows);
  p->b_row = b_step * (b_by_rows ? p->columns : 1);
  p->b_column = b_step * (b_by_rows ? 1 : p->inner);
  size_t of_c = p->rows * p->columns;
  float *a = numbers((p->rows * p->inner - 1) * a_step + 1, kind);
  float *b = numbers((p->inner * p->columns - 1) * b_step + 1, kind);
  float *bias = numbers(p->columns, kind), *mask = numbers(of_c, sparse), *start = numbers(of_c, kind);
  problem.a = a;
  problem.b = b;
  problem.start = pick(0, 1) ? start : NULL;
  problem.bias = pick(0, 1) ? bias : NULL;
  problem.relu_mask = pick(0, 2) ? NULL : mask;
  problem.fuses_relu = (int)pick(0, 1);
  const char *shape = shape_text(
    "%zu × %zu × %zu, steps %zu %zu and %zu %zu", p->rows, p->inner, p->columns, p->a_row, p->a_column, p->b_row,
    p->b_column);
  compare("multiply", shape, run_multiply, &problem, SIZES(of_c));
  free(a);
  free(b);
  free(bias);
  free(mask);
  free(start);
}

#endif
