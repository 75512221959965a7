// The plain loops that other levels fall back on.

#ifndef CK_GENERIC_CONVOLUTION_H
#define CK_GENERIC_CONVOLUTION_H

#include "CKernels.h"

/// Returns the gradient to one pixel of plane `plane` of image `n`.
float ck_gradient_to_pixel(
    const struct ck_convolution *g, const float *dz, const float *w, size_t n, size_t plane, const size_t place[3]);

#endif
