#if defined(__x86_64__)
#include "level.h"
#include "../vector/vectors.h"
#include "../vector/tiles.h"
#include "../vector/transpose.h"
#include "../vector/multiply.h"
#pragma clang attribute pop
#endif
