// Dropout: words of a random stream decide which numbers stay.
//
// The loops are plain: the compiler puts blocks of the generator side by side into registers.

#pragma once

#include "vectors.h"

enum {
  /// The numbers of a task.
  dropout_slice = 1 << 13,
  /// The blocks of four words that are made at a time.
  blocks_of_words = 64,
};

struct dropout {
  const struct ck_stream *stream;
  float rate, kept;
  size_t count;
  const float *x;
  float *y;
};

/// Makes the words of the blocks from `block` on, by Philox4x32-10.
///
/// Each is the lower half of 64 bits, so that a product needs no other order of lanes. The upper halves are no use.
static void make_words(const struct ck_stream *s, uint32_t block, uint64_t pairs[2 * blocks_of_words]) {
  uint64_t step = s->step, name[2] = {s->name[0], s->name[1]};
#pragma clang loop interleave_count(2)
  for (uint64_t b = 0; b < blocks_of_words; b++) {
    uint64_t word[4] = {block + b, step, name[0], name[1]};
    uint32_t key[2] = {s->key[0], s->key[1]};
#pragma clang loop unroll(full)
    for (int round = 0; round < 10; round++) {
      uint64_t left = (uint64_t)0xd2511f53 * (uint32_t)word[0], right = (uint64_t)0xcd9e8d57 * (uint32_t)word[2];
      word[0] = right >> 32 ^ word[1] ^ key[0];
      word[1] = right;
      word[2] = left >> 32 ^ word[3] ^ key[1];
      word[3] = left;
      key[0] += 0x9e3779b9;
      key[1] += 0xbb67ae85;
    }
    pairs[2 * b] = (uint32_t)word[0] | word[1] << 32;
    pairs[2 * b + 1] = (uint32_t)word[2] | word[3] << 32;
  }
}

static void dropout_task(void *context, size_t task) {
  const struct dropout *d = context;
  size_t start = task * dropout_slice, end = smaller(start + dropout_slice, d->count);
  // The first word may lie within a block.
  uint64_t next = d->stream->first + start;
  uint64_t pairs[2 * blocks_of_words];
  uint32_t words[4 * blocks_of_words];
  while (start < end) {
    size_t skipped = next % 4, count = smaller(end - start, sizeof words / sizeof *words - skipped);
    make_words(d->stream, (uint32_t)(next / 4), pairs);
    memcpy(words, pairs, sizeof words);
    const float *restrict x = d->x + start;
    const float rate = d->rate, kept = d->kept;
    float *restrict y = d->y + start;
    for (size_t i = 0; i < count; i++) {
      float uniform = (float)(int32_t)(words[skipped + i] >> 8) * 0x1p-24f;
      y[i] = ck_canonical(x[i] * (uniform < rate ? 0 : kept));
    }
    start += count;
    next += count;
  }
}

void LEVEL(ck_dropout)(
    const struct ck_stream *stream, float rate, float kept, size_t count, const float *x, float *y) {
  struct dropout d = {stream, rate, kept, count, x, y};
  ck_parallel(pieces(count, dropout_slice), dropout_slice / 1.5, dropout_task, &d);
}
