// The plain loops that other levels fall back on.

#ifndef CK_GENERIC_CONVOLUTION_H
#define CK_GENERIC_CONVOLUTION_H

#include "CKernels.h"

/// Returns one result of filter `k` for image `n`.
float ck_output(
    const struct ck_convolution *g, const float *x, const float *w, const float *bias, size_t n, size_t k,
    const size_t output[3]);

/// Returns the gradient to one pixel of plane `plane` of image `n`.
float ck_gradient_to_pixel(
    const struct ck_convolution *g, const float *dz, const float *w, size_t n, size_t plane, const size_t position[3]);

#endif
