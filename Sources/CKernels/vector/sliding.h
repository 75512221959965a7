// Sums over a sliding window, for a batch: what the convolution and its gradient to the input have in common.
//
//     result[row, i] = Σ weights[row, p] · source[offsets[p] + position of i]   over p in order
//
// Lanes hold neighboring results of a row of the grid. There are three ways to fill a panel of several vectors:
// each vector is a piece of a row, and the lanes at the end of a row stay empty; or lanes run on from one row
// of the source to the next, and the results between are thrown away; or the terms of just the wanted results are
// packed first, which costs time for each term. The way that costs least is taken. `direct.h` has a variant of the first.

#pragma once

#include "packing.h"
#include "tiles.h"
#include "vectors.h"

/// The vectors that a panel of 8 vectors may be copied from: one for each lane at worst.
enum { most_copies = 8 * LANES };

/// What is the same for all images.
struct sliding {
  size_t rows, terms;
  /// Packed by `pack_weights`.
  const float *weights;
  const ptrdiff_t *offsets;
  /// What becomes of finished sums: a bias for each row, a ReLU, or the backward pass of one whose output lies as
  /// the results do.
  const float *bias;
  int fuses_relu;
  const float *relu_mask;
  /// The results: their number along each axis, and the steps in source and result; the last of the source is 1.
  size_t grid[3], source_step[3], result_step[3];
  size_t source_image, result_image, result_plane;
  /// Where windows have one pixel and the source is an image as it lies, the numbers from plane to plane; else 0.
  size_t source_plane;

  // Chosen by `plan_sliding`.
  size_t vectors, lanes, block, group, panels_of_image, panels_of_block;
  enum filling { by_rows, across_rows, packed_first, directly } filling;
  int is_far;
  /// About how many products an image takes time for.
  double cost;
};

/// Results that lie side by side in a panel, in the source and in a row of the result.
struct run {
  size_t lane, count, source, result;
};

/// Merges rows that lie one after the other, and decides how panels are made.
static void plan_sliding(struct sliding *s) {
  for (int a = 1; a >= 0; a--) {
    if (s->source_step[a] != s->grid[2] || s->result_step[a] != s->grid[2] * s->result_step[2]) break;
    s->grid[2] *= s->grid[a];
    s->grid[a] = 1;
    s->source_step[a] = s->grid[2];
    s->result_step[a] = s->grid[2] * s->result_step[2];
  }
  if (s->grid[1] == 1) s->source_step[1] = s->grid[2];
  s->vectors = sliding_vectors(s->rows);
  s->lanes = s->vectors * LANES;
  s->block = ck_inner_block(s->terms, s->lanes);
  s->group = s->block < s->terms ? ck_panel_group(s->rows, s->lanes) : 1;
  size_t span = (s->grid[1] - 1) * s->source_step[1] + s->grid[2];
  size_t rest = span % s->lanes, pieces_of_row = pieces(s->grid[2], LANES);
  // A lane costs one product a row; packing it costs as much as some rows, more if runs are short.
  size_t running = span - rest + narrow_vectors(rest, s->vectors) * LANES;
  size_t packing = 2 + 4 * LANES / smaller(LANES, s->grid[2]);
  size_t cost[3] = {
    [by_rows] = s->grid[1] * pieces_of_row * LANES * (s->rows + 1),
    [across_rows] = running * (s->rows + 1),
    [packed_first] = s->grid[1] * s->grid[2] * (s->rows + packing),
  };
  s->filling = s->vectors <= 4 && cost[by_rows] <= cost[across_rows] ? by_rows : across_rows;
  if (cost[packed_first] < cost[s->filling]) s->filling = packed_first;
  s->cost = (double)cost[s->filling] * (double)(s->grid[0] * s->terms);
  int is_one_block = s->rows * s->terms * sizeof(float) <= ck_second_cache() / 4;
  int is_direct = s->filling == by_rows && s->grid[2] >= LANES && s->result_step[2] == 1;
  if (is_direct && (is_one_block || s->source_plane)) s->filling = directly;
  // Only windows of one pixel share no line: others need few for many terms.
  if (s->filling == directly && !s->source_plane) {
    s->block = s->terms;
    s->group = 1;
  }
  // Windows of one pixel share no line with those beside them: two panels together need fewer, if both stay in the first
  // cache beside what is fetched for the next ones.
  int are_two_near = 2 * s->lanes * s->terms * sizeof(float) <= ck_first_cache() * 3 / 8;
  s->panels_of_block = s->source_plane && are_two_near ? 2 : 1;
  s->is_far = s->terms <= 128 && s->source_image * sizeof(float) > ck_second_cache() / 4;
  s->panels_of_image = pieces(span, s->lanes) * s->grid[0];
}

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

/// Whether panels may read a source that is followed by so many numbers.
static int may_read_on(const struct sliding *s, size_t following) {
  return s->filling == directly || following >= s->lanes + LANES;
}

/// Computes the panels of some images from `source`, or a part of them.
///
/// The source, and the lines around a panel, may be read up to a panel's lanes too far.
static void slide(
    const struct sliding *s, size_t images, const float *source, float *result, size_t part, size_t parts) {
  size_t panels = count_panels(s, images), first = panels * part / parts, last = panels * (part + 1) / parts;
  size_t most = s->lanes, sums_size = s->rows * s->lanes;
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
        for (size_t tile = 0; tile < sliding_tiles(s->rows); tile++) {
          size_t row = sliding_start(s->rows, tile), rows = sliding_start(s->rows, tile + 1) - row;
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

/// Decides how many images a task lays out at a time, and among how many tasks each such chunk is divided.
static void cut_into_tasks(const struct sliding *s, size_t images, size_t *chunk, size_t *parts) {
  size_t threads = ck_thread_count(), results = s->grid[0] * s->grid[1] * s->grid[2];
  int is_alone = s->filling == across_rows || s->filling == directly;
  *chunk = is_alone ? 1 : ck_image_chunk(images, threads, results, LANES, s->source_image * sizeof(float));
  size_t tasks = pieces(images, *chunk);
  // Every task of a chunk lays it out for itself: only where images are too few for the threads is that worth it.
  *parts = tasks % threads && tasks < 4 * threads ? threads : 1;
}

/// About how many nanoseconds such a task takes, at 40 products a nanosecond.
static double task_cost(const struct sliding *s, size_t chunk, size_t parts, size_t groups) {
  size_t products = s->rows * s->terms * s->grid[0] * s->grid[1] * s->grid[2];
  return (double)(products * chunk * groups) / (double)parts / 40;
}
