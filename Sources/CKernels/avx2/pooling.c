#if defined(__x86_64__)
#include "level.h"
#include "../vector/pooling.h"
#pragma clang attribute pop
#endif
