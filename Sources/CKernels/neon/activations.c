#if defined(__aarch64__)
#include "level.h"
#include "../vector/elementwise.h"
#endif
