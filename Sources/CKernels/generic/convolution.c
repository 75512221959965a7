// The convolution as plain loops: what every other level has to equal.

#include "../elementary.h"
#include "../levels.h"
#include "../threads.h"
#include "convolution.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

/// What the tasks of a region work on; a task is one plane of the result.
struct work {
  const struct ck_convolution *g;
  const float *left, *right, *start, *bias, *relu_mask;
  float *result;
  int fuses_relu;
};

static size_t input_size(const struct ck_convolution *g) {
  return g->axes[0].input * g->axes[1].input * g->axes[2].input;
}
static size_t window_size(const struct ck_convolution *g) {
  return g->axes[0].window * g->axes[1].window * g->axes[2].window;
}
static size_t output_size(const struct ck_convolution *g) {
  return g->axes[0].output * g->axes[1].output * g->axes[2].output;
}

/// Returns the pixel under an element of the window at an output; 0 outside the image.
static float pixel(const struct ck_axis axes[3], const float *plane, const size_t output[3], const size_t element[3]) {
  size_t offset = 0;
  for (int a = 0; a < 3; a++) {
    size_t position = output[a] * axes[a].stride + element[a] * axes[a].dilation;
    if (position < axes[a].before || position - axes[a].before >= axes[a].input) return 0;
    offset = offset * axes[a].input + (position - axes[a].before);
  }
  return plane[offset];
}

/// Returns the gradient to the output at which an element of the window lay on a pixel; 0 if there is none.
static float gradient(
    const struct ck_axis axes[3], const float *plane, const size_t position[3], const size_t element[3]) {
  size_t offset = 0;
  for (int a = 0; a < 3; a++) {
    size_t start = position[a] + axes[a].before, back = element[a] * axes[a].dilation;
    if (start < back || (start - back) % axes[a].stride) return 0;
    size_t output = (start - back) / axes[a].stride;
    if (output >= axes[a].output) return 0;
    offset = offset * axes[a].output + output;
  }
  return plane[offset];
}

#define FOR_EACH(index, size) \
  for (index[0] = 0; index[0] < axes[0].size; index[0]++) \
    for (index[1] = 0; index[1] < axes[1].size; index[1]++) \
      for (index[2] = 0; index[2] < axes[2].size; index[2]++)

float ck_output(
    const struct ck_convolution *g, const float *x, const float *w, const float *bias, size_t n, size_t k,
    const size_t output[3]) {
  const struct ck_axis *axes = g->axes;
  size_t channels = g->channels / g->groups, first = k / (g->filters / g->groups) * channels;
  const float *own = w + k * channels * window_size(g);
  size_t element[3];
  float sum = 0;
  for (size_t c = 0; c < channels; c++) {
    const float *plane = x + (n * g->channels + first + c) * input_size(g);
    FOR_EACH(element, window) sum = fmaf(*own++, pixel(axes, plane, output, element), sum);
  }
  return ck_canonical(bias ? sum + *bias : sum);
}

static void correlate_plane(void *context, size_t task) {
  const struct work *work = context;
  const struct ck_convolution *g = work->g;
  const struct ck_axis *axes = g->axes;
  size_t n = task / g->filters, k = task % g->filters;
  const float *bias = work->bias ? work->bias + k : NULL;
  float *z = work->result + task * output_size(g);
  size_t output[3];
  FOR_EACH(output, output) {
    float result = ck_output(g, work->left, work->right, bias, n, k, output);
    *z++ = work->fuses_relu ? ck_positive_part(result) : result;
  }
}

float ck_gradient_to_pixel(
    const struct ck_convolution *g, const float *dz, const float *w, size_t n, size_t plane, const size_t position[3]) {
  const struct ck_axis *axes = g->axes;
  size_t channels = g->channels / g->groups, filters = g->filters / g->groups;
  size_t group = plane / channels, c = plane % channels;
  size_t element[3];
  float sum = 0;
  for (size_t k = group * filters; k < (group + 1) * filters; k++) {
    const float *own = w + (k * channels + c) * window_size(g);
    const float *of = dz + (n * g->filters + k) * output_size(g);
    FOR_EACH(element, window) sum = fmaf(*own++, gradient(axes, of, position, element), sum);
  }
  return ck_canonical(sum);
}

static void backward_input_plane(void *context, size_t task) {
  const struct work *work = context;
  const struct ck_convolution *g = work->g;
  const struct ck_axis *axes = g->axes;
  float *dx = work->result + task * input_size(g);
  const float *relu_mask = work->relu_mask ? work->relu_mask + task * input_size(g) : NULL;
  size_t position[3];
  FOR_EACH(position, input) {
    int passes = !relu_mask || *relu_mask++ > 0;
    *dx++ = passes ? ck_gradient_to_pixel(g, work->left, work->right, task / g->channels, task % g->channels, position) : 0;
  }
}

static void backward_filter_plane(void *context, size_t task) {
  const struct work *work = context;
  const struct ck_convolution *g = work->g;
  const struct ck_axis *axes = g->axes;
  size_t channels = g->channels / g->groups;
  size_t k = task / channels, plane = k / (g->filters / g->groups) * channels + task % channels;
  float *dw = work->result + task * window_size(g);
  const float *start = work->start ? work->start + task * window_size(g) : NULL;
  size_t output[3], element[3];
  FOR_EACH(element, window) {
    float total = start ? *start++ : 0;
    for (size_t n = 0; n < g->images; n++) {
      const float *dz = work->left + (n * g->filters + k) * output_size(g);
      const float *x = work->right + (n * g->channels + plane) * input_size(g);
      float sum = 0;
      FOR_EACH(output, output) sum = fmaf(*dz++, pixel(axes, x, output, element), sum);
      total += sum;
    }
    *dw++ = ck_canonical(total);
  }
}

void ck_correlate_generic(
    const struct ck_convolution *g, const float *x, const float *w, const float *bias, int fuses_relu, float *z) {
  struct work work = {.g = g, .left = x, .right = w, .bias = bias, .result = z, .fuses_relu = fuses_relu};
  ck_parallel(g->images * g->filters, 1e6, correlate_plane, &work);
}

void ck_correlate_backward_input_generic(
    const struct ck_convolution *g, const float *dz, const float *w, const float *relu_mask, float *dx) {
  struct work work = {.g = g, .left = dz, .right = w, .relu_mask = relu_mask, .result = dx};
  ck_parallel(g->images * g->channels, 1e6, backward_input_plane, &work);
}

void ck_correlate_backward_filter_generic(
    const struct ck_convolution *g, const float *dz, const float *x, const struct ck_start *start, float *dw) {
  struct work work = {
    .g = g, .left = dz, .right = x, .start = start ? start->sums(start->context) : NULL, .result = dw};
  ck_parallel(g->filters * (g->channels / g->groups), 1e6, backward_filter_plane, &work);
}
