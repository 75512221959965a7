#if defined(__aarch64__)
#include "level.h"
#include "../vector/batch_norm.h"
#endif
