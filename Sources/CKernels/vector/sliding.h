// Sums over a sliding window, for a batch: what the convolution and its gradient to the input have in common.
//
//     result[row, i] = Σ weights[row, p] · source[offsets[p] + position of i]   over p in order
//
// Lanes hold neighboring results of a row of the grid. There are three ways to fill a panel of several vectors:
// each vector is a piece of a row, and the lanes at the end of a row stay empty; or lanes run on from one row
// of the source to the next, and the results between are thrown away; or the terms of just the wanted results are
// packed first, which costs time for each term. The way that costs least is taken. `direct.h` has a variant of the first.

#pragma once

#include "panels.h"
#include "sliding_plan.h"

/// Computes the panels of some images from `source`, or a part of them.
///
/// The source, and the lines around a panel, may be read up to a panel's lanes too far.
static void slide(
    const struct sliding *s, size_t images, const float *source, float *result, size_t part, size_t parts) {
  size_t panels = count_panels(s, images), first = panels * part / parts, last = panels * (part + 1) / parts;
  size_t most = s->lanes, sums_size = s->rows * s->lanes;
  size_t height = sliding_height(s->rows), tall = sliding_tall_rows(s->rows);
  int is_fetched = s->result_step[2] == 1 && s->result_image * sizeof(float) > ck_second_cache();
  struct run *runs = ck_scratch(ck_scratch_runs, s->group * most * sizeof(struct run));
  float *packed = ck_scratch(ck_scratch_panel, (s->block * s->lanes + LANES) * sizeof(float));
  float *sums = ck_scratch(ck_scratch_sums, (s->group * sums_size + LANES) * sizeof(float));
  ptrdiff_t dense[s->block];
  struct panel panels_of[most_panels_of_group];
  for (size_t group = first; group < last; group += s->group) {
    size_t members = smaller(s->group, last - group);
    for (size_t g = 0; g < members; g++) panels_of[g] = find_runs(s, images, group + g, runs + g * most);
    size_t done = 0;
    do {
      size_t terms = smaller(s->block, s->terms - done);
      for (size_t g = 0; g < members; g++) {
        struct panel panel = panels_of[g];
        size_t lanes = panel.vectors * LANES;
        const float *right = source + panel.start;
        const ptrdiff_t *offsets = s->offsets + done;
        size_t starts[4];
        if (s->filling == by_rows) {
          // A last tile may have more vectors than there are runs: the last one is read again.
          for (size_t v = 0; v < panel.vectors; v++) {
            starts[v] = runs[g * most + smaller(v, panel.runs - 1)].source;
          }
        }
        if (s->filling == across_rows && s->is_far) {
          // Each term may lie in a page of its own, where no processor guesses what comes next.
          for (size_t p = 0; p < terms; p++) {
            for (size_t v = 0; v < lanes; v += 16) __builtin_prefetch(right + offsets[p] + s->lanes + v);
          }
        }
        if (s->filling == packed_first) {
          for (size_t p = 0; p < terms; p++) dense[p] = (ptrdiff_t)(p * lanes);
          pack_panel(runs + g * most, panel.runs, source, offsets, terms, lanes, packed);
          right = packed;
          offsets = dense;
        }
        for (size_t row = 0, rows; row < s->rows; row += rows) {
          rows = row < tall ? height + 1 : height;
          if (is_fetched && done + terms == s->terms) {
            fetch_results(s, panel, runs + g * most, rows, result + row * s->result_plane);
          }
          sliding_tile(
            rows, panel.vectors, terms, s->weights + row * s->terms + done * rows, right,
            s->filling == by_rows ? starts : NULL, offsets, sums + g * sums_size + row * lanes, done > 0);
        }
      }
      done += terms;
    } while (done < s->terms);
    for (size_t g = 0; g < members; g++) {
      write_panel(s, panels_of[g], runs + g * most, sums + g * sums_size, result);
    }
  }
}
