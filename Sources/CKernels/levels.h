// The kernels of each instruction set.

#ifndef CK_LEVELS_H
#define CK_LEVELS_H

#include "CKernels.h"

/// One function for each operation.
struct ck_kernels {
  void (*correlate)(const struct ck_convolution *, const float *x, const float *w, const float *bias, float *z);
  void (*correlate_backward_input)(const struct ck_convolution *, const float *dz, const float *w, float *dx);
  void (*correlate_backward_filter)(const struct ck_convolution *, const float *dz, const float *x, float *dw);
  void (*multiply)(const struct ck_product *, const float *a, const float *b, const float *bias, float *c);
};

/// Declares the functions of a level, and its table.
#define CK_DECLARE(level) \
  void ck_correlate_##level( \
      const struct ck_convolution *, const float *x, const float *w, const float *bias, float *z); \
  void ck_correlate_backward_input_##level( \
      const struct ck_convolution *, const float *dz, const float *w, float *dx); \
  void ck_correlate_backward_filter_##level( \
      const struct ck_convolution *, const float *dz, const float *x, float *dw); \
  void ck_multiply_##level( \
      const struct ck_product *, const float *a, const float *b, const float *bias, float *c); \
  extern const struct ck_kernels ck_kernels_##level;

CK_DECLARE(generic)
#if defined(__x86_64__)
CK_DECLARE(avx2)
CK_DECLARE(avx512)
#elif defined(__aarch64__)
CK_DECLARE(neon)
#endif

/// The kernels of the level in use.
const struct ck_kernels *ck_kernels(void);

#endif
