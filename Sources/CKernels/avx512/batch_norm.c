#if defined(__x86_64__)
#include "level.h"
#include "../vector/vectors.h"
#include "../vector/sums.h"
#include "../vector/batch_norm.h"
#pragma clang attribute pop
#endif
