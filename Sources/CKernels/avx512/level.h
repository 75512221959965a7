// AVX-512: 32 registers of 16 numbers.

#include <immintrin.h>
#include "../vector/includes.h"

#define LANES 16
#define ACCUMULATORS 24
#define LEVEL(name) name##_avx512

// The instructions are switched on for what follows, not for the whole program: others never run it.
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2,fma"))), apply_to = function)
