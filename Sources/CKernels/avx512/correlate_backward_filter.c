#if defined(__x86_64__)
#include "level.h"
#include "../vector/vectors.h"
#include "../vector/tiles.h"
#include "../vector/spread.h"
#include "../vector/finite.h"
#include "../vector/transpose.h"
#include "../vector/side_by_side.h"
#include "../vector/stacked_filter_gradient.h"
#include "../vector/correlate_backward_filter.h"
#pragma clang attribute pop
#endif
