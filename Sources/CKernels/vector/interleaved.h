// How such a sum goes: images are brought side by side, panels summed up, and results brought apart.

#pragma once

#include "interleave.h"
#include "interleaved_tiles.h"
#include "interleaving.h"
#include "sliding.h"
#include "vectors.h"

/// Brings one plane of each image of a batch side by side.
static void interleave_task(void *context, size_t task) {
  const struct interleaving *s = context;
  size_t planes = s->groups * s->channels, plane = task % planes, own = task / planes;
  size_t first = (s->first + own) * s->images_in_lanes, images = smaller(s->images_in_lanes, s->g->images - first);
  size_t row = s->size[2], input = s->size[0] * s->source_rows * row;
  const float *from = s->source + (first * planes + plane) * input;
  float *to = s->interleaved + task * s->plane;
  if (images < s->images_in_lanes || s->bands > 1) memset(to, 0, s->plane * sizeof(float));
  for (size_t band = 0; band < s->bands; band++) {
    // The rows of the band that lie inside the image.
    ptrdiff_t start = (ptrdiff_t)(band * s->band_rows) * s->axes[1].step - (ptrdiff_t)s->band_start;
    size_t skipped = start < 0 ? (size_t)-start : 0, before = start < 0 ? 0 : (size_t)start;
    if (before >= s->source_rows || skipped >= s->size[1]) continue;
    size_t count = s->size[0] * smaller(s->size[1] - skipped, s->source_rows - before) * row;
    interleave(
      from + before * row, planes * input, images, count, to + skipped * row * LANES + band * s->images_in_lanes);
  }
}

/// Divides the results of a task into panels.
static size_t list_panels(const struct interleaving *s, size_t first, size_t last, struct interleaved_panel *panels) {
  size_t count = 0, rows = s->axes[1].output, width = s->axes[2].output;
  for (size_t class = 0; class < s->class_count; class++) {
    const struct interleaved_class *own = &s->classes[class];
    const struct segment *x = own->along[2];
    struct interleaved_panel *panel = NULL;
    for (size_t line = first; line < last; line++) {
      size_t d = line / rows, y = line % rows;
      if (d < own->along[0]->first || d >= own->along[0]->end) continue;
      if (y < own->along[1]->first || y >= own->along[1]->end) continue;
      for (size_t j = x->first; j < x->end; j++) {
        if (!panel || panel->count == s->vectors) {
          panel = &panels[count++];
          panel->class = class;
          panel->count = 0;
        }
        size_t position[3] = {d, y, j};
        ptrdiff_t from = 0;
        for (int a = 0; a < 3; a++) {
          from = from * (ptrdiff_t)s->size[a] + (ptrdiff_t)position[a] * s->axes[a].step + s->axes[a].start;
        }
        panel->from[panel->count] = from * LANES;
        panel->to[panel->count++] = ((line - first) * width + j) * LANES;
      }
    }
  }
  return count;
}

/// Adds the bias to a row of sums, and applies a ReLU if need be; returns whether any of the results is −0.
static int finish_row(float *sums, size_t count, const float *bias, int fuses_relu) {
  vector added = bias ? broadcast(*bias) : (vector){};
  mask found = {};
  for (size_t i = 0; i < count; i += LANES) {
    vector v = load(sums + i);
    if (bias) v += added;
    v = canonical(v);
    if (fuses_relu) v = positive_part(v);
    store(sums + i, v);
    found |= (mask)v == INT32_MIN;
  }
  return __builtin_reduce_or(found);
}

/// Writes the finished sums of one row of a task, image by image.
static void write_row(
    const struct interleaving *s, float *sums, size_t group, size_t row, size_t first, size_t last, size_t batch) {
  size_t width = s->axes[2].output, rows = s->result_rows, size = s->axes[0].output * rows * width;
  size_t image = batch * s->images_in_lanes, images = smaller(s->images_in_lanes, s->g->images - image);
  size_t of_image = s->groups * s->rows * size, own = group * s->rows + row;
  int has_zeros = finish_row(sums, (last - first) * width * LANES, s->bias ? s->bias + own : NULL, s->fuses_relu);
  for (size_t band = 0; band < s->bands; band++) {
    size_t line = band * s->band_rows + first, end = smaller(band * s->band_rows + last, s->axes[0].output * rows);
    if (line >= end) continue;
    size_t start = image * of_image + own * size + line * width;
    float *from = sums + band * s->images_in_lanes;
    for (size_t i = 0; has_zeros && s->leaves_out && i < (end - line) * width * images; i++) {
      float *result = from + i / images * LANES + i % images;
      size_t at = line * width + i / images;
      size_t position[3] = {at / width / rows, at / width % rows, at % width};
      if (*result == 0) *result = s->redo(s, image + i % images, own, position);
    }
    deinterleave(
      from, images, (end - line) * width, s->result + start, of_image, s->relu_mask ? s->relu_mask + start : NULL);
  }
}

/// Fetches the terms of a panel's last result, where a source waits in a cache that is far: those before it have
/// mostly been fetched for the panel to the left.
static void fetch_panel(const struct interleaving *s, const struct interleaved_panel *panel, size_t channels, const float *source) {
  const struct interleaved_class *class = &s->classes[panel->class];
  const float *from = source + panel->from[panel->count - 1];
  for (size_t p = 0; p < channels * class->elements; p++) __builtin_prefetch(from + class->terms[p].offset);
}

/// Makes some rows of results for some lines of a batch.
static void sum_batch_task(void *context, size_t task) {
  const struct interleaving *s = context;
  size_t lines = task % s->line_tasks, part = task / s->line_tasks % s->row_tasks;
  size_t group = task / s->line_tasks / s->row_tasks % s->groups, own = task / s->line_tasks / s->row_tasks / s->groups;
  size_t first = lines * s->lines_of_task, last = smaller(first + s->lines_of_task, s->lines);
  size_t first_tile = part * s->tiles_of_task, last_tile = smaller(first_tile + s->tiles_of_task, s->tiles);
  size_t top = sliding_start(s->rows, first_tile), end = sliding_start(s->rows, last_tile);
  if (first >= last || top >= end) return;
  size_t row_step = ((last - first) * s->axes[2].output | 1) * LANES, terms = s->channels * s->elements;
  struct interleaved_panel *panels = ck_scratch(ck_scratch_runs, s->panels_of_task * sizeof(struct interleaved_panel));
  float *sums = ck_scratch(ck_scratch_sums, (end - top) * row_step * sizeof(float));
  size_t count = list_panels(s, first, last, panels);
  int is_far = s->channels * s->plane * sizeof(float) > ck_second_cache() / 2;
  const float *source = s->interleaved + (own * s->groups + group) * s->channels * s->plane;
  const float *weights = s->weights + group * s->rows * terms;
  size_t height = sliding_height(s->rows), middle = smaller(larger(top, sliding_tall_rows(s->rows)), end);
  size_t channel = 0;
  do {
    size_t channels = smaller(s->block, s->channels - channel);
    struct interleaved_block block = {
      channels, terms, channel * s->elements, source + channel * s->plane, weights, sums, top, row_step};
    for (size_t i = 0; i < count; i++) {
      const struct interleaved_class *class = &s->classes[panels[i].class];
      if (is_far && i + 1 < count) fetch_panel(s, &panels[i + 1], channels, block.source);
      if (top < middle) interleaved_tiles(height + 1, &block, class, &panels[i], top, middle);
      if (middle < end) interleaved_tiles(height, &block, class, &panels[i], middle, end);
    }
    channel += channels;
  } while (channel < s->channels);
  for (size_t row = top; row < end; row++) {
    write_row(s, sums + (row - top) * row_step, group, row, first, last, s->first + own);
  }
}

/// Computes all results, as many batches at a time as 8 MiB hold.
static void sum_batches(struct interleaving *s) {
  size_t batches = pieces(s->g->images, s->images_in_lanes), planes = s->groups * s->channels;
  s->interleaved = ck_scratch(ck_scratch_source, s->wave * planes * s->plane * sizeof(float));
  double results = (double)(s->lines_of_task * s->axes[2].output * LANES * pieces(s->rows, s->row_tasks));
  for (s->first = 0; s->first < batches; s->first += s->wave) {
    size_t count = smaller(s->wave, batches - s->first);
    ck_parallel(count * planes, (double)s->plane / 8, interleave_task, s);
    ck_parallel(
      count * s->groups * s->row_tasks * s->line_tasks, results * (double)(s->channels * s->elements) / 40,
      sum_batch_task, s);
  }
}

/// Does the whole sum if that is less work than `cost` products, the way of `slide`, and allowed: returns whether.
/// `where[p]` is the position of term p in a row of the filters, `row_step` the numbers from row to row, `group_step`
/// from group to group.
static int sum_interleaved(struct interleaving *s, double cost, const ptrdiff_t *where, size_t row_step, size_t group_step) {
  if (!plan_interleaved(s)) return 0;
  // Bringing a vector there, or back, takes as long as eight products.
  double terms = (double)list_classes(s), results = (double)(s->lines * s->axes[2].output);
  double own = terms * (double)s->rows + 8 * (double)s->plane / LANES * (double)s->channels + 8 * results * (double)s->rows;
  if (own * LANES * (double)pieces(s->g->images, s->images_in_lanes) > cost * (double)s->g->images) return 0;
  size_t of_row = s->channels * s->elements;
  float *packed = ck_scratch(ck_scratch_weights, (s->groups * s->rows * of_row + 1) * sizeof(float));
  s->weights = packed;
  int are_finite = 1;
  for (size_t group = 0; group < s->groups; group++) {
    are_finite &= pack_weights(
      s->filters + group * group_step, s->rows, row_step, where, of_row, packed + group * s->rows * of_row);
  }
  if (s->leaves_out && !are_finite) return 0;
  sum_batches(s);
  return 1;
}
