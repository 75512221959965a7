#if defined(__x86_64__)
#include "level.h"
#include "../vector/vectors.h"
#include "../vector/tiles.h"
#include "../vector/transpose.h"
#include "../vector/multiply.h"
#pragma clang attribute pop

const struct ck_kernels ck_kernels_avx2 = {
  ck_correlate_avx2,
  ck_correlate_backward_input_avx2,
  ck_correlate_backward_filter_avx2,
  ck_multiply_avx2,
};
#endif
