#if defined(__aarch64__)
#include "level.h"
#include "../vector/correlate_backward_filter.h"
#endif
