// NEON: 32 registers of 4 numbers. Every arm64 processor has it, so nothing is switched on.

#include "../vector/includes.h"

#define LANES 4
#define ACCUMULATORS 24
#define LEVEL(name) name##_neon
