#if defined(__x86_64__)
#include "level.h"
#include "../vector/local_response.h"
#pragma clang attribute pop
#endif
