// How sliding sums are made: which panels are filled in which way, and what a task is.

#pragma once

#include "packing.h"
#include "tiles.h"
#include "vectors.h"

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

/// Whether panels may read a source that is followed by so many numbers.
static int may_read_on(const struct sliding *s, size_t following) {
  return s->filling == directly || following >= s->lanes + LANES;
}

/// Decides how many images a task lays out at a time, and among how many tasks each such chunk is divided.
static void cut_into_tasks(const struct sliding *s, size_t images, size_t threads, size_t *chunk, size_t *parts) {
  size_t results = s->grid[0] * s->grid[1] * s->grid[2];
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
