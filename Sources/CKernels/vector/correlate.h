// The convolution forward: filters slide over the images, and each result is a pixel of the output.

#pragma once

#include "direct.h"
#include "interleaved.h"
#include "interleaving.h"
#include "polyphase.h"
#include "sliding.h"
#include "vectors.h"

struct correlation {
  const struct ck_convolution *g;
  struct layout layout;
  struct sliding sliding;
  size_t channels, filters, input, output;
  size_t chunk, parts, stamp;
  int is_plain;
  const float *x, *weights, *bias;
  float *z;
};

/// Makes some images' outputs, or a part of each panel row of them.
static void correlate_task(void *context, size_t task) {
  const struct correlation *c = context;
  const struct ck_convolution *g = c->g;
  size_t first = task / c->parts * c->chunk, images = smaller(c->chunk, g->images - first);
  int is_plain = c->is_plain && may_read_on(&c->sliding, (g->images - first - images) * g->channels * c->input);
  float *source = NULL;
  if (!is_plain) {
    size_t size = images * c->sliding.source_image + c->sliding.lanes + LANES;
    source = ck_zeroed_scratch(ck_scratch_source, size * sizeof(float), c->stamp);
  }
  for (size_t group = 0; group < g->groups; group++) {
    const float *planes = c->x + (first * g->channels + group * c->channels) * c->input;
    for (size_t n = 0; n < images && !is_plain; n++) {
      to_polyphase(
        &c->layout, planes + n * g->channels * c->input, c->channels, source + n * c->sliding.source_image);
    }
    struct sliding s = c->sliding;
    if (is_plain) s.source_image = g->channels * c->input;
    s.weights = c->weights + group * c->filters * s.terms;
    s.bias = c->bias ? c->bias + group * c->filters : NULL;
    float *z = c->z + (first * g->filters + group * c->filters) * c->output;
    sum_windows(&s, images, is_plain ? planes : source, z, task % c->parts, c->parts);
  }
}

static float redo_output(const struct interleaving *s, size_t image, size_t row, const size_t position[3]) {
  float result = ck_output(s->g, s->source, s->filters, s->bias ? s->bias + row : NULL, image, row, position);
  return s->fuses_relu ? ck_positive_part(result) : result;
}

/// Makes the outputs on so many threads.
static void correlate_images(
    const struct ck_convolution *g, const float *x, const float *w, const float *bias, int fuses_relu, size_t threads,
    float *z) {
  struct correlation c = {.g = g, .x = x, .bias = bias, .z = z, .stamp = ck_new_stamp()};
  const struct ck_axis *axes = g->axes;
  c.channels = g->channels / g->groups;
  c.filters = g->filters / g->groups;
  c.input = axes[0].input * axes[1].input * axes[2].input;
  c.output = axes[0].output * axes[1].output * axes[2].output;
  size_t window = axes[0].window * axes[1].window * axes[2].window;
  if (!g->images || !c.filters || !c.output) return;
  for (int a = 0; a < 3; a++) {
    c.layout.input[a] = axes[a].input;
    c.layout.before[a] = axes[a].before;
    c.layout.phases[a] = axes[a].stride;
    c.layout.size[a] = (axes[a].window - 1) * axes[a].dilation / axes[a].stride + axes[a].output;
  }
  complete(&c.layout);
  c.is_plain = is_plain(&c.layout);
  struct sliding *s = &c.sliding;
  s->rows = c.filters;
  s->fuses_relu = fuses_relu;
  s->terms = c.channels * window;
  ptrdiff_t *tables = ck_scratch(ck_scratch_offsets, 2 * (s->terms + 1) * sizeof(ptrdiff_t));
  ptrdiff_t *offsets = tables, *where = tables + s->terms;
  for (size_t term = 0; term < s->terms; term++) where[term] = (ptrdiff_t)term;
  s->offsets = offsets;
  for (int a = 0; a < 3; a++) s->grid[a] = axes[a].output;
  s->source_step[0] = c.layout.size[1] * c.layout.size[2];
  s->source_step[1] = c.layout.size[2];
  s->source_step[2] = s->result_step[2] = 1;
  s->result_step[0] = axes[1].output * axes[2].output;
  s->result_step[1] = axes[2].output;
  s->source_image = c.channels * c.layout.plane;
  s->result_image = g->filters * c.output;
  s->result_plane = c.output;
  s->source_plane = c.is_plain && window == 1 ? c.layout.plane : 0;
  plan_sliding(s);
  struct interleaving all = {
    .g = g, .channels = c.channels, .rows = c.filters, .groups = g->groups, .source = x, .bias = bias,
    .fuses_relu = fuses_relu, .result = z, .redo = redo_output, .filters = w};
  for (int a = 0; a < 3; a++) {
    all.axes[a] = (struct reach){
      (ptrdiff_t)axes[a].stride, -(ptrdiff_t)axes[a].before, (ptrdiff_t)axes[a].dilation,
      axes[a].input, axes[a].output, axes[a].window};
  }
  if (sum_interleaved(&all, s->cost, where, s->terms, c.filters * s->terms)) return;
  list_terms(&c.layout, axes, c.channels, offsets);
  float *packed = ck_scratch(ck_scratch_weights, (g->filters * s->terms + 1) * sizeof(float));
  c.weights = packed;
  for (size_t group = 0; group < g->groups; group++) {
    size_t start = group * c.filters * s->terms;
    pack_weights(w + start, c.filters, s->terms, where, s->terms, packed + start);
  }
  cut_into_tasks(s, g->images, threads, &c.chunk, &c.parts);
  ck_parallel(pieces(g->images, c.chunk) * c.parts, task_cost(s, c.chunk, c.parts, g->groups), correlate_task, &c);
}

/// One image's outputs, whose filters are divided among tasks.
struct correlation_by_filters {
  const struct ck_convolution *g;
  const float *x, *w, *bias;
  int fuses_relu;
  size_t parts;
  float *z;
};

static void correlate_filters_task(void *context, size_t part) {
  const struct correlation_by_filters *c = context;
  const struct ck_axis *axes = c->g->axes;
  size_t terms = c->g->channels * axes[0].window * axes[1].window * axes[2].window;
  size_t output = axes[0].output * axes[1].output * axes[2].output;
  size_t first = c->g->filters * part / c->parts;
  struct ck_convolution own = *c->g;
  own.filters = c->g->filters * (part + 1) / c->parts - first;
  correlate_images(
    &own, c->x, c->w + first * terms, c->bias ? c->bias + first : NULL, c->fuses_relu, 1, c->z + first * output);
}

void LEVEL(ck_correlate)(
    const struct ck_convolution *g, const float *x, const float *w, const float *bias, int fuses_relu, float *z) {
  const struct ck_axis *axes = g->axes;
  size_t threads = ck_thread_count();
  // Then each thread packs the weights that it reads, half of them or less, and they are in its own cache.
  if (g->images == 1 && g->groups == 1 && threads > 1 && g->filters >= 16 * threads) {
    struct correlation_by_filters c = {g, x, w, bias, fuses_relu, threads, z};
    double products = (double)(g->filters * g->channels * axes[0].window * axes[1].window * axes[2].window)
      * (double)(axes[0].output * axes[1].output * axes[2].output);
    ck_parallel(threads, products / (double)threads / 40, correlate_filters_task, &c);
    return;
  }
  correlate_images(g, x, w, bias, fuses_relu, threads, z);
}
