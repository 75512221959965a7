// AVX2 with FMA: 16 registers of 8 numbers.

#include <immintrin.h>
#include "../vector/includes.h"

#define LANES 8
#define ACCUMULATORS 12
#define LEVEL(name) name##_avx2

// The instructions are switched on for what follows, not for the whole program: others never run it.
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
