// Batch normalization: sums over all pixels of a channel, then each number by itself.

#pragma once

#include "sums.h"
#include "vectors.h"

/// A task has a few channels, whose planes lie side by side: pages of one alone are too short to be fetched ahead.
enum { most_channels_of_task = 8 };

struct normalization {
  size_t images, channels, size, channels_of_task;
  /// The planes of an image, of which a part of a batch has some only; and of how many images it goes on with the sums.
  size_t planes, before;
  /// How many numbers of a channel the whole batch has.
  float count;
  const float *x, *dy, *mean, *inverse, *gamma, *beta;
  float *first, *second, *to;
  partial_sums *partial;
  int is_own, fuses_relu;
};

static size_t channels_of(const struct normalization *b, size_t task) {
  return smaller(b->channels_of_task, b->channels - task * b->channels_of_task);
}

/// Visits the planes of `channels` channels from `first` on, image by image, with `plane` at the first number of each.
#define FOR_EACH_PLANE(n, c) \
  for (size_t n = 0; n < b->images; n++) \
    for (size_t c = 0, plane = (n * b->planes + first) * b->size; c < channels; c++, plane += b->size)

#define NUMBER(type, i) (*(const type *)(b->x + plane + i))
#define SQUARE(type, i) ((*(const type *)(b->x + plane + i) - mean) * (*(const type *)(b->x + plane + i) - mean))

static void statistics_task(void *context, size_t task) {
  const struct normalization *b = context;
  size_t first = task * b->channels_of_task, channels = channels_of(b, task);
  float count = (float)(b->images * b->size), means[most_channels_of_task];
  partial_sums sums[most_channels_of_task] = {}, squares[most_channels_of_task] = {};
  FOR_EACH_PLANE(n, c) {
    partial_sums own = sums[c];
    ADD_TERMS(own, n * b->size, b->size, NUMBER)
    sums[c] = own;
  }
  for (size_t c = 0; c < channels; c++) means[c] = add_halves(&sums[c]) / count;
  FOR_EACH_PLANE(n, c) {
    partial_sums own = squares[c];
    float mean = means[c];
    ADD_TERMS(own, n * b->size, b->size, SQUARE)
    squares[c] = own;
  }
  for (size_t c = 0; c < channels; c++) {
    b->first[first + c] = ck_canonical(means[c]);
    b->second[first + c] = ck_canonical(add_halves(&squares[c]) / count);
  }
}

/// Continues the sums of the numbers of a few channels, or with a mean, those of the squares of their deviations.
static void continue_statistics_task(void *context, size_t task) {
  const struct normalization *b = context;
  size_t first = task * b->channels_of_task, channels = channels_of(b, task);
  FOR_EACH_PLANE(n, c) {
    partial_sums own = b->partial[first + c];
    size_t next = (b->before + n) * b->size;
    if (b->mean) {
      float mean = b->mean[first + c];
      ADD_TERMS(own, next, b->size, SQUARE)
    } else {
      ADD_TERMS(own, next, b->size, NUMBER)
    }
    b->partial[first + c] = own;
  }
}

#undef NUMBER
#undef SQUARE

static void normalize_task(void *context, size_t task) {
  const struct normalization *b = context;
  size_t first = task * b->channels_of_task, channels = channels_of(b, task);
  FOR_EACH_PLANE(n, c) {
    float mean = b->mean[first + c], inverse = b->inverse[first + c];
    float gamma = b->gamma[first + c], beta = b->beta[first + c];
    const float *restrict x = b->x + plane;
    float *restrict y = b->to + plane;
    if (b->fuses_relu) {
      for (size_t i = 0; i < b->size; i++) y[i] = ck_canonical(ck_positive_part((x[i] - mean) * inverse * gamma + beta));
    } else {
      for (size_t i = 0; i < b->size; i++) y[i] = ck_canonical((x[i] - mean) * inverse * gamma + beta);
    }
  }
}

/// Continues the sums of `dy·(x − mean)·inverse` and of `dy` over a plane, of which `next` numbers have been before.
ALWAYS_INLINE void add_gradients(
    const float *x, const float *dy, float mean, float inverse, size_t next, size_t count, partial_sums *products,
    partial_sums *gradients) {
#define PRODUCT(type, i) (*(const type *)(dy + i) * ((*(const type *)(x + i) - mean) * inverse))
#define GRADIENT(type, i) (*(const type *)(dy + i))
  partial_sums of_products = *products, of_gradients = *gradients;
  size_t whole = next % 16 ? 0 : count / 16 * 16;
  for (size_t i = 0; i < whole; i += 16) {
    of_products += PRODUCT(loose_sums, i);
    of_gradients += GRADIENT(loose_sums, i);
  }
  x += whole;
  dy += whole;
  ADD_TERMS(of_products, next, count - whole, PRODUCT)
  ADD_TERMS(of_gradients, next, count - whole, GRADIENT)
  *products = of_products;
  *gradients = of_gradients;
#undef PRODUCT
#undef GRADIENT
}

/// Makes the gradients to the inputs of a plane: `factor·(dy − offset − (x − mean)·inverse·slope)`.
///
/// Where the second caches could not hold the result, it goes to memory past them, and no line of it is read before.
ALWAYS_INLINE void make_input_gradients_of_plane(
    const float *restrict x, const float *restrict dy, size_t size, float mean, float inverse, float factor, float offset,
    float slope, int is_streamed, float *restrict dx) {
#define RESULT(x, dy) (factor * ((dy) - offset - ((x) - mean) * inverse * slope))
  size_t i = 0;
#if LANES > 4
  if (is_streamed) {
    for (; i < size && (uintptr_t)(dx + i) % sizeof(vector); i++) dx[i] = ck_canonical(RESULT(x[i], dy[i]));
    for (; i + LANES <= size; i += LANES) {
      __builtin_nontemporal_store(canonical(RESULT(load(x + i), load(dy + i))), (vector *)(dx + i));
    }
  }
#else
  (void)is_streamed;
#endif
  for (; i < size; i++) dx[i] = ck_canonical(RESULT(x[i], dy[i]));
#undef RESULT
}

/// Makes the gradients to the inputs of a few channels, from those to γ and β.
static void make_input_gradients(const struct normalization *b, size_t first, size_t channels) {
  const float *mean = b->mean + first, *inverse = b->inverse + first;
  float factors[most_channels_of_task], offsets[most_channels_of_task], slopes[most_channels_of_task];
  for (size_t c = 0; c < channels; c++) {
    factors[c] = b->gamma[first + c] * inverse[c];
    offsets[c] = b->second[first + c] / b->count;
    slopes[c] = b->first[first + c] / b->count;
  }
  int is_streamed = b->images * b->channels * b->size * sizeof(float) > 2 * ck_second_cache() * ck_thread_count();
  // Backward, as the last images are still near.
  for (size_t n = b->images; n-- > 0;) {
    for (size_t c = 0; c < channels; c++) {
      size_t plane = (n * b->channels + first + c) * b->size;
      const float *restrict x = b->x + plane, *restrict dy = b->dy + plane;
      float *restrict dx = b->to + plane;
      float factor = factors[c], offset = offsets[c], slope = slopes[c], own_mean = mean[c], own_inverse = inverse[c];
      if (b->is_own) {
        make_input_gradients_of_plane(
          x, dy, b->size, own_mean, own_inverse, factor, offset, slope, is_streamed, dx);
      } else {
        for (size_t i = 0; i < b->size; i++) dx[i] = ck_canonical(factor * dy[i]);
      }
    }
  }
#if LANES > 4
  // Other threads may read the results as soon as the task has ended.
  if (is_streamed) _mm_sfence();
#endif
}

/// Continues the sums of the gradients to γ and β of a few channels.
static void continue_gradients_task(void *context, size_t task) {
  const struct normalization *b = context;
  size_t first = task * b->channels_of_task, channels = channels_of(b, task);
  FOR_EACH_PLANE(n, c) {
    partial_sums *sums = b->partial + 2 * (first + c);
    add_gradients(
      b->x + plane, b->dy + plane, b->mean[first + c], b->inverse[first + c], (b->before + n) * b->size, b->size, sums,
      sums + 1);
  }
}

static void normalize_backward_input_task(void *context, size_t task) {
  const struct normalization *b = context;
  make_input_gradients(b, task * b->channels_of_task, channels_of(b, task));
}

/// Makes the gradients of a few channels.
static void normalize_backward_task(void *context, size_t task) {
  const struct normalization *b = context;
  size_t first = task * b->channels_of_task, channels = channels_of(b, task);
  partial_sums products[most_channels_of_task] = {}, gradients[most_channels_of_task] = {};
  const float *mean = b->mean + first, *inverse = b->inverse + first;
  FOR_EACH_PLANE(n, c) {
    add_gradients(b->x + plane, b->dy + plane, mean[c], inverse[c], n * b->size, b->size, &products[c], &gradients[c]);
  }
  for (size_t c = 0; c < channels; c++) {
    b->first[first + c] = ck_canonical(add_halves(&products[c]));
    b->second[first + c] = ck_canonical(add_halves(&gradients[c]));
  }
  make_input_gradients(b, first, channels);
}

/// Sums up each plane of an image. Other kernels divide the images among threads in the same way, so these planes are
/// mostly in this thread's cache, and go on belonging to it.
static void plane_sums_task(void *context, size_t n) {
  const struct normalization *b = context;
  for (size_t channel = 0; channel < b->channels; channel++) {
    size_t plane = n * b->channels + channel;
    const float *from = b->x + plane * b->size;
    partial_sums sums = {};
#define TERM(type, i) (*(const type *)(from + i))
    ADD_TERMS(sums, 0, b->size, TERM)
#undef TERM
    b->to[plane] = add_halves(&sums);
  }
}

/// Runs a task for every few channels: as many as leave two tasks for each thread.
static void for_channels(struct normalization *b, ck_task task) {
  b->channels_of_task = larger(1, smaller(most_channels_of_task, b->channels / (2 * ck_thread_count())));
  ck_parallel(
    pieces(b->channels, b->channels_of_task), (double)(b->channels_of_task * b->images * b->size) / 5, task, b);
}

void LEVEL(ck_channel_statistics)(const struct ck_batch *s, const float *x, float *mean, float *variance) {
  struct normalization b = {
    .images = s->images, .channels = s->channels, .planes = s->channels, .size = s->size, .x = x};
  b.first = mean;
  b.second = variance;
  for_channels(&b, statistics_task);
}

void LEVEL(ck_normalize)(
    const struct ck_batch *s, const float *x, const float *mean, const float *inverse, const float *gamma,
    const float *beta, int fuses_relu, float *y) {
  struct normalization b = {
    .images = s->images, .channels = s->channels, .planes = s->channels, .size = s->size, .x = x, .mean = mean, .inverse = inverse,
    .gamma = gamma, .beta = beta, .to = y, .fuses_relu = fuses_relu};
  for_channels(&b, normalize_task);
}

void LEVEL(ck_normalize_backward)(
    const struct ck_batch *s, const float *x, const float *dy, const float *mean, const float *inverse,
    const float *gamma, int is_own, float *dx, float *dgamma, float *dbeta) {
  struct normalization b = {
    .images = s->images, .channels = s->channels, .planes = s->channels, .size = s->size, .x = x, .dy = dy,
    .mean = mean, .inverse = inverse, .gamma = gamma, .first = dgamma, .second = dbeta, .to = dx, .is_own = is_own,
    .count = (float)(s->images * s->size)};
  for_channels(&b, normalize_backward_task);
}

/// Partial sums of callers need not lie at multiples of their own size: they are continued in a copy that does.
static void continue_sums_of_part(
    const struct ck_batch_part *part, struct normalization b, size_t of_channel, float *partial, ck_task task) {
  size_t bytes = part->channels * of_channel * sizeof(partial_sums), offset = part->first * part->s.size;
  b.images = part->s.images;
  b.channels = part->channels;
  b.planes = part->s.channels;
  b.size = part->s.size;
  b.before = part->before;
  b.x += offset;
  if (b.dy) b.dy += offset;
  if (b.mean) b.mean += part->first;
  if (b.inverse) b.inverse += part->first;
  b.partial = ck_scratch(ck_scratch_sums, bytes);
  memcpy(b.partial, partial, bytes);
  for_channels(&b, task);
  const float *sums = (const float *)b.partial;
  for (size_t i = 0; i < bytes / sizeof *sums; i++) partial[i] = ck_canonical(sums[i]);
}

void LEVEL(ck_continue_statistics)(
    const struct ck_batch_part *part, const float *x, const float *mean, float *partial) {
  continue_sums_of_part(part, (struct normalization){.x = x, .mean = mean}, 1, partial, continue_statistics_task);
}

void LEVEL(ck_continue_gradients)(
    const struct ck_batch_part *part, const float *x, const float *dy, const float *mean, const float *inverse,
    float *partial) {
  struct normalization b = {.x = x, .dy = dy, .mean = mean, .inverse = inverse};
  continue_sums_of_part(part, b, 2, partial, continue_gradients_task);
}

void LEVEL(ck_normalize_backward_input)(
    const struct ck_batch *s, size_t images, const float *x, const float *dy, const float *mean, const float *inverse,
    const float *gamma, const float *dgamma, const float *dbeta, float *dx) {
  struct normalization b = {
    .images = s->images, .channels = s->channels, .size = s->size, .x = x, .dy = dy, .mean = mean, .inverse = inverse,
    .gamma = gamma, .first = (float *)dgamma, .second = (float *)dbeta, .to = dx, .is_own = 1,
    .count = (float)(images * s->size)};
  for_channels(&b, normalize_backward_input_task);
}

void LEVEL(ck_channel_sums)(const struct ck_batch *s, const float *x, const struct ck_start *start, float *sums) {
  struct normalization b = {.images = s->images, .channels = s->channels, .size = s->size, .x = x};
  b.to = ck_scratch(ck_scratch_sums, (s->images * s->channels + 1) * sizeof(float));
  ck_parallel(s->images, (double)(s->channels * s->size) / 5, plane_sums_task, &b);
  if (start) memcpy(sums, start->sums(start->context), s->channels * sizeof(float));
  else memset(sums, 0, s->channels * sizeof(float));
  for (size_t n = 0; n < s->images; n++) {
    for (size_t channel = 0; channel < s->channels; channel++) sums[channel] += b.to[n * s->channels + channel];
  }
  for (size_t channel = 0; channel < s->channels; channel++) sums[channel] = ck_canonical(sums[channel]);
}
