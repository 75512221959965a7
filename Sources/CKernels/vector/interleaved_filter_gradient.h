// The gradient to the filters for a batch whose images lie side by side: each lane makes the sums of its own image.
//
// No lane stays empty where filters are few, and no image pays for bringing its filters side by side. Both operands of
// a product are vectors, so a tile needs fewer loads than products. But sixteen images take sixteen times the memory of
// one: this is for small ones.

#pragma once

#include "interleave.h"
#include "polyphase.h"
#include "transpose.h"
#include "vectors.h"

enum { most_filters_of_tile = 4, most_terms_of_tile = ACCUMULATORS / 4 };

struct interleaved_gradient {
  const struct ck_convolution *g;
  /// The channels and filters of a group, and the numbers in a plane of the input and the output.
  size_t channels, filters, input, output, terms;
  /// The source of one image, as far as windows reach, and where each element of a window lies in a batch of them.
  size_t size[3], plane;
  const ptrdiff_t *offsets;
  size_t filters_of_tile, terms_of_tile, batches, parts, stamp;
  const float *dz, *x, *start;
  /// The sums of all images, `[batch, filter, term, lane]`.
  float *sums, *dw;
};

/// Sums up the products of some filters' gradients with some terms, over all outputs in order.
ALWAYS_INLINE void gradient_tile_of(
    size_t filters, size_t terms, const struct interleaved_gradient *s, const float *dz, const float *source,
    const ptrdiff_t *offsets, float *sums) {
  const struct ck_axis *axes = s->g->axes;
  size_t filter_step = s->output * LANES, line_step = s->size[2] * LANES, slice_step = s->size[1] * line_step;
  vector c[most_filters_of_tile][most_terms_of_tile] = {};
  for (size_t slice = 0; slice < axes[0].output; slice++) {
    for (size_t line = 0; line < axes[1].output; line++) {
      const float *at = source + slice * axes[0].stride * slice_step + line * axes[1].stride * line_step;
      for (size_t column = 0; column < axes[2].output; column++, dz += LANES, at += axes[2].stride * LANES) {
        vector right[most_terms_of_tile];
        for (size_t t = 0; t < terms; t++) right[t] = load(at + offsets[t]);
        for (size_t f = 0; f < filters; f++) {
          vector left = load(dz + f * filter_step);
          for (size_t t = 0; t < terms; t++) c[f][t] = __builtin_elementwise_fma(left, right[t], c[f][t]);
        }
      }
    }
  }
  for (size_t f = 0; f < filters; f++) {
    for (size_t t = 0; t < terms; t++) store(sums + (f * s->terms + t) * LANES, c[f][t]);
  }
}

/// The same, with sizes that become constants of their own copies of the loop.
static __attribute__((noinline)) void gradient_tile(
    size_t filters, size_t terms, const struct interleaved_gradient *s, const float *dz, const float *source,
    const ptrdiff_t *offsets, float *sums) {
#define TILE(f, t) \
  case f * 8 + t: gradient_tile_of(f, t, s, dz, source, offsets, sums); return;
#define UP_TO_4(t) TILE(1, t) TILE(2, t) TILE(3, t) TILE(4, t)
  switch (filters * 8 + terms) {
    UP_TO_4(1) UP_TO_4(2) UP_TO_4(3)
#if ACCUMULATORS == 24
    UP_TO_4(4) UP_TO_4(5) UP_TO_4(6)
#endif
    default: __builtin_unreachable();
  }
#undef UP_TO_4
#undef TILE
}

/// Brings the planes of a group's source side by side, with zeros around them, which are there already.
static void interleaved_source(const struct interleaved_gradient *s, const float *x, size_t images, float *source) {
  const struct ck_axis *axes = s->g->axes;
  size_t of_image = s->g->channels * s->input, row = axes[2].input;
  for (size_t c = 0; c < s->channels; c++) {
    for (size_t d = 0; d < axes[0].input && d + axes[0].before < s->size[0]; d++) {
      for (size_t i = 0; i < axes[1].input && i + axes[1].before < s->size[1]; i++) {
        if (axes[2].before >= s->size[2]) continue;
        size_t line = (d + axes[0].before) * s->size[1] + i + axes[1].before;
        interleave(
          x + c * s->input + (d * axes[1].input + i) * row, of_image, images,
          smaller(row, s->size[2] - axes[2].before),
          source + c * s->plane + (line * s->size[2] + axes[2].before) * LANES);
      }
    }
  }
}

/// Makes the sums of a batch, or of a part of its filters.
static void interleaved_gradient_task(void *context, size_t task) {
  const struct interleaved_gradient *s = context;
  const struct ck_convolution *g = s->g;
  size_t batch = task / s->parts, part = task % s->parts, first = batch * LANES;
  size_t images = smaller(LANES, g->images - first), blocks = pieces(s->filters, s->filters_of_tile);
  size_t from = blocks * part / s->parts, to = blocks * (part + 1) / s->parts, step = s->output * LANES;
  if (from == to) return;
  float *source = ck_zeroed_scratch(ck_scratch_source, s->channels * s->plane * sizeof(float), s->stamp);
  float *dz = ck_scratch(ck_scratch_panel, s->filters_of_tile * step * sizeof(float));
  for (size_t group = 0; group < g->groups; group++) {
    interleaved_source(s, s->x + (first * g->channels + group * s->channels) * s->input, images, source);
    for (size_t block = from; block < to; block++) {
      size_t filter = block * s->filters_of_tile, filters = smaller(s->filters_of_tile, s->filters - filter);
      size_t own = group * s->filters + filter;
      for (size_t f = 0; f < filters; f++) {
        interleave(
          s->dz + (first * g->filters + own + f) * s->output, g->filters * s->output, images, s->output, dz + f * step);
      }
      float *sums = s->sums + (batch * g->filters + own) * s->terms * LANES;
      for (size_t term = 0; term < s->terms; term += s->terms_of_tile) {
        gradient_tile(
          filters, smaller(s->terms_of_tile, s->terms - term), s, dz, source, s->offsets + term, sums + term * LANES);
      }
    }
  }
}

/// Adds the images' sums in order, for a register of results.
static void add_batches_task(void *context, size_t task) {
  const struct interleaved_gradient *s = context;
  size_t all = s->g->filters * s->terms, first = task * LANES, count = smaller(LANES, all - first);
  float images[LANES * LANES];
  vector total = {};
  if (s->start) total = count == LANES ? load(s->start + first) : load_first(s->start + first, count);
  for (size_t batch = 0; batch < s->batches; batch++) {
    transpose(s->sums + (batch * all + first) * LANES, LANES, count, LANES, images, LANES);
    size_t own = smaller(LANES, s->g->images - batch * LANES);
    for (size_t n = 0; n < own; n++) total += load(images + n * LANES);
  }
  if (count == LANES) store(s->dw + first, canonical(total));
  else store_first(s->dw + first, canonical(total), count);
}

/// Makes the gradient this way, if images are small and many; returns whether it did.
static int sum_interleaved_gradient(
    const struct ck_convolution *g, const float *dz, const float *x, const struct ck_start *start, float *dw) {
  const struct ck_axis *axes = g->axes;
  struct interleaved_gradient s = {.g = g, .dz = dz, .x = x, .dw = dw};
  s.channels = g->channels / g->groups;
  s.filters = g->filters / g->groups;
  s.input = s.output = s.plane = 1;
  s.terms = s.channels;
  for (int a = 0; a < 3; a++) {
    s.size[a] = (axes[a].output - 1) * axes[a].stride + (axes[a].window - 1) * axes[a].dilation + 1;
    s.input *= axes[a].input;
    s.output *= axes[a].output;
    s.plane *= s.size[a];
    s.terms *= axes[a].window;
  }
  // Planes a power of two apart would meet in the same lines of the first cache.
  s.plane = (s.plane | 1) * LANES;
  s.batches = pieces(g->images, LANES);
  s.filters_of_tile = pieces(s.filters, pieces(s.filters, most_filters_of_tile));
  s.terms_of_tile = pieces(s.terms, pieces(s.terms, most_terms_of_tile));
  size_t bytes = (s.channels * s.plane + s.filters_of_tile * s.output * LANES) * sizeof(float);
  size_t of_sums = s.batches * g->filters * s.terms * LANES * sizeof(float);
  if (g->images < LANES || bytes > ck_second_cache() / 8 * 3 || of_sums > (size_t)8 << 20) return 0;
  size_t threads = ck_thread_count();
  s.parts = s.batches % threads && s.batches < 4 * threads ? smaller(threads, pieces(s.filters, s.filters_of_tile)) : 1;
  s.stamp = ck_new_stamp();
  ptrdiff_t *offsets = ck_scratch(ck_scratch_offsets, s.terms * sizeof(ptrdiff_t));
  s.offsets = offsets;
  for (size_t term = 0; term < s.terms; term++) {
    size_t rest = term, position[3];
    for (int a = 2; a >= 0; a--) {
      position[a] = rest % axes[a].window * axes[a].dilation;
      rest /= axes[a].window;
    }
    size_t at = (position[0] * s.size[1] + position[1]) * s.size[2] + position[2];
    offsets[term] = (ptrdiff_t)(rest * s.plane + at * LANES);
  }
  s.sums = ck_scratch(ck_scratch_sums, of_sums);
  double products = (double)(g->filters * s.terms * s.output * LANES);
  ck_parallel(s.batches * s.parts, products / (double)s.parts / 40, interleaved_gradient_task, &s);
  if (start) s.start = start->sums(start->context);
  ck_parallel(
    pieces(g->filters * s.terms, LANES), (double)(s.batches * LANES * LANES) / 10, add_batches_task, &s);
  return 1;
}
