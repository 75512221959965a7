// The gradient to the input: filters slide over the gradient of the output.
//
// With a stride s, a pixel met only every s-th element of the filter: the pixels are taken in classes, one for
// each remainder along each axis, and each class is a sliding sum over just its elements. The textbook multiplies
// by zeros between the gradients instead. That makes a difference only where a weight is infinite or NaN, and
// for the sign of a sum that has underflowed to −0: the plain loops do the former, and single pixels of the latter.

#pragma once

#include "direct.h"
#include "finite.h"
#include "interleaved.h"
#include "interleaving.h"
#include "polyphase.h"
#include "sliding.h"
#include "vectors.h"

enum { most_classes = 64 };

struct input_gradient {
  const struct ck_convolution *g;
  struct layout layout;
  struct sliding classes[most_classes];
  size_t class_count, starts[most_classes], results[most_classes], weight_starts[most_classes];
  size_t channels, filters, input, output, chunk, parts, weights_of_group, lanes, stamp, sweeps;
  int needs_correction, is_plain;
  const float *dz, *w, *weights, *relu_mask;
  float *dx;
};

/// Does pixels again whose sum is −0, with all the zeros.
static void correct_zeros(const struct input_gradient *c, size_t first, size_t images) {
  const struct ck_axis *axes = c->g->axes;
  for (size_t plane = first * c->g->channels; plane < (first + images) * c->g->channels; plane++) {
    float *dx = c->dx + plane * c->input;
    const float *relu_mask = c->relu_mask ? c->relu_mask + plane * c->input : NULL;
    uint32_t found = 0;
    for (size_t i = 0; i < c->input; i++) {
      uint32_t bits;
      memcpy(&bits, dx + i, sizeof bits);
      found |= bits == 0x80000000u;
    }
    for (size_t i = 0; found && i < c->input; i++) {
      if (dx[i] != 0 || (relu_mask && !(relu_mask[i] > 0))) continue;
      size_t row = i / axes[2].input;
      size_t position[3] = {row / axes[1].input, row % axes[1].input, i % axes[2].input};
      dx[i] = ck_gradient_to_pixel(c->g, c->dz, c->w, plane / c->g->channels, plane % c->g->channels, position);
    }
  }
}

static void input_gradient_task(void *context, size_t task) {
  const struct input_gradient *c = context;
  const struct ck_convolution *g = c->g;
  size_t first = task / c->parts * c->chunk, images = smaller(c->chunk, g->images - first);
  int is_plain = c->is_plain && may_read_on(&c->classes[0], (g->images - first - images) * g->filters * c->output);
  size_t of_image = c->filters * c->layout.plane;
  float *source = NULL;
  if (!is_plain) {
    size_t size = images * of_image + c->lanes + LANES;
    source = ck_zeroed_scratch(ck_scratch_source, size * sizeof(float), c->stamp);
  }
  for (size_t group = 0; group < g->groups; group++) {
    const float *planes = c->dz + (first * g->filters + group * c->filters) * c->output;
    for (size_t n = 0; n < images && !is_plain; n++) {
      to_polyphase(&c->layout, planes + n * g->filters * c->output, c->filters, source + n * of_image);
    }
    size_t start = (first * g->channels + group * c->channels) * c->input;
    // All classes read the same source: each goes over a part of it while that is near.
    for (size_t sweep = 0; sweep < c->sweeps; sweep++) {
      for (size_t class = 0; class < c->class_count; class++) {
        struct sliding s = c->classes[class];
        s.weights = c->weights + group * c->weights_of_group + c->weight_starts[class];
        if (is_plain) s.source_image = g->filters * c->output;
        if (c->relu_mask) s.relu_mask = c->relu_mask + start + c->results[class];
        sum_windows(
          &s, images, (is_plain ? planes : source) + c->starts[class], c->dx + start + c->results[class],
          task % c->parts * c->sweeps + sweep, c->parts * c->sweeps);
      }
    }
  }
  if (c->needs_correction && c->parts == 1) correct_zeros(c, first, images);
}

static void correct_zeros_task(void *context, size_t n) { correct_zeros(context, n, 1); }

/// Lists the elements of a window along an axis that pixels of a class met, and where in the source each is.
struct met {
  size_t count, *elements;
  ptrdiff_t *offsets;
  /// The first pixel of the class, their number, and the first one's position in the source.
  size_t first, pixels, position;
};

/// Returns how far the gradient is continued before its first position.
static size_t lead(const struct ck_axis *a) { return (a->window - 1) * a->dilation / a->stride; }

static struct met meet(const struct ck_axis *a, size_t class, size_t *elements, ptrdiff_t *offsets) {
  struct met m = {0, elements, offsets, 0, 0, 0};
  for (size_t element = 0; element < a->window; element++) {
    size_t back = element * a->dilation;
    if (back % a->stride != class) continue;
    m.elements[m.count] = element;
    m.offsets[m.count++] = -(ptrdiff_t)(back / a->stride);
  }
  // Pixel y = s·u + class − before meets element e at the output u − e·dilation/s.
  size_t u = class >= a->before ? 0 : pieces(a->before - class, a->stride);
  m.first = u * a->stride + class - a->before;
  m.pixels = m.first < a->input ? pieces(a->input - m.first, a->stride) : 0;
  m.position = u + lead(a);
  return m;
}

static float redo_pixel(const struct interleaving *s, size_t image, size_t row, const size_t position[3]) {
  return ck_gradient_to_pixel(s->g, s->source, s->filters, image, row, position);
}

void LEVEL(ck_correlate_backward_input)(
    const struct ck_convolution *g, const float *dz, const float *w, const float *relu_mask, float *dx) {
  const struct ck_axis *axes = g->axes;
  struct input_gradient c = {.g = g, .dz = dz, .w = w, .relu_mask = relu_mask, .dx = dx, .stamp = ck_new_stamp()};
  c.channels = g->channels / g->groups;
  c.filters = g->filters / g->groups;
  c.input = axes[0].input * axes[1].input * axes[2].input;
  c.output = axes[0].output * axes[1].output * axes[2].output;
  size_t window = axes[0].window * axes[1].window * axes[2].window;
  size_t classes = axes[0].stride * axes[1].stride * axes[2].stride;
  if (!g->images || !c.input || !c.channels) return;
  if (classes > most_classes || (classes > 1 && !all_finite(w, g->filters * c.channels * window))) {
    ck_correlate_backward_input_generic(g, dz, w, relu_mask, dx);
    return;
  }
  c.needs_correction = classes > 1;
  for (int a = 0; a < 3; a++) {
    c.layout.input[a] = axes[a].output;
    c.layout.before[a] = lead(&axes[a]);
    c.layout.phases[a] = 1;
    c.layout.size[a] = lead(&axes[a]) + (axes[a].input - 1 + axes[a].before) / axes[a].stride + 1;
  }
  complete(&c.layout);
  c.is_plain = is_plain(&c.layout);
  // Tables for all classes: every term belongs to one of them.
  size_t terms = c.filters * window, widest = larger(axes[0].window, larger(axes[1].window, axes[2].window));
  ptrdiff_t *tables = ck_scratch(ck_scratch_offsets, (2 * terms + 6 * widest + 1) * sizeof(ptrdiff_t));
  ptrdiff_t *where = tables + terms, *rest = where + terms;
  c.weights_of_group = c.channels * terms;
  float *packed = ck_scratch(ck_scratch_weights, (g->groups * c.weights_of_group + 1) * sizeof(float));
  c.weights = packed;
  size_t next = 0;
  for (size_t class = 0; class < classes; class++) {
    size_t remainders[3] = {
      class / (axes[1].stride * axes[2].stride), class / axes[2].stride % axes[1].stride, class % axes[2].stride};
    struct met met[3];
    for (int a = 0; a < 3; a++) {
      met[a] = meet(&axes[a], remainders[a], (size_t *)(rest + 2 * a * widest), rest + (2 * a + 1) * widest);
    }
    if (!met[0].pixels || !met[1].pixels || !met[2].pixels) continue;
    struct sliding *s = &c.classes[c.class_count];
    s->rows = c.channels;
    s->offsets = tables + next;
    size_t row = c.layout.size[2], slice = c.layout.size[1] * row, term = 0;
    for (size_t k = 0; k < c.filters; k++) {
      for (size_t t = 0; t < met[0].count; t++) {
        for (size_t i = 0; i < met[1].count; i++) {
          for (size_t j = 0; j < met[2].count; j++, term++) {
            tables[next + term] = (ptrdiff_t)(k * c.layout.plane) + met[0].offsets[t] * (ptrdiff_t)slice
              + met[1].offsets[i] * (ptrdiff_t)row + met[2].offsets[j];
            size_t element =
              (met[0].elements[t] * axes[1].window + met[1].elements[i]) * axes[2].window + met[2].elements[j];
            where[next + term] = (ptrdiff_t)(k * c.channels * window + element);
          }
        }
      }
    }
    s->terms = term;
    for (int a = 0; a < 3; a++) s->grid[a] = met[a].pixels;
    s->source_step[0] = slice;
    s->source_step[1] = row;
    s->source_step[2] = 1;
    s->result_step[0] = axes[0].stride * axes[1].input * axes[2].input;
    s->result_step[1] = axes[1].stride * axes[2].input;
    s->result_step[2] = axes[2].stride;
    s->source_image = c.filters * c.layout.plane;
    s->result_image = g->channels * c.input;
    s->result_plane = c.input;
    s->source_plane = c.is_plain && classes == 1 && window == 1 ? c.layout.plane : 0;
    plan_sliding(s);
    c.lanes = larger(c.lanes, s->lanes);
    c.starts[c.class_count] = (met[0].position * c.layout.size[1] + met[1].position) * row + met[2].position;
    c.results[c.class_count] = (met[0].first * axes[1].input + met[1].first) * axes[2].input + met[2].first;
    c.weight_starts[c.class_count] = c.channels * next;
    if (classes == 1) {
      struct interleaving all = {
        .g = g, .channels = c.filters, .rows = c.channels, .groups = g->groups, .source = dz,
        .relu_mask = relu_mask, .result = dx, .redo = redo_pixel, .filters = w};
      for (int a = 0; a < 3; a++) {
        all.axes[a] = (struct reach){
          1, (ptrdiff_t)axes[a].before, -(ptrdiff_t)axes[a].dilation, axes[a].output, axes[a].input, axes[a].window};
      }
      if (sum_interleaved(&all, s->cost, where, window, c.filters * c.channels * window)) return;
    }
    for (size_t group = 0; group < g->groups; group++) {
      pack_weights(
        w + group * c.filters * c.channels * window, c.channels, window, where + next, term,
        packed + group * c.weights_of_group + c.channels * next);
    }
    next += term;
    c.class_count++;
  }
  cut_into_tasks(&c.classes[0], g->images, ck_thread_count(), &c.chunk, &c.parts);
  size_t bytes = c.chunk * c.filters * c.layout.plane * sizeof(float);
  c.sweeps = c.class_count > 1 ? 1 + 4 * bytes / ck_second_cache() : 1;
  ck_parallel(
    pieces(g->images, c.chunk) * c.parts,
    task_cost(&c.classes[0], c.chunk, c.parts, g->groups) * (double)c.class_count, input_gradient_task, &c);
  if (c.needs_correction && c.parts > 1) ck_parallel(g->images, (double)(g->channels * c.input) / 5, correct_zeros_task, &c);
}
