// Kernels in single precision whose bits are those of the plain loops in the Swift enumeration `Textbook`.
//
// Every sum has one order, and each step of it is a fused multiply-add (one rounding). The kernels are
// vectorised and threaded across results, never along a sum, so neither the width of a register nor the number
// of threads changes a bit. `generic/` holds them as plain loops; the other levels give the same results.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>

/// The instruction sets that there are kernels for.
enum ck_level_kind { ck_generic, ck_avx2, ck_avx512, ck_neon, ck_level_count };

/// The name of a level, as in NBRUN_KERNELS.
const char *ck_level_name(int level);
/// Whether this processor can run a level.
int ck_level_is_supported(int level);
/// The level in use: the best one, or that of NBRUN_KERNELS.
int ck_level(void);
/// The number of threads in use: that of the processors that this process may run on, or NBRUN_THREADS.
size_t ck_thread_count(void);
/// The number of processors that this process may run on.
size_t ck_processor_count(void);
/// What is wrong with NBRUN_KERNELS or NBRUN_THREADS, in a sentence without its end; NULL if nothing is.
const char *ck_environment_error(void);
/// Makes calls from this thread use a level and a number of threads; −1 and 0 end that.
void ck_force(int level, size_t threads);
/// The bytes of scratch memory that all threads hold together.
size_t ck_scratch_bytes(void);

/// How a window steps along one axis: `place = output·stride + element·dilation − before`.
struct ck_axis {
  size_t input, window, output, stride, dilation, before;
};

/// A convolution of images `[N, C, D, H, W]` with filters `[K, C/groups, T, R, S]`; axes that are missing have
/// the size 1.
struct ck_convolution {
  size_t images, channels, filters, groups;
  /// Depth, rows, columns.
  struct ck_axis axes[3];
};

/// `z[n,k,i] = Σ w[k,c,e]·x[n,c, pixel(i, e)]` over c and e in order, each product added by fused multiply-add to
/// a sum that starts at 0; pixels outside the image count as 0. Then the bias is added, unless it is NULL.
void ck_correlate(const struct ck_convolution *g, const float *x, const float *w, const float *bias, float *z);

/// `dx[n,c,p] = Σ w[k,c,e]·dz[n,k, output(p, e)]` over k and e in order; where there is no output, dz counts as 0.
void ck_correlate_backward_input(const struct ck_convolution *g, const float *dz, const float *w, float *dx);

/// `dw[k,c,e] = Σ (Σ dz[n,k,i]·x[n,c, pixel(i, e)] over i)` over n: each image's own sum, added in order.
void ck_correlate_backward_filter(const struct ck_convolution *g, const float *dz, const float *x, float *dw);

/// A matrix product: element (i, p) of `a` lies at `a[i·a_row + p·a_column]`, the others likewise; `c` has
/// `columns` numbers a row.
struct ck_product {
  size_t rows, columns, inner;
  size_t a_row, a_column, b_row, b_column;
};

/// `c[i,j] = (Σ a[i,p]·b[p,j] over p in order) + bias[j]`; `bias` may be NULL. `c` must not overlap the others.
void ck_multiply(const struct ck_product *p, const float *a, const float *b, const float *bias, float *c);

#endif
