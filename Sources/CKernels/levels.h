// The kernels of each instruction set.

#ifndef CK_LEVELS_H
#define CK_LEVELS_H

#include "CKernels.h"

/// The operations: DO(name, parameters). Every level has each of them, as `ck_name_level`.
#define CK_OPERATIONS(DO) \
  DO(correlate, \
     (const struct ck_convolution *g, const float *x, const float *w, const float *bias, int fuses_relu, float *z)) \
  DO(correlate_backward_input, \
     (const struct ck_convolution *g, const float *dz, const float *w, const float *relu_mask, float *dx)) \
  DO(correlate_backward_filter, \
     (const struct ck_convolution *g, const float *dz, const float *x, const struct ck_start *start, float *dw)) \
  DO(multiply, \
     (const struct ck_product *p, const float *a, const float *b, const float *start, const float *bias, \
      int fuses_relu, const float *relu_mask, float *c)) \
  DO(activate, (int activation, float first, float second, size_t count, const float *x, float *y)) \
  DO(activate_backward, \
     (int activation, float first, float second, size_t count, const float *x, const float *dy, float *dx)) \
  DO(dropout, (const struct ck_stream *stream, float rate, float kept, size_t count, const float *x, float *y)) \
  DO(find_infinite, (size_t count, const float *x, int *found)) \
  DO(channel_statistics, (const struct ck_batch *s, const float *x, float *mean, float *variance)) \
  DO(normalize, \
     (const struct ck_batch *s, const float *x, const float *mean, const float *inverse, const float *gamma, \
      const float *beta, int fuses_relu, float *y)) \
  DO(normalize_backward, \
     (const struct ck_batch *s, const float *x, const float *dy, const float *mean, const float *inverse, \
      const float *gamma, int is_own, float *dx, float *dgamma, float *dbeta)) \
  DO(channel_sums, (const struct ck_batch *s, const float *x, const struct ck_start *start, float *sums)) \
  DO(continue_statistics, (const struct ck_batch_part *b, const float *x, const float *mean, float *partial)) \
  DO(continue_gradients, \
     (const struct ck_batch_part *b, const float *x, const float *dy, const float *mean, const float *inverse, \
      float *partial)) \
  DO(normalize_backward_input, \
     (const struct ck_batch *s, size_t images, const float *x, const float *dy, const float *mean, \
      const float *inverse, const float *gamma, const float *dgamma, const float *dbeta, float *dx)) \
  DO(local_response, \
     (const struct ck_local_response *r, const float *x, float *divisors, float *powers, float *y)) \
  DO(local_response_backward, \
     (const struct ck_local_response *r, const float *x, const float *dy, const float *divisors, const float *powers, \
      float *dx)) \
  DO(max_pool, (const struct ck_pooling *g, const float *x, float *y, int32_t *positions)) \
  DO(max_pool_backward, \
     (const struct ck_pooling *g, const float *dy, const int32_t *positions, const float *relu_mask, float *dx)) \
  DO(mean_pool, (const struct ck_pooling *g, const float *x, const float *counts, float *y)) \
  DO(mean_pool_backward, (const struct ck_pooling *g, const float *dy, const float *counts, float *dx)) \
  DO(softmax, (const struct ck_batch *s, const float *scores, float *p)) \
  DO(softmax_backward, (const struct ck_batch *s, const float *dp, const float *p, float *ds)) \
  DO(log_softmax, (const struct ck_batch *s, const float *scores, float *y)) \
  DO(log_softmax_backward, (const struct ck_batch *s, const float *dy, const float *p, float *ds)) \
  DO(resize, (size_t planes, size_t count, const struct ck_resized_axis *axes, const float *x, float *y)) \
  DO(resize_backward, \
     (size_t planes, size_t count, const struct ck_resized_axis *axes, const float *dy, float *dx)) \
  DO(cross_entropy, \
     (const struct ck_batch *s, const float *scores, const int64_t *labels, float *losses, float *ds)) \
  DO(apply_step, (const struct ck_step *s)) \
  DO(triad, (size_t count, const float *b, const float *c, float *a))

/// One function for each operation.
struct ck_kernels {
#define CK_MEMBER(name, parameters) void (*name) parameters;
  CK_OPERATIONS(CK_MEMBER)
#undef CK_MEMBER
  double (*add_products)(size_t rounds);
};

#define CK_GENERIC(name, parameters) void ck_##name##_generic parameters;
CK_OPERATIONS(CK_GENERIC)
double ck_add_products_generic(size_t rounds);
extern const struct ck_kernels ck_kernels_generic;
#if defined(__x86_64__)
#define CK_AVX2(name, parameters) void ck_##name##_avx2 parameters;
#define CK_AVX512(name, parameters) void ck_##name##_avx512 parameters;
CK_OPERATIONS(CK_AVX2)
CK_OPERATIONS(CK_AVX512)
double ck_add_products_avx2(size_t rounds);
double ck_add_products_avx512(size_t rounds);
extern const struct ck_kernels ck_kernels_avx2, ck_kernels_avx512;
#elif defined(__aarch64__)
#define CK_NEON(name, parameters) void ck_##name##_neon parameters;
CK_OPERATIONS(CK_NEON)
double ck_add_products_neon(size_t rounds);
extern const struct ck_kernels ck_kernels_neon;
#endif

/// The kernels of the level in use.
const struct ck_kernels *ck_kernels(void);

#endif
