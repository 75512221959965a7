#if defined(__x86_64__)
#include "level.h"
#include "../vector/vectors.h"
#include "../vector/tiles.h"
#include "../vector/transpose.h"
#include "../vector/multiply.h"
#pragma clang attribute pop

const struct ck_kernels ck_kernels_avx512 = {
  ck_correlate_avx512,
  ck_correlate_backward_input_avx512,
  ck_correlate_backward_filter_avx512,
  ck_multiply_avx512,
};
#endif
