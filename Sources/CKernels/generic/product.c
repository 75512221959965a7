// The matrix product as plain loops.

#include "../levels.h"
#include "../threads.h"
#include "convolution.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

struct work {
  const struct ck_product *p;
  const float *a, *b, *bias;
  float *c;
};

static void multiply_row(void *context, size_t i) {
  const struct work *work = context;
  const struct ck_product *p = work->p;
  for (size_t j = 0; j < p->columns; j++) {
    float sum = 0;
    for (size_t q = 0; q < p->inner; q++) {
      sum = fmaf(work->a[i * p->a_row + q * p->a_column], work->b[q * p->b_row + j * p->b_column], sum);
    }
    work->c[i * p->columns + j] = work->bias ? sum + work->bias[j] : sum;
  }
}

void ck_multiply_generic(
    const struct ck_product *p, const float *a, const float *b, const float *bias, float *c) {
  struct work work = {p, a, b, bias, c};
  ck_parallel(p->rows, (double)p->columns * (double)p->inner, multiply_row, &work);
}
