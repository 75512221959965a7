// The backward pass of pooling over windows of 2 × 2: each window writes its four positions.

#pragma once

#include "pooling_squares.h"

/// Clears what windows of 2 × 2 leave of some planes: the ends of their rows, and the rows below them.
static void clear_around_squares(const struct pooling *p, size_t planes, float *dx) {
  size_t width = p->g->axes[2].input, used = 2 * p->g->axes[2].output, rows = 2 * p->g->axes[1].output;
  for (size_t plane = 0; plane < planes; plane++, dx += p->input) {
    for (size_t i = 0; i < rows && used < width; i++) memset(dx + i * width + used, 0, (width - used) * sizeof(float));
    memset(dx + rows * width, 0, (p->g->axes[1].input - rows) * width * sizeof(float));
  }
}

/// What goes back to the numbers of windows: to those of the first half of a register in their two rows, and of the other.
struct expanded {
  vector low[2], high[2];
};

/// The positions of the numbers that a register of windows covers first, from `start` on: those of its other half come
/// `step` after those of the first one.
struct covered {
  positions low, high;
};

ALWAYS_INLINE struct covered covered_positions(int32_t step) {
  struct covered c;
  for (int32_t lane = 0; lane < LANES; lane++) c.low[lane] = lane;
  c.high = c.low + step;
  return c;
}

/// The gradients of windows of 2 × 2 to their maxima, which were found in planes; windows cover these from `start` on.
/// Adds up in `missing` numbers whose sum is 0 just if each maximum lay in its window.
ALWAYS_INLINE struct expanded expand_to_maxima(
    vector gradient, positions found, positions start, struct covered c, size_t width, positions *missing) {
  // As where it is added to a zero: −0 becomes +0.
  gradient = canonical(gradient + 0.0f);
  positions relative = found - start;
  positions found_low = __builtin_shufflevector(relative, relative, LOW_TWICE);
  positions found_high = __builtin_shufflevector(relative, relative, HIGH_TWICE);
  vector low = __builtin_shufflevector(gradient, gradient, LOW_TWICE);
  vector high = __builtin_shufflevector(gradient, gradient, HIGH_TWICE);
  struct expanded e;
  *missing += found >= 0;
  for (int32_t row = 0; row < 2; row++) {
    positions is_low = found_low == c.low + row * (int32_t)width, is_high = found_high == c.high + row * (int32_t)width;
    *missing -= is_low + is_high;
    e.low[row] = (vector)((positions)low & is_low);
    e.high[row] = (vector)((positions)high & is_high);
  }
  return e;
}

/// The gradients of windows of 2 × 2 by their counts.
ALWAYS_INLINE struct expanded expand_evenly(vector gradient, vector counts) {
  vector part = canonical(0.0f + gradient / counts);
  vector low = __builtin_shufflevector(part, part, LOW_TWICE), high = __builtin_shufflevector(part, part, HIGH_TWICE);
  return (struct expanded){{low, low}, {high, high}};
}

/// Writes a whole register of windows that lie side by side.
ALWAYS_INLINE void store_row(struct expanded e, float *upper, size_t width) {
  for (size_t row = 0; row < 2; row++) {
    store(upper + row * width, e.low[row]);
    store(upper + row * width + LANES, e.high[row]);
  }
}

/// Writes two rows of at most half a register of windows, in their order, as the first writes too much.
ALWAYS_INLINE void store_two_rows(struct expanded e, float *first, float *second, size_t width) {
  for (size_t row = 0; row < 2; row++) store(first + row * width, e.low[row]);
  for (size_t row = 0; row < 2; row++) store(second + row * width, e.high[row]);
}

/// Writes the first `count` < LANES windows.
ALWAYS_INLINE void store_last_row(struct expanded e, float *upper, size_t width, size_t count) {
  for (size_t row = 0; row < 2; row++, upper += width) {
    if (2 * count < LANES) {
      store_first(upper, e.low[row], 2 * count);
      continue;
    }
    store(upper, e.low[row]);
    if (2 * count > LANES) store_first(upper + LANES, e.high[row], 2 * count - LANES);
  }
}

/// The lanes behind those of a row, or of two rows in the halves of a register.
ALWAYS_INLINE positions lanes_behind(size_t columns) {
  positions behind;
  size_t period = 2 * columns <= LANES ? LANES / 2 : LANES;
  for (size_t lane = 0; lane < LANES; lane++) behind[lane] = -(int32_t)(lane % period >= columns);
  return behind;
}

/// The gradients of some planes. Returns whether all maxima lay in their windows; otherwise nothing is right yet.
static int max_of_squares_backward(
    const struct pooling *p, size_t planes, const float *dy, const int32_t *from, const float *maxima, float *dx) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  int are_short = 2 * columns <= LANES;
  positions missing = {}, behind = lanes_behind(columns);
  struct covered side_by_side = covered_positions(LANES), in_halves = covered_positions(0);
  struct square_row r = {0, 0, 0};
  while (r.first < planes * p->output) {
    struct square_row next = next_row(p, r);
    const float *own = dy + r.first, *outputs = maxima ? maxima + r.first : NULL;
    const int32_t *found = from + r.first;
    float *to = dx + r.from;
    if (columns >= LANES) {
      for (size_t done = 0; done < columns; done += LANES) {
        size_t j = smaller(done, columns - LANES);
        vector gradient = outputs ? pass_back(load(own + j), load(outputs + j)) : load(own + j);
        positions at = *(const loose_positions *)(found + j);
        store_row(expand_to_maxima(gradient, at, at_all(r.start + 2 * j), side_by_side, width, &missing), to + 2 * j, width);
      }
    } else if (are_short && has_space(p, planes, next, LANES / 2)) {
      vector gradient = load_halves(own, own + columns);
      if (outputs) gradient = pass_back(gradient, load_halves(outputs, outputs + columns));
      positions at = load_half_positions(found, found + columns) | behind;
      store_two_rows(
        expand_to_maxima(gradient, at, at_halves(r.start, next.start), in_halves, width, &missing), to, dx + next.from,
        width);
      next = next_row(p, next);
    } else if (!are_short && has_space(p, planes, r, LANES)) {
      vector gradient = outputs ? pass_back(load(own), load(outputs)) : load(own);
      positions at = *(const loose_positions *)found | behind;
      store_row(expand_to_maxima(gradient, at, at_all(r.start), side_by_side, width, &missing), to, width);
    } else {
      vector gradient = load_first(own, columns);
      if (outputs) gradient = pass_back(gradient, load_first(outputs, columns));
      positions at = load_first_positions(found, columns);
      store_last_row(
        expand_to_maxima(gradient, at, at_all(r.start), side_by_side, width, &missing), to, width, columns);
    }
    r = next;
  }
  clear_around_squares(p, planes, dx);
  int32_t sum = 0;
  for (size_t lane = 0; lane < LANES; lane++) sum += missing[lane];
  return !sum;
}

/// The gradient of a plane: each position has just one window.
static void mean_of_squares_backward(const struct pooling *p, const float *dy, float *dx) {
  size_t width = p->g->axes[2].input, columns = p->g->axes[2].output;
  for (struct square_row r = {0, 0, 0}; r.first < p->output; r = next_row(p, r)) {
    const float *own = dy + r.first, *counts = p->counts + r.first;
    float *to = dx + r.from;
    if (columns >= LANES) {
      for (size_t done = 0; done < columns; done += LANES) {
        size_t j = smaller(done, columns - LANES);
        store_row(expand_evenly(load(own + j), load(counts + j)), to + 2 * j, width);
      }
    } else if (has_space(p, 1, r, LANES)) {
      store_row(expand_evenly(load(own), load(counts)), to, width);
    } else {
      store_last_row(expand_evenly(load_first(own, columns), load_first(counts, columns)), to, width, columns);
    }
  }
  clear_around_squares(p, 1, dx);
}
