#if defined(__aarch64__)
#include "level.h"
#include "../vector/pooling.h"
#endif
