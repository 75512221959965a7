#if defined(__aarch64__)
#include "level.h"
#include "../vector/dropout.h"
#endif
