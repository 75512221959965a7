// No registers in particular: for operations that are plain loops on every level.

#include "../vector/includes.h"

#define IS_GENERIC
#define LANES 4
#define ACCUMULATORS 12
#define LEVEL(name) name##_generic
