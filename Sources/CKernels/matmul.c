// The matrix product: one body, compiled once for every processor and once more for AVX2 with FMA.

#include "CKernels.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/// Eight neighbors of a row of `c`.
typedef float vector __attribute__((vector_size(32)));
enum { width = 8 };

/// Computes a tile of `c`, `rows` × `vectors`·8, whose accumulators stay in registers for the whole sum.
ALWAYS_INLINE void tile(
    size_t rows, size_t vectors, size_t n, size_t k, const float *a, const float *b, float *c) {
  vector sums[4][2] = {};
  for (size_t p = 0; p < k; p++) {
    vector right[2];
    for (size_t v = 0; v < vectors; v++) memcpy(&right[v], b + p * n + v * width, sizeof(vector));
    for (size_t i = 0; i < rows; i++) {
      vector left = a[i * k + p] - (vector){};
      for (size_t v = 0; v < vectors; v++) {
        sums[i][v] = __builtin_elementwise_fma(left, right[v], sums[i][v]);
      }
    }
  }
  for (size_t i = 0; i < rows; i++) {
    for (size_t v = 0; v < vectors; v++) memcpy(c + i * n + v * width, &sums[i][v], sizeof(vector));
  }
}

/// Computes `rows` ≤ 4 rows of `c`: tiles of 16 columns, then of 8, then what is left one by one.
ALWAYS_INLINE void band(size_t rows, size_t n, size_t k, const float *a, const float *b, float *c) {
  size_t j = 0;
  for (; j + 2 * width <= n; j += 2 * width) tile(rows, 2, n, k, a, b + j, c + j);
  for (; j + width <= n; j += width) tile(rows, 1, n, k, a, b + j, c + j);
  for (; j < n; j++) {
    float sums[4] = {};
    for (size_t p = 0; p < k; p++) {
      for (size_t i = 0; i < rows; i++) sums[i] = __builtin_fmaf(a[i * k + p], b[p * n + j], sums[i]);
    }
    for (size_t i = 0; i < rows; i++) c[i * n + j] = sums[i];
  }
}

ALWAYS_INLINE void matmul(size_t m, size_t n, size_t k, const float *a, const float *b, float *c) {
  size_t i = 0;
  for (; i + 4 <= m; i += 4) band(4, n, k, a + i * k, b, c + i * n);
  for (; i < m; i++) band(1, n, k, a + i * k, b, c + i * n);
}

void ck_matmul_portable(size_t m, size_t n, size_t k, const float *a, const float *b, float *c) {
  matmul(m, n, k, a, b, c);
}

#if defined(__x86_64__)

__attribute__((target("avx2,fma"))) static void matmul_avx2(
    size_t m, size_t n, size_t k, const float *a, const float *b, float *c) {
  matmul(m, n, k, a, b, c);
}

void ck_matmul(size_t m, size_t n, size_t k, const float *a, const float *b, float *c) {
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    matmul_avx2(m, n, k, a, b, c);
  } else {
    matmul(m, n, k, a, b, c);
  }
}

#else

void ck_matmul(size_t m, size_t n, size_t k, const float *a, const float *b, float *c) {
  matmul(m, n, k, a, b, c);
}

#endif
