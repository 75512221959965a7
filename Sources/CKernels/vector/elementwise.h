// What is done number by number, with its gradient. The loops are plain: the compiler puts them into registers. Exponentials of
// numbers that are not positive are those of softmax.

#pragma once

#include "exponential.h"
#include "finite.h"

enum { slice = 1 << 14 };

struct elementwise {
  size_t count;
  /// The parameters of the function, such as the slope of a leaky ReLU.
  float first, second;
  const float *x, *dy;
  float *to;
};

#define ELEMENTWISE(name, expression) \
  static void name##_task(void *context, size_t task) { \
    const struct elementwise *e = context; \
    const float first = e->first, second = e->second; \
    (void)first, (void)second; \
    size_t start = task * slice, count = smaller(slice, e->count - start); \
    const float *restrict from = e->x + start; \
    const float *restrict dy = e->dy ? e->dy + start : NULL; \
    (void)dy; \
    float *restrict to = e->to + start; \
    for (size_t i = 0; i < count; i++) { \
      float x = from[i]; \
      to[i] = expression; \
    } \
  }

enum { exponentials_together = 4 * exponential_block };

/// Replaces numbers that are at most 0, or NaN, by their `ck_exp`.
ALWAYS_INLINE void make_exponentials(float numbers[exponentials_together]) {
  for (size_t i = 0; i < exponentials_together; i += exponential_block) {
    vector x[exponential_vectors];
    for (size_t v = 0; v < exponential_vectors; v++) x[v] = load(numbers + i + v * LANES);
    exponentials_of_negatives(x);
    for (size_t v = 0; v < exponential_vectors; v++) store(numbers + i + v * LANES, x[v]);
  }
}

/// The same with `e`, the exponential of an argument that is at most 0: some of them are made together.
#define WITH_EXPONENTIAL(name, argument, expression) \
  static void name##_task(void *context, size_t task) { \
    const struct elementwise *all = context; \
    const float first = all->first; \
    (void)first; \
    size_t end = smaller((task + 1) * slice, all->count); \
    for (size_t start = task * slice; start < end; start += exponentials_together) { \
      size_t count = smaller(exponentials_together, end - start); \
      const float *restrict from = all->x + start; \
      const float *restrict dy = all->dy ? all->dy + start : NULL; \
      (void)dy; \
      float *restrict to = all->to + start; \
      float exponentials[exponentials_together] = {}; \
      for (size_t i = 0; i < count; i++) { \
        float x = from[i]; \
        exponentials[i] = argument; \
      } \
      make_exponentials(exponentials); \
      for (size_t i = 0; i < count; i++) { \
        float x = from[i], e = exponentials[i]; \
        to[i] = ck_canonical(expression); \
      } \
    } \
  }

ELEMENTWISE(relu, ck_positive_part(x))
ELEMENTWISE(relu_backward, x > 0 ? dy[i] : 0)
ELEMENTWISE(leaky_relu, ck_canonical(x > 0 ? x : first * x))
ELEMENTWISE(leaky_relu_backward, ck_canonical(dy[i] * (x > 0 ? 1 : first)))
#define MAGNITUDE (-__builtin_fabsf(x))
static inline __attribute__((always_inline)) float sigmoid_slope(float y) { return y * (1 - y); }
WITH_EXPONENTIAL(sigmoid, MAGNITUDE, ck_sigmoid(x, e))
WITH_EXPONENTIAL(sigmoid_backward, MAGNITUDE, dy[i] * sigmoid_slope(ck_sigmoid(x, e)))
ELEMENTWISE(tanh, ck_canonical(ck_tanh(x)))
static inline __attribute__((always_inline)) float tanh_slope(float y) { return 1 - y * y; }
ELEMENTWISE(tanh_backward, ck_canonical(dy[i] * tanh_slope(ck_tanh(x))))

/// A function and its gradient: the product of `dy` and the slope.
#define ACTIVATION(name, value, slope) \
  ELEMENTWISE(name, ck_canonical(value)) \
  ELEMENTWISE(name##_backward, ck_canonical(dy[i] * (slope)))

ELEMENTWISE(elu, ck_canonical(x > 0 ? x : first * ck_expm1(x)))
WITH_EXPONENTIAL(elu_backward, x > 0 ? 0 : x, dy[i] * (x > 0 ? 1 : first * e))

#define SELU_SCALE (float)1.0507009873554804934
#define SELU_SCALED_ALPHA (float)1.7580993408473768600
ELEMENTWISE(selu, ck_canonical(x > 0 ? SELU_SCALE * x : SELU_SCALED_ALPHA * ck_expm1(x)))
WITH_EXPONENTIAL(selu_backward, x > 0 ? 0 : x, dy[i] * (x > 0 ? SELU_SCALE : SELU_SCALED_ALPHA * e))

ACTIVATION(celu, x > 0 ? x : first * ck_expm1(x / first), x > 0 ? 1 : ck_exp(x / first))

ALWAYS_INLINE float gelu_slope(float x) {
  float density = ck_exp(-(x * x) / 2) * (float)0.3989422804014327;
  return ck_cumulative_normal(x) + x * density;
}
ACTIVATION(gelu, x * ck_cumulative_normal(x), gelu_slope(x))

#define GELU_SLOPE 1.5957691216057308
#define GELU_CUBIC 0.044715
ALWAYS_INLINE float gelu_score(float x) {
  return x * ((float)GELU_SLOPE + (float)(GELU_SLOPE * GELU_CUBIC) * (x * x));
}
ALWAYS_INLINE float gelu_tanh_slope(float x, float e) {
  float gate = ck_sigmoid(gelu_score(x), e);
  return gate + x * (gate * (1 - gate)) * ((float)GELU_SLOPE + (float)(3 * GELU_SLOPE * GELU_CUBIC) * (x * x));
}
WITH_EXPONENTIAL(gelu_tanh, -__builtin_fabsf(gelu_score(x)), x * ck_sigmoid(gelu_score(x), e))
WITH_EXPONENTIAL(gelu_tanh_backward, -__builtin_fabsf(gelu_score(x)), dy[i] * gelu_tanh_slope(x, e))

ALWAYS_INLINE float silu_slope(float x, float e) {
  float gate = ck_sigmoid(x, e);
  return gate * (1 + x * (1 - gate));
}
WITH_EXPONENTIAL(silu, MAGNITUDE, x * ck_sigmoid(x, e))
WITH_EXPONENTIAL(silu_backward, MAGNITUDE, dy[i] * silu_slope(x, e))

ALWAYS_INLINE float mish_gate(float x, float e) {
  float below = e * (e + 2) / (e * (e + 2) + 2), above = (1 + 2 * e) / (1 + 2 * e + 2 * (e * e));
  return x < 0 ? below : above;
}
ALWAYS_INLINE float mish_slope(float x, float e) {
  float gate = mish_gate(x, e);
  return gate + x * ck_sigmoid(x, e) * (1 - gate * gate);
}
WITH_EXPONENTIAL(mish, MAGNITUDE, x * mish_gate(x, e))
WITH_EXPONENTIAL(mish_backward, MAGNITUDE, dy[i] * mish_slope(x, e))

WITH_EXPONENTIAL(softplus, MAGNITUDE, (x > 0 ? x : 0) + ck_log1p(e))
WITH_EXPONENTIAL(softplus_backward, MAGNITUDE, dy[i] * ck_sigmoid(x, e))
#undef MAGNITUDE

ALWAYS_INLINE float softsign_slope(float x) {
  float part = 1 / (1 + __builtin_fabsf(x));
  return part * part;
}
ACTIVATION(softsign, x / (1 + __builtin_fabsf(x)), softsign_slope(x))

ALWAYS_INLINE float hard_sigmoid(float x, float slope, float offset) {
  float y = slope * x + offset;
  return y < 0 ? 0 : y > 1 ? 1 : y;
}
ALWAYS_INLINE float hard_sigmoid_slope(float x, float slope, float offset) {
  float y = slope * x + offset;
  return ((y > 0) & (y < 1)) ? slope : 0;
}
ACTIVATION(hard_sigmoid, hard_sigmoid(x, first, second), hard_sigmoid_slope(x, first, second))

ALWAYS_INLINE float hard_swish_slope(float x) {
  float gate = hard_sigmoid(x, 1 / 6.0f, 0.5f);
  return ((gate > 0) & (gate < 1)) ? gate + x * (1 / 6.0f) : gate;
}
ACTIVATION(hard_swish, x * hard_sigmoid(x, 1 / 6.0f, 0.5f), hard_swish_slope(x))

ACTIVATION(clip, x < first ? first : x > second ? second : x, ((x > first) & (x < second)) ? 1 : 0)
#undef ACTIVATION
#undef ELEMENTWISE
#undef WITH_EXPONENTIAL

// In the order of `ck_activation`.
#define TASKS(kind) \
  {relu##kind, leaky_relu##kind, sigmoid##kind, tanh##kind, elu##kind, selu##kind, celu##kind, gelu##kind, \
   gelu_tanh##kind, silu##kind, mish##kind, softplus##kind, softsign##kind, hard_sigmoid##kind, hard_swish##kind, \
   clip##kind}

void LEVEL(ck_activate)(int activation, float first, float second, size_t count, const float *x, float *y) {
  static const ck_task tasks[] = TASKS(_task);
  struct elementwise e = {count, first, second, x, NULL, y};
  ck_parallel(pieces(count, slice), slice / 10.0, tasks[activation], &e);
}

void LEVEL(ck_activate_backward)(
    int activation, float first, float second, size_t count, const float *x, const float *dy, float *dx) {
  static const ck_task tasks[] = TASKS(_backward_task);
  struct elementwise e = {count, first, second, x, dy, dx};
  ck_parallel(pieces(count, slice), slice / 10.0, tasks[activation], &e);
}

struct search {
  size_t count;
  const float *x;
  int *found;
};

static void find_infinite_task(void *context, size_t task) {
  const struct search *s = context;
  size_t start = task * slice;
  if (!all_finite(s->x + start, smaller(slice, s->count - start))) __atomic_store_n(s->found, 1, __ATOMIC_RELAXED);
}

void LEVEL(ck_find_infinite)(size_t count, const float *x, int *found) {
  struct search s = {count, x, found};
  ck_parallel(pieces(count, slice), slice / 20.0, find_infinite_task, &s);
}
