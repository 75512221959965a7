#if defined(__aarch64__)
#include "level.h"
#include "../vector/local_response.h"
#endif
