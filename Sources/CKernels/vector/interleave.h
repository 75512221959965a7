// Bringing images side by side, so that each lane of a vector belongs to one of them, and back.

#pragma once

#include "transpose.h"
#include "vectors.h"

/// How many pixels before they are needed an image's lines are fetched: no processor guesses in sixteen positions.
enum { pixels_ahead = 128, pixels_of_line = 16 };

/// Brings `count` pixels of each image side by side; what follows in each image is fetched.
static void interleave(const float *from, size_t from_step, size_t images, size_t count, float *to) {
  for (size_t j = 0; j < count; j += SIDE) {
    for (size_t i = 0; j % pixels_of_line == 0 && i < images; i++) {
      __builtin_prefetch(from + i * from_step + j + pixels_ahead);
    }
    for (size_t i = 0; i < images; i += SIDE) {
      transpose_block(
        from + i * from_step + j, from_step, smaller(SIDE, images - i), smaller(SIDE, count - j), to + j * LANES + i, LANES,
        NULL);
    }
  }
}

/// Brings them back; `relu_mask` is NULL, or the output of the ReLU that they go back through, from the same position.
static void deinterleave(
    const float *from, size_t images, size_t count, float *to, size_t to_step, const float *relu_mask) {
  for (size_t j = 0; j < count; j += SIDE) {
    for (size_t i = 0; j % pixels_of_line == 0 && i < images; i++) {
      __builtin_prefetch(to + i * to_step + j + pixels_ahead, 1);
      if (relu_mask) __builtin_prefetch(relu_mask + i * to_step + j + pixels_ahead);
    }
    for (size_t i = 0; i < images; i += SIDE) {
      size_t height = smaller(SIDE, count - j), width = smaller(SIDE, images - i), position = i * to_step + j;
      if (relu_mask) {
        transpose_block(
          from + j * LANES + i, LANES, height, width, to + position, to_step, relu_mask + position);
      } else {
        transpose_block(from + j * LANES + i, LANES, height, width, to + position, to_step, NULL);
      }
    }
  }
}
