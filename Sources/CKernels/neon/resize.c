#if defined(__aarch64__)
#include "level.h"
#include "../vector/resize.h"
#endif
