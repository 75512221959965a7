// Sums over a sliding window for a batch whose images lie side by side: what the convolution and its gradient to
// the input have in common, where images are small and many.
//
//     result[row, i] = Σ weights[row, p] · source[position of i and p]   over p in order
//
// A lane belongs to one image, so all lanes of a vector are the same pixel, and the terms of a pixel whose position lies
// outside the image are left out of its sum altogether. The bits stay: a product of a finite weight with 0 changes
// no sum but −0, and a sum is −0 only where one has underflowed; such results are looked for, and done again with all
// terms. Where there are fewer images than lanes, a lane belongs to a band of rows of one image; then only columns
// outside are left out.

#pragma once

#include "polyphase.h"
#include "sliding.h"
#include "tiles.h"
#include "vectors.h"

/// Where the elements of a window lie along an axis: `position = result · step + start + element · slope`.
struct reach {
  ptrdiff_t step, start, slope;
  size_t input, output, window;
};

/// Neighboring results along an axis for which the same elements, `low` ..< `high`, lie inside.
struct segment {
  size_t first, end, low, high;
};

/// A term as it lies in the source and among the weights, from the block's first on.
struct interleaved_term {
  int32_t offset, weight;
};

/// The results that have the same terms, those of one channel after the other.
struct interleaved_class {
  const struct segment *along[3];
  size_t elements;
  const struct interleaved_term *terms;
};

/// Results of a class that are summed at a time: their positions in the source and among the sums.
struct interleaved_panel {
  size_t class, count;
  ptrdiff_t from[8];
  size_t to[8];
};

struct interleaving {
  const struct ck_convolution *g;
  struct reach axes[3];
  /// The planes of a group, and those of all groups.
  size_t channels, rows, groups;
  const float *source, *weights;
  /// What becomes of finished sums, as in `sliding`.
  const float *bias;
  int fuses_relu;
  const float *relu_mask;
  float *result;
  /// Computes one result with all its terms.
  float (*redo)(const struct interleaving *s, size_t image, size_t row, const size_t position[3]);
  const float *filters;

  // Chosen by `plan_interleaved`. `size` is the source's along each axis for one band, `lines` the rows of results.
  size_t images_in_lanes, bands, band_rows, band_start, source_rows, result_rows, size[3], plane, elements, lines;
  size_t vectors, block, tiles, tiles_of_task, lines_of_task, row_tasks, line_tasks, wave, first;
  int leaves_out;
  float *interleaved;
  struct segment *segments[3];
  size_t segment_counts[3], class_count, panels_of_task;
  struct interleaved_class *classes;
};

/// Lists the segments of an axis; returns their number, at most twice the window and one.
static size_t list_segments(const struct reach *r, struct segment *to) {
  size_t count = 0;
  for (size_t i = 0; i < r->output; i++) {
    ptrdiff_t position = (ptrdiff_t)i * r->step + r->start;
    size_t low = 0, high = 0;
    for (size_t e = 0; e < r->window; e++, position += r->slope) {
      if (position < 0 || position >= (ptrdiff_t)r->input) continue;
      if (high == 0) low = e;
      high = e + 1;
    }
    if (count && to[count - 1].low == low && to[count - 1].high == high) to[count - 1].end++;
    else to[count++] = (struct segment){i, i + 1, low, high};
  }
  return count;
}

/// Returns into how many parts to cut the tiles, at least `least`: where tasks are few, each thread gets equally many.
static size_t even_cuts(size_t tasks, size_t tiles, size_t least, size_t threads) {
  for (size_t cuts = least; cuts < least + threads && pieces(tiles, cuts) >= 4; cuts++) {
    size_t all = tasks * pieces(tiles, pieces(tiles, cuts));
    if (all % threads == 0 || all >= 4 * threads) return cuts;
  }
  return least;
}

/// Decides how lanes, blocks and tasks are made; returns whether the images can lie side by side.
static int plan_interleaved(struct interleaving *s) {
  struct reach *rows = &s->axes[1];
  size_t images = s->g->images, threads = ck_thread_count();
  s->images_in_lanes = LANES;
  s->bands = 1;
  while (s->images_in_lanes > images && s->images_in_lanes > LANES / 2) {
    s->images_in_lanes /= 2;
    s->bands *= 2;
  }
  int has_bands = s->bands > 1;
  if (images < s->images_in_lanes) return 0;
  if (has_bands && (s->axes[0].input > 1 || s->axes[0].output > 1 || rows->output < 2 * s->bands)) return 0;
  s->source_rows = rows->input;
  s->result_rows = rows->output;
  s->band_rows = pieces(rows->output, s->bands);
  // A band is an image of its own, of which no row lies outside: those have zeros.
  if (has_bands) {
    ptrdiff_t least = rows->start + (rows->slope < 0 ? (ptrdiff_t)(rows->window - 1) * rows->slope : 0);
    ptrdiff_t span = (ptrdiff_t)(rows->window - 1) * (rows->slope < 0 ? -rows->slope : rows->slope);
    s->band_start = (size_t)-least;
    rows->input = (size_t)((ptrdiff_t)(s->band_rows - 1) * rows->step + span + 1);
    rows->start -= least;
    rows->output = s->band_rows;
  }
  s->elements = 1;
  s->plane = LANES;
  for (int a = 0; a < 3; a++) {
    s->size[a] = s->axes[a].input;
    s->plane *= s->size[a];
    s->elements *= s->axes[a].window;
  }
  // Planes a power of two apart would meet in the same lines of the first cache.
  s->plane = (s->plane / LANES | 1) * LANES;
  if (s->plane * s->channels >= 1 << 28) return 0;
  s->lines = s->axes[0].output * rows->output;
  s->tiles = sliding_tiles(s->rows);
  s->vectors = sliding_vectors(s->rows);

  // A panel's terms stay in the first cache while all rows go over them.
  size_t columns = (s->axes[2].window - 1) * (size_t)__builtin_labs(s->axes[2].slope) + 1
    + (s->vectors - 1) * (size_t)s->axes[2].step;
  size_t of_channel = s->axes[0].window * s->axes[1].window * smaller(columns, s->axes[2].window * s->vectors);
  size_t most = larger(1, ck_first_cache() / 2 / (of_channel * LANES * sizeof(float)));
  s->block = pieces(s->channels, pieces(s->channels, most));
  // The unfinished sums of a task stay in the second cache, beside a block of weights and of the source.
  size_t width = s->axes[2].output, line = width * LANES * sizeof(float), room = ck_second_cache() * 3 / 8;
  size_t cuts = 1, tall = smaller(4, s->lines);
  while (pieces(s->rows, cuts) * line * tall > room && pieces(s->tiles, cuts) > 4) cuts++;
  size_t batches = pieces(images, s->images_in_lanes);
  s->tiles_of_task = pieces(s->tiles, even_cuts(batches * s->groups, s->tiles, cuts, threads));
  s->row_tasks = pieces(s->tiles, s->tiles_of_task);
  s->lines_of_task = larger(1, smaller(s->lines, room / (pieces(s->rows, s->row_tasks) * line)));
  size_t tasks = batches * s->groups * s->row_tasks;
  size_t parts = pieces(s->lines, s->lines_of_task);
  while (tasks * parts < 2 * threads && parts < s->lines) parts++;
  s->lines_of_task = pieces(s->lines, parts);
  s->line_tasks = pieces(s->lines, s->lines_of_task);
  size_t bytes = s->groups * s->channels * s->plane * sizeof(float);
  s->wave = smaller(batches, larger(1, ((size_t)8 << 20) / bytes));
  // Few rows are soon done with a vector: then all must still be near that has just been brought together.
  return s->rows >= 4 || bytes <= ck_second_cache() / 2;
}

/// Lists segments and classes, and their terms; returns how many terms all results of a plane have.
static size_t list_classes(struct interleaving *s) {
  size_t most = 1, least = 1;
  struct segment *segments = ck_scratch(
    ck_scratch_tables,
    (2 * (s->axes[0].window + s->axes[1].window + s->axes[2].window) + 6) * sizeof(struct segment));
  for (int a = 0; a < 3; a++) {
    s->segments[a] = segments;
    s->segment_counts[a] = list_segments(&s->axes[a], segments);
    segments += s->segment_counts[a];
    most *= s->segment_counts[a];
    least *= s->axes[a].window;
  }
  char *memory = ck_scratch(
    ck_scratch_totals, most * (sizeof(struct interleaved_class) + s->block * least * sizeof(struct interleaved_term)));
  struct interleaved_term *next = (void *)(memory + most * sizeof(struct interleaved_class));
  s->classes = (void *)memory;
  s->class_count = s->leaves_out = 0;
  size_t all = 0, row = s->size[2], slice = row * s->size[1];
  for (size_t i = 0; i < most; i++) {
    struct interleaved_class *class = &s->classes[s->class_count++];
    const struct segment *d = s->segments[0] + i / s->segment_counts[2] / s->segment_counts[1];
    const struct segment *y = s->segments[1] + i / s->segment_counts[2] % s->segment_counts[1];
    const struct segment *x = s->segments[2] + i % s->segment_counts[2];
    *class = (struct interleaved_class){{d, y, x}, (d->high - d->low) * (y->high - y->low) * (x->high - x->low), next};
    s->leaves_out |= class->elements < s->elements;
    all += (d->end - d->first) * (y->end - y->first) * (x->end - x->first) * class->elements;
    for (size_t c = 0; c < s->block; c++) {
      for (size_t t = d->low; t < d->high; t++) {
        for (size_t u = y->low; u < y->high; u++) {
          for (size_t v = x->low; v < x->high; v++) {
            ptrdiff_t position = (ptrdiff_t)t * s->axes[0].slope * (ptrdiff_t)slice
              + (ptrdiff_t)u * s->axes[1].slope * (ptrdiff_t)row + (ptrdiff_t)v * s->axes[2].slope;
            size_t weight = c * s->elements + (t * s->axes[1].window + u) * s->axes[2].window + v;
            *next++ = (struct interleaved_term){
              (int32_t)((ptrdiff_t)(c * s->plane) + position * LANES), (int32_t)weight};
          }
        }
      }
    }
  }
  s->panels_of_task = s->lines_of_task * s->axes[2].output;
  return all * s->channels;
}
