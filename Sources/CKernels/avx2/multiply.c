#if defined(__x86_64__)
#include "level.h"
#include "../vector/multiply.h"
#pragma clang attribute pop
#endif
