// The public functions: each calls the one of the level in use.

#include "levels.h"

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

void ck_correlate(const struct ck_convolution *g, const float *x, const float *w, const float *bias, float *z) {
  ck_kernels()->correlate(g, x, w, bias, z);
}

void ck_correlate_backward_input(const struct ck_convolution *g, const float *dz, const float *w, float *dx) {
  ck_kernels()->correlate_backward_input(g, dz, w, dx);
}

void ck_correlate_backward_filter(const struct ck_convolution *g, const float *dz, const float *x, float *dw) {
  ck_kernels()->correlate_backward_filter(g, dz, x, dw);
}

void ck_multiply(const struct ck_product *p, const float *a, const float *b, const float *bias, float *c) {
  ck_kernels()->multiply(p, a, b, bias, c);
}
