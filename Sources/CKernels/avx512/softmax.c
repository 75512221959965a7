#if defined(__x86_64__)
#include "level.h"
#include "../vector/softmax.h"
#pragma clang attribute pop
#endif
