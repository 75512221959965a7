// The panels of sliding sums: what they are filled with, and where their results go.

#pragma once

#include "sliding_plan.h"
#include "vectors.h"

/// The vectors that a panel of 8 vectors may be copied from: one for each lane at worst.
enum { most_copies = 8 * LANES };

/// Results that lie side by side in a panel, in the source and in a row of the result.
struct run {
  size_t lane, count, source, result;
};

static size_t count_panels(const struct sliding *s, size_t images) {
  size_t rows = images * s->grid[0] * s->grid[1];
  switch (s->filling) {
    case by_rows: return pieces(rows * pieces(s->grid[2], LANES), s->vectors);
    case across_rows: return images * s->panels_of_image;
    default: return pieces(rows * s->grid[2], s->lanes);
  }
}

/// What a group of panels shares a pass over a block of weights with.
struct panel {
  size_t runs, start, vectors;
};

/// Finds the runs of a panel, where its first lane lies in the source, and its vectors, fewer at the end.
static struct panel find_runs(const struct sliding *s, size_t images, size_t panel, struct run *runs) {
  size_t count = 0;
  if (s->filling == across_rows) {
    size_t n = panel / s->panels_of_image, own = panel % s->panels_of_image;
    size_t of_slice = s->panels_of_image / s->grid[0], d = own / of_slice;
    size_t first = own % of_slice * s->lanes, end = first + s->lanes;
    size_t source = n * s->source_image + d * s->source_step[0], step = s->source_step[1];
    size_t span = (s->grid[1] - 1) * step + s->grid[2];
    for (size_t i = first / step; i < s->grid[1] && i * step < end; i++) {
      size_t from = larger(first, i * step), to = smaller(end, i * step + s->grid[2]);
      if (from >= to) continue;
      runs[count++] = (struct run){
        from - first, to - from, source + from,
        n * s->result_image + d * s->result_step[0] + i * s->result_step[1] + (from - i * step) * s->result_step[2]};
    }
    return (struct panel){count, source + first, narrow_vectors(smaller(s->lanes, span - first), s->vectors)};
  }
  if (s->filling == by_rows) {
    size_t of_row = pieces(s->grid[2], LANES), next = panel * s->vectors;
    size_t end = smaller(next + s->vectors, images * s->grid[0] * s->grid[1] * of_row);
    for (; next < end; next++) {
      size_t row = next / of_row, j = next % of_row * LANES;
      size_t i = row % s->grid[1], d = row / s->grid[1] % s->grid[0], n = row / s->grid[1] / s->grid[0];
      runs[count] = (struct run){
        count * LANES, smaller(LANES, s->grid[2] - j),
        n * s->source_image + d * s->source_step[0] + i * s->source_step[1] + j,
        n * s->result_image + d * s->result_step[0] + i * s->result_step[1] + j * s->result_step[2]};
      count++;
    }
    return (struct panel){count, 0, narrow_vectors(count * LANES, s->vectors)};
  }
  size_t next = panel * s->lanes, slice = s->grid[1] * s->grid[2], image = s->grid[0] * slice;
  size_t end = smaller(next + s->lanes, images * image);
  for (size_t lane = 0; next < end;) {
    size_t n = next / image, d = next % image / slice, i = next % slice / s->grid[2], j = next % s->grid[2];
    size_t length = smaller(s->grid[2] - j, end - next);
    runs[count++] = (struct run){
      lane, length, n * s->source_image + d * s->source_step[0] + i * s->source_step[1] + j,
      n * s->result_image + d * s->result_step[0] + i * s->result_step[1] + j * s->result_step[2]};
    lane += length;
    next += length;
  }
  return (struct panel){count, 0, narrow_vectors(end - panel * s->lanes, s->vectors)};
}

/// Packs the terms of a panel. Whole vectors are copied: what is too much the next run or term overwrites.
static void pack_panel(
    const struct run *runs, size_t count, const float *source, const ptrdiff_t *offsets, size_t terms, size_t lanes,
    float *panel) {
  size_t to[most_copies], from[most_copies], copies = 0;
  for (const struct run *r = runs; r < runs + count; r++) {
    for (size_t done = 0; done < r->count; done += LANES) {
      to[copies] = r->lane + done;
      from[copies++] = r->source + done;
    }
  }
  for (size_t p = 0; p < terms; p++, panel += lanes) {
    const float *term = source + offsets[p];
    for (size_t i = 0; i < copies; i++) store(panel + to[i], load(term + from[i]));
  }
}

/// Writes the finished sums of a panel: with a bias, a ReLU, or the mask of a ReLU.
ALWAYS_INLINE void write_panel_as(
    const struct sliding *s, struct panel panel, const struct run *runs, const float *sums, float *result, int has_bias,
    int fuses_relu, int is_masked) {
  size_t count = panel.runs, lanes = panel.vectors * LANES, step = s->result_step[2];
  const float *outputs = s->relu_mask;
  for (size_t row = 0; row < s->rows; row++, sums += lanes, result += s->result_plane) {
    vector bias = has_bias ? broadcast(s->bias[row]) : (vector){};
    for (const struct run *r = runs; r < runs + count; r++) {
      const float *from = sums + r->lane, *output = is_masked ? outputs + r->result : NULL;
      float *to = result + r->result;
      if (step != 1) {
        for (size_t i = 0; i < r->count; i++) {
          float number = has_bias ? from[i] + s->bias[row] : from[i];
          if (fuses_relu) number = ck_positive_part(number);
          to[i * step] = !is_masked || output[i * step] > 0 ? ck_canonical(number) : 0;
        }
        continue;
      }
      size_t done = 0;
      for (; done + LANES <= r->count; done += LANES) {
        vector v = load(from + done);
        if (has_bias) v += bias;
        v = canonical(v);
        if (fuses_relu) v = positive_part(v);
        if (is_masked) v = pass_back(v, load(output + done));
        store(to + done, v);
      }
      if (done == r->count) continue;
      vector v = load(from + done);
      if (has_bias) v += bias;
      v = canonical(v);
      if (fuses_relu) v = positive_part(v);
      if (is_masked) v = pass_back(v, load_first(output + done, r->count - done));
      store_first(to + done, v, r->count - done);
    }
    if (is_masked) outputs += s->result_plane;
  }
}

/// The same, with choices that become constants of their own copies of the loop.
static void write_panel(
    const struct sliding *s, struct panel panel, const struct run *runs, const float *sums, float *result) {
  if (s->relu_mask) write_panel_as(s, panel, runs, sums, result, 0, 0, 1);
  else if (s->bias && s->fuses_relu) write_panel_as(s, panel, runs, sums, result, 1, 1, 0);
  else if (s->bias) write_panel_as(s, panel, runs, sums, result, 1, 0, 0);
  else if (s->fuses_relu) write_panel_as(s, panel, runs, sums, result, 0, 1, 0);
  else write_panel_as(s, panel, runs, sums, result, 0, 0, 0);
}

/// Fetches the lines that a panel's results of some rows are written to, a few in each plane, where the second cache does
/// not hold those of an image.
static void fetch_results(
    const struct sliding *s, struct panel panel, const struct run *runs, size_t rows, const float *result) {
  for (size_t row = 0; row < rows; row++, result += s->result_plane) {
    for (const struct run *r = runs; r < runs + panel.runs; r++) {
      for (size_t i = 0; i < r->count; i += 16) __builtin_prefetch(result + r->result + i, 1);
      __builtin_prefetch(result + r->result + r->count - 1, 1);
    }
  }
}
