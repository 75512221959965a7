#if defined(__x86_64__)
#include "level.h"
#include "../vector/correlate_backward_filter.h"
#pragma clang attribute pop
#endif
