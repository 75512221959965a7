#if defined(__aarch64__)
#include "level.h"
#include "../vector/vectors.h"
#include "../vector/sums.h"
#include "../vector/batch_norm.h"
#endif
