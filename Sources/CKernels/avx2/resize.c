#if defined(__x86_64__)
#include "level.h"
#include "../vector/resize.h"
#pragma clang attribute pop
#endif
