// Kernels in single precision whose bits are those of the plain loops in the Swift enumeration `Textbook`.
//
// Every sum has one order, and each step of it is a fused multiply-add (one rounding). The kernels are
// vectorised across results, never along a sum, so that the width of a register changes no bit.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>

/// The product of two row-major matrices, `c = a·b`, with `a` `[m, k]`, `b` `[k, n]` and `c` `[m, n]`:
///
///     c[i][j] = fma(a[i][k−1], b[k−1][j], … fma(a[i][0], b[0][j], 0))
///
/// Rows lie densely, one after the other. `c` is overwritten and must overlap neither `a` nor `b`.
/// The fastest variant that this processor can run is taken.
void ck_matmul(size_t m, size_t n, size_t k, const float *a, const float *b, float *c);

/// The same product by the variant that runs on every processor.
void ck_matmul_portable(size_t m, size_t n, size_t k, const float *a, const float *b, float *c);

#endif
