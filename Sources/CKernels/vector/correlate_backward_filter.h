// The gradient to the filters: for each image a sum over the outputs, and these added image by image.
//
// Lanes hold neighboring filters: the gradient of the output is transposed, so that those of one output lie side
// by side; the pixels that it met are the same in all lanes. An image's own sums are kept apart, as the order of
// addition is that of the images, whoever made them first.
//
// Where an image is continued by zeros, the rows of a tile are the same element of all channels: then they meet the
// same outputs, and those at which the element lies outside are left out. An image's sum differs at most in the sign of
// a zero, which is lost when it is added to a total that starts as +0; products of zeros with infinities are not left
// out.

#pragma once

#include "finite.h"
#include "interleaved_filter_gradient.h"
#include "polyphase.h"
#include "tiles.h"
#include "transpose.h"
#include "vectors.h"

/// The channels whose tiles are worth leaving zeros out.
enum { least_channels = 8 };

/// Outputs along an axis.
struct range {
  size_t first, end;
};

struct filter_gradient {
  const struct ck_convolution *g;
  struct layout layout;
  size_t channels, filters, input, output, terms;
  /// The outputs as lines of pixels that lie side by side in the source.
  size_t slices, lines, columns, slice_step, line_step;
  const ptrdiff_t *offsets;
  /// Sums lie in blocks of `lanes` filters, one row for each element of a filter.
  size_t vectors, lanes, blocks, tile_rows, lines_at_a_time, sums_of_group, sums_of_image;
  /// The elements whose rows have tiles of their own, 1 if those do not matter; and the outputs that each meets.
  size_t elements, rows_of_element, window[3];
  struct range *met[3];
  size_t first, wave, parts, stamp;
  /// Whether images are read as they lie.
  int is_plain;
  const float *dz, *x, *start;
  float *sums, *totals, *dw;
};

/// Leaves out the outputs at which an element of the window lies outside the image.
static void find_met(
    const struct filter_gradient *c, size_t element, size_t slice, struct range *lines, struct range *columns) {
  struct range slices = c->met[0][element / c->window[2] / c->window[1]];
  struct range met = c->met[1][element / c->window[2] % c->window[1]];
  *columns = c->met[2][element % c->window[2]];
  if (slice < slices.first || slice >= slices.end) met.end = 0;
  lines->first = smaller(larger(lines->first, met.first), lines->end);
  lines->end = larger(smaller(lines->end, met.end), lines->first);
}

/// Returns the outputs at which an element of the window lies inside along an axis.
static struct range outputs_met(const struct ck_axis *a, size_t element) {
  size_t back = element * a->dilation, end = a->before + a->input;
  size_t first = smaller(a->output, back < a->before ? pieces(a->before - back, a->stride) : 0);
  return (struct range){first, larger(first, smaller(a->output, end > back ? pieces(end - back, a->stride) : 0))};
}

/// Lists the outputs that each element meets along an axis; returns whether some do not meet all.
static int list_met(const struct ck_axis *a, struct range *met) {
  int leaves_out = 0;
  for (size_t e = 0; e < a->window; e++) {
    met[e] = outputs_met(a, e);
    leaves_out |= met[e].end - met[e].first < a->output;
  }
  return leaves_out;
}

/// Makes the sums of one image, or a part of the tiles, and writes them or adds them to what is there.
static void sum_image(const struct filter_gradient *c, size_t n, size_t part, float *of_image, int is_added) {
  const struct ck_convolution *g = c->g;
  float *laid_out = NULL;
  if (!c->is_plain) {
    size_t size = c->channels * c->layout.plane + LANES;
    laid_out = ck_zeroed_scratch(ck_scratch_source, size * sizeof(float), c->stamp);
  }
  float *panel = ck_scratch(ck_scratch_panel, (c->lines_at_a_time * c->columns * c->lanes + LANES) * sizeof(float));
  size_t tiles_of_element = pieces(c->rows_of_element, c->tile_rows), tiles = c->elements * tiles_of_element;
  size_t units = tiles * c->blocks, first = units * part / c->parts, last = units * (part + 1) / c->parts;
  for (size_t group = 0; group < g->groups && first < last; group++) {
    const float *source = c->x + (n * g->channels + group * c->channels) * c->input;
    if (!c->is_plain) {
      to_polyphase(&c->layout, source, c->channels, laid_out);
      source = laid_out;
    }
    const float *dz = c->dz + (n * g->filters + group * c->filters) * c->output;
    size_t from = first / tiles * c->lanes, to = smaller(c->filters, pieces(last, tiles) * c->lanes);
    int leaves_out = c->elements > 1 && all_finite(dz + from * c->output, (to - from) * c->output);
    float *sums = of_image + group * c->sums_of_group;
    for (size_t line = 0; line < c->slices * c->lines;) {
      size_t d = line / c->lines, i = line % c->lines;
      size_t count = smaller(c->lines_at_a_time, c->lines - i);
      const float *pixels = source + d * c->slice_step + i * c->line_step;
      enum striding_end striding_end = is_added ? add_sums : line > 0 ? continue_sums : write_sums;
      for (size_t unit = first; unit < last;) {
        size_t block = unit / tiles, end = smaller(last, (block + 1) * tiles);
        size_t filters = smaller(c->lanes, c->filters - block * c->lanes);
        transpose(
          dz + block * c->lanes * c->output + line * c->columns, c->output, filters, count * c->columns, panel, c->lanes);
        for (; unit < end; unit++) {
          size_t element = unit % tiles / tiles_of_element, row = unit % tiles_of_element * c->tile_rows;
          struct range lines = {i, i + count}, columns = {0, c->columns};
          if (leaves_out) find_met(c, element, d, &lines, &columns);
          struct striding tile = {
            lines.end - lines.first, columns.end - columns.first,
            pixels + (lines.first - i) * c->line_step + columns.first,
            c->offsets + element * c->rows_of_element + row, c->line_step, 1,
            panel + ((lines.first - i) * c->columns + columns.first) * c->lanes, c->columns * c->lanes,
            sums + (block * c->terms + row * c->elements + element) * c->lanes, c->elements * c->lanes};
          striding_tile(smaller(c->tile_rows, c->rows_of_element - row), c->vectors, &tile, striding_end);
        }
      }
      line += count;
    }
  }
}

static void sum_image_task(void *context, size_t task) {
  const struct filter_gradient *c = context;
  size_t own = task / c->parts;
  sum_image(c, c->first + own, task % c->parts, c->sums + own * c->sums_of_image, 0);
}

/// Makes a part of the totals, over all images.
static void sum_images_task(void *context, size_t part) {
  const struct filter_gradient *c = context;
  for (size_t n = 0; n < c->g->images; n++) sum_image(c, n, part, c->totals, 1);
}

/// Adds the sums of a wave of images to the totals of one block of filters, and stores them after the last one.
static void add_images_task(void *context, size_t task) {
  const struct filter_gradient *c = context;
  size_t group = task / c->blocks, block = task % c->blocks;
  size_t first = group * c->sums_of_group + block * c->terms * c->lanes;
  size_t filters = smaller(c->lanes, c->filters - block * c->lanes);
  size_t of_block = (group * c->filters + block * c->lanes) * c->terms;
  if (c->start && !c->first) transpose(c->start + of_block, c->terms, filters, c->terms, c->totals + first, c->lanes);
  for (size_t at = first; at < first + c->terms * c->lanes; at += LANES) {
    vector total = c->first || c->start ? load(c->totals + at) : (vector){};
    for (size_t n = 0; n < c->wave; n++) total += load(c->sums + n * c->sums_of_image + at);
    store(c->totals + at, canonical(total));
  }
  if (c->first + c->wave < c->g->images) return;
  transpose(c->totals + first, c->lanes, c->terms, filters, c->dw + of_block, c->terms);
}

/// Whether lanes that belong to images do less in vain than those that belong to filters: no lane is empty, but zeros
/// around the image are not left out.
static int is_better_interleaved(const struct ck_convolution *g) {
  size_t filters = g->filters / g->groups;
  double inside = 1;
  for (int a = 0; a < 3; a++) {
    const struct ck_axis *axis = &g->axes[a];
    size_t met = 0;
    for (size_t e = 0; e < axis->window; e++) {
      struct range outputs = outputs_met(axis, e);
      met += outputs.end - outputs.first;
    }
    inside *= (double)met / (double)larger(1, axis->window * axis->output);
  }
  // With few channels, those are not left out either.
  if (g->channels / g->groups < least_channels) inside = 1;
  return (double)(pieces(filters, LANES) * LANES) * inside >= (double)filters;
}

void LEVEL(ck_correlate_backward_filter)(
    const struct ck_convolution *g, const float *dz, const float *x, const struct ck_start *start, float *dw) {
  const struct ck_axis *axes = g->axes;
  struct filter_gradient c = {.g = g, .dz = dz, .x = x, .dw = dw, .stamp = ck_new_stamp()};
  c.channels = g->channels / g->groups;
  c.filters = g->filters / g->groups;
  c.input = axes[0].input * axes[1].input * axes[2].input;
  c.output = axes[0].output * axes[1].output * axes[2].output;
  c.terms = c.channels * axes[0].window * axes[1].window * axes[2].window;
  if (!c.filters || !c.terms) return;
  if (!g->images || !c.output) {
    const float *sums = start ? start->sums(start->context) : NULL;
    for (size_t i = 0; i < g->filters * c.terms; i++) dw[i] = sums ? ck_canonical(sums[i]) : 0;
    return;
  }
  if (is_better_interleaved(g) && sum_interleaved_gradient(g, dz, x, start, dw)) return;
#if LANES == 16
  // Half a register would be empty: the narrower ones do as much.
  if (c.filters <= 8) {
    ck_correlate_backward_filter_avx2(g, dz, x, start, dw);
    return;
  }
#endif
  for (int a = 0; a < 3; a++) {
    c.layout.input[a] = axes[a].input;
    c.layout.before[a] = axes[a].before;
    c.layout.phases[a] = axes[a].stride;
    c.layout.size[a] = (axes[a].window - 1) * axes[a].dilation / axes[a].stride + axes[a].output;
  }
  complete(&c.layout);
  c.is_plain = is_plain(&c.layout);
  ptrdiff_t *offsets = ck_scratch(ck_scratch_offsets, (2 * c.terms + 1) * sizeof(ptrdiff_t));
  list_terms(&c.layout, axes, c.channels, offsets);
  struct range *met = ck_scratch(
    ck_scratch_tables, (axes[0].window + axes[1].window + axes[2].window) * sizeof(struct range));
  int leaves_out = 0;
  for (int a = 0; a < 3; a++) {
    c.met[a] = met;
    c.window[a] = axes[a].window;
    leaves_out |= list_met(&axes[a], met);
    met += axes[a].window;
  }
  c.slices = axes[0].output;
  c.lines = axes[1].output;
  c.columns = axes[2].output;
  c.line_step = c.layout.size[2];
  c.slice_step = c.layout.size[1] * c.line_step;
  if (c.line_step == c.columns && !leaves_out) {
    c.columns *= c.lines;
    c.lines = 1;
  }
  c.vectors = striding_vectors(c.filters);
  c.elements = leaves_out && c.channels >= least_channels ? c.terms / c.channels : 1;
  c.rows_of_element = c.terms / c.elements;
  for (size_t term = 0; c.elements > 1 && term < c.terms; term++) {
    offsets[c.terms + term % c.elements * c.channels + term / c.elements] = offsets[term];
  }
  c.offsets = c.elements > 1 ? offsets + c.terms : offsets;
  c.tile_rows = striding_rows(c.rows_of_element, c.vectors);
  c.lanes = c.vectors * LANES;
  c.blocks = pieces(c.filters, c.lanes);
  c.sums_of_group = c.blocks * c.terms * c.lanes;
  c.sums_of_image = g->groups * c.sums_of_group;
  c.lines_at_a_time = larger(1, ck_inner_block(c.columns * c.lines, c.lanes) / c.columns);
  size_t threads = ck_thread_count();
  size_t bytes = c.sums_of_image * sizeof(float), wave = ck_gradient_wave(g->images, threads, bytes);
  // The sums of all images are ready before those of the others are there, if they are not too large.
  if (start && g->images * bytes <= (size_t)64 << 20) wave = g->images;
  c.totals = ck_scratch(ck_scratch_totals, bytes);
  double cost = (double)(g->filters * c.terms * c.output) / 40;
  size_t whole = c.columns * c.lines * c.lanes * sizeof(float);
  size_t units = c.elements * pieces(c.rows_of_element, c.tile_rows) * c.blocks;
  if (!start && c.slices == 1 && whole <= ck_second_cache() / 8 && units >= 8 * threads && c.sums_of_group >= 1 << 13) {
    // Where a thread sees all images, each image's sums are added where they are made.
    c.lines_at_a_time = c.lines;
    c.parts = threads;
    memset(c.totals, 0, c.sums_of_image * sizeof(float));
    ck_parallel(c.parts, cost * (double)g->images / (double)c.parts, sum_images_task, &c);
    c.wave = 0;
    c.first = g->images;
    ck_parallel(g->groups * c.blocks, (double)(c.terms * c.lanes) / 10, add_images_task, &c);
    return;
  }
  c.sums = ck_scratch(ck_scratch_sums, wave * bytes);
  for (c.first = 0; c.first < g->images; c.first += c.wave) {
    c.wave = smaller(wave, g->images - c.first);
    c.parts = c.wave % threads && c.wave < 4 * threads ? threads : 1;
    ck_parallel(c.wave * c.parts, cost / (double)c.parts, sum_image_task, &c);
    if (start && !c.first) c.start = start->sums(start->context);
    ck_parallel(g->groups * c.blocks, (double)(c.terms * c.lanes * c.wave) / 10, add_images_task, &c);
  }
}
