// Steps of optimizers: each parameter by itself. The loops are plain: the compiler puts them into registers.

#pragma once

#include "vectors.h"

enum { step_slice = 1 << 13 };

/// One rule as a loop over a slice; `g` is the gradient with its decay, `value` and `first` are changed.
#define RULE(name, body) \
  static void name##_task(void *context, size_t task) { \
    const struct ck_step *s = context; \
    const float rate = s->rate, decay = s->decay, one = s->first_factor, two = s->second_factor; \
    const float epsilon = s->epsilon, keep = s->keep, correction = s->correction; \
    (void)one, (void)two, (void)epsilon, (void)keep, (void)correction; \
    size_t start = task * step_slice, count = smaller(step_slice, s->count - start); \
    const float *restrict gradients = s->gradients + start; \
    float *restrict values = s->values + start, *restrict firsts = s->firsts + start; \
    float *restrict seconds = s->seconds ? s->seconds + start : NULL; \
    float *restrict thirds = s->thirds ? s->thirds + start : NULL; \
    (void)seconds, (void)thirds; \
    for (size_t i = 0; i < count; i++) { \
      float value = values[i], first = firsts[i]; \
      float g = decay == 0 ? gradients[i] : gradients[i] + decay * value; \
      body; \
      values[i] = ck_canonical(value); \
      firsts[i] = ck_canonical(first); \
    } \
  }

RULE(momentum, {
  first = one * first + keep * g;
  value -= rate * first;
})
RULE(nesterov, {
  first = one * first + g;
  value -= rate * (g + one * first);
})
RULE(adagrad, {
  first += g * g;
  value -= rate * g / (__builtin_elementwise_sqrt(first) + epsilon);
})
RULE(rmsprop, {
  first = one * first + (1 - one) * g * g;
  value -= rate * g / (__builtin_elementwise_sqrt(first) + epsilon);
})
RULE(rmsprop_momentum, {
  first = one * first + (1 - one) * g * g;
  float second = two * seconds[i] + g / (__builtin_elementwise_sqrt(first) + epsilon);
  value -= rate * second;
  seconds[i] = ck_canonical(second);
})
RULE(rmsprop_centered, {
  first = one * first + (1 - one) * g * g;
  float third = one * thirds[i] + (1 - one) * g;
  float variance = first - third * third;
  variance = variance < 0 ? 0 : variance;
  float second = two * seconds[i] + g / (__builtin_elementwise_sqrt(variance) + epsilon);
  value -= rate * second;
  seconds[i] = ck_canonical(second);
  thirds[i] = ck_canonical(third);
})
RULE(adam, {
  float second = seconds[i];
  first = one * first + (1 - one) * g;
  second = two * second + (1 - two) * g * g;
  value = value * keep - rate * first / (__builtin_elementwise_sqrt(second) / correction + epsilon);
  seconds[i] = ck_canonical(second);
})
RULE(amsgrad, {
  float second = seconds[i];
  float third = thirds[i];
  first = one * first + (1 - one) * g;
  second = two * second + (1 - two) * g * g;
  third = third > second ? third : second;
  value = value * keep - rate * first / (__builtin_elementwise_sqrt(third) / correction + epsilon);
  seconds[i] = ck_canonical(second);
  thirds[i] = ck_canonical(third);
})
#undef RULE

void LEVEL(ck_apply_step)(const struct ck_step *s) {
  // In the order of enum ck_rule.
  static const ck_task tasks[] = {
      momentum_task, nesterov_task, adagrad_task, rmsprop_task, rmsprop_momentum_task, rmsprop_centered_task,
      adam_task, amsgrad_task};
  ck_parallel(pieces(s->count, step_slice), step_slice / 3.0, tasks[s->rule], (void *)s);
}
