#if defined(__aarch64__)
#include "level.h"
#include "../vector/vectors.h"
#include "../vector/tiles.h"
#include "../vector/transpose.h"
#include "../vector/multiply.h"

const struct ck_kernels ck_kernels_neon = {
  ck_correlate_neon,
  ck_correlate_backward_input_neon,
  ck_correlate_backward_filter_neon,
  ck_multiply_neon,
};
#endif
