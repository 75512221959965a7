// The tables of the levels, and the public functions: each calls the one of the level in use.

#include "levels.h"

#define CK_ENTRY(name, parameters) ck_##name##_generic,
const struct ck_kernels ck_kernels_generic = {CK_OPERATIONS(CK_ENTRY) ck_add_products_generic};
#undef CK_ENTRY
#if defined(__x86_64__)
#define CK_ENTRY(name, parameters) ck_##name##_avx2,
const struct ck_kernels ck_kernels_avx2 = {CK_OPERATIONS(CK_ENTRY) ck_add_products_avx2};
#undef CK_ENTRY
#define CK_ENTRY(name, parameters) ck_##name##_avx512,
const struct ck_kernels ck_kernels_avx512 = {CK_OPERATIONS(CK_ENTRY) ck_add_products_avx512};
#undef CK_ENTRY
#elif defined(__aarch64__)
#define CK_ENTRY(name, parameters) ck_##name##_neon,
const struct ck_kernels ck_kernels_neon = {CK_OPERATIONS(CK_ENTRY) ck_add_products_neon};
#undef CK_ENTRY
#endif

const struct ck_kernels *ck_kernels(void) {
  switch (ck_level()) {
#if defined(__x86_64__)
    case ck_avx2: return &ck_kernels_avx2;
    case ck_avx512: return &ck_kernels_avx512;
#elif defined(__aarch64__)
    case ck_neon: return &ck_kernels_neon;
#endif
    default: return &ck_kernels_generic;
  }
}

void ck_correlate(
    const struct ck_convolution *g, const float *x, const float *w, const float *bias, int fuses_relu, float *z) {
  ck_kernels()->correlate(g, x, w, bias, fuses_relu, z);
}

void ck_correlate_backward_input(
    const struct ck_convolution *g, const float *dz, const float *w, const float *relu_mask, float *dx) {
  ck_kernels()->correlate_backward_input(g, dz, w, relu_mask, dx);
}

void ck_correlate_backward_filter(
    const struct ck_convolution *g, const float *dz, const float *x, const struct ck_start *start, float *dw) {
  ck_kernels()->correlate_backward_filter(g, dz, x, start, dw);
}

void ck_multiply(
    const struct ck_product *p, const float *a, const float *b, const float *start, const float *bias, int fuses_relu,
    const float *relu_mask, float *c) {
  ck_kernels()->multiply(p, a, b, start, bias, fuses_relu, relu_mask, c);
}

void ck_activate(int activation, float first, float second, size_t count, const float *x, float *y) {
  ck_kernels()->activate(activation, first, second, count, x, y);
}

void ck_activate_backward(
    int activation, float first, float second, size_t count, const float *x, const float *dy, float *dx) {
  ck_kernels()->activate_backward(activation, first, second, count, x, dy, dx);
}

void ck_dropout(const struct ck_stream *s, float rate, float kept, size_t count, const float *x, float *y) {
  ck_kernels()->dropout(s, rate, kept, count, x, y);
}

int ck_is_finite(size_t count, const float *x) {
  int found = 0;
  ck_kernels()->find_infinite(count, x, &found);
  return !found;
}

void ck_channel_statistics(const struct ck_batch *s, const float *x, float *mean, float *variance) {
  ck_kernels()->channel_statistics(s, x, mean, variance);
}

void ck_normalize(
    const struct ck_batch *s, const float *x, const float *mean, const float *inverse, const float *gamma,
    const float *beta, int fuses_relu, float *y) {
  ck_kernels()->normalize(s, x, mean, inverse, gamma, beta, fuses_relu, y);
}

void ck_normalize_backward(
    const struct ck_batch *s, const float *x, const float *dy, const float *mean, const float *inverse, const float *gamma, int is_own, float *dx, float *dgamma, float *dbeta) {
  ck_kernels()->normalize_backward(s, x, dy, mean, inverse, gamma, is_own, dx, dgamma, dbeta);
}

void ck_channel_sums(const struct ck_batch *s, const float *x, const struct ck_start *start, float *sums) {
  ck_kernels()->channel_sums(s, x, start, sums);
}

void ck_continue_statistics(const struct ck_batch_part *b, const float *x, const float *mean, float *partial) {
  ck_kernels()->continue_statistics(b, x, mean, partial);
}

void ck_continue_gradients(
    const struct ck_batch_part *b, const float *x, const float *dy, const float *mean, const float *inverse,
    float *partial) {
  ck_kernels()->continue_gradients(b, x, dy, mean, inverse, partial);
}

void ck_normalize_backward_input(
    const struct ck_batch *s, size_t images, const float *x, const float *dy, const float *mean, const float *inverse,
    const float *gamma, const float *dgamma, const float *dbeta, float *dx) {
  ck_kernels()->normalize_backward_input(s, images, x, dy, mean, inverse, gamma, dgamma, dbeta, dx);
}

void ck_local_response(
    const struct ck_local_response *r, const float *x, float *divisors, float *powers, float *y) {
  ck_kernels()->local_response(r, x, divisors, powers, y);
}

void ck_local_response_backward(
    const struct ck_local_response *r, const float *x, const float *dy, const float *divisors, const float *powers,
    float *dx) {
  ck_kernels()->local_response_backward(r, x, dy, divisors, powers, dx);
}

void ck_max_pool(const struct ck_pooling *g, const float *x, float *y, int32_t *positions) {
  ck_kernels()->max_pool(g, x, y, positions);
}

void ck_max_pool_backward(
    const struct ck_pooling *g, const float *dy, const int32_t *positions, const float *relu_mask, float *dx) {
  ck_kernels()->max_pool_backward(g, dy, positions, relu_mask, dx);
}

void ck_mean_pool(const struct ck_pooling *g, const float *x, const float *counts, float *y) {
  ck_kernels()->mean_pool(g, x, counts, y);
}

void ck_mean_pool_backward(const struct ck_pooling *g, const float *dy, const float *counts, float *dx) {
  ck_kernels()->mean_pool_backward(g, dy, counts, dx);
}

void ck_softmax(const struct ck_batch *s, const float *scores, float *p) {
  ck_kernels()->softmax(s, scores, p);
}

void ck_softmax_backward(const struct ck_batch *s, const float *dp, const float *p, float *ds) {
  ck_kernels()->softmax_backward(s, dp, p, ds);
}

void ck_log_softmax(const struct ck_batch *s, const float *scores, float *y) {
  ck_kernels()->log_softmax(s, scores, y);
}

void ck_log_softmax_backward(const struct ck_batch *s, const float *dy, const float *p, float *ds) {
  ck_kernels()->log_softmax_backward(s, dy, p, ds);
}

void ck_resize(size_t planes, size_t count, const struct ck_resized_axis *axes, const float *x, float *y) {
  ck_kernels()->resize(planes, count, axes, x, y);
}

void ck_resize_backward(size_t planes, size_t count, const struct ck_resized_axis *axes, const float *dy, float *dx) {
  ck_kernels()->resize_backward(planes, count, axes, dy, dx);
}

void ck_cross_entropy(
    const struct ck_batch *s, const float *scores, const int64_t *labels, float *losses, float *ds) {
  ck_kernels()->cross_entropy(s, scores, labels, losses, ds);
}

void ck_apply_step(const struct ck_step *s) { ck_kernels()->apply_step(s); }

double ck_add_products(size_t rounds) { return ck_kernels()->add_products(rounds); }

void ck_triad(size_t count, const float *b, const float *c, float *a) {
  ck_kernels()->triad(count, b, c, a);
}
