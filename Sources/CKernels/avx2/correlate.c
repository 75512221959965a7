#if defined(__x86_64__)
#include "level.h"
#include "../vector/vectors.h"
#include "../vector/tiles.h"
#include "../vector/spread.h"
#include "../vector/finite.h"
#include "../vector/sliding.h"
#include "../vector/transpose.h"
#include "../vector/side_by_side.h"
#include "../vector/stack.h"
#include "../vector/stacked_tiles.h"
#include "../vector/stacked.h"
#include "../vector/correlate.h"
#pragma clang attribute pop
#endif
