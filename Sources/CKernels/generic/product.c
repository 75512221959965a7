// The matrix product as plain loops.

#include "../elementary.h"
#include "../levels.h"
#include "../threads.h"
#include "convolution.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

struct work {
  const struct ck_product *p;
  const float *a, *b, *start, *bias, *relu_mask;
  float *c;
  int fuses_relu;
};

static void multiply_row(void *context, size_t i) {
  const struct work *work = context;
  const struct ck_product *p = work->p;
  for (size_t j = 0; j < p->columns; j++) {
    size_t position = i * p->columns + j;
    float sum = work->start ? work->start[position] : 0;
    for (size_t q = 0; q < p->inner; q++) {
      sum = fmaf(work->a[i * p->a_row + q * p->a_column], work->b[q * p->b_row + j * p->b_column], sum);
    }
    if (work->bias) sum += work->bias[j];
    sum = ck_canonical(sum);
    if (work->fuses_relu) sum = ck_positive_part(sum);
    work->c[position] = !work->relu_mask || work->relu_mask[position] > 0 ? sum : 0;
  }
}

void ck_multiply_generic(
    const struct ck_product *p, const float *a, const float *b, const float *start, const float *bias, int fuses_relu,
    const float *relu_mask, float *c) {
  struct work work = {p, a, b, start, bias, relu_mask, c, fuses_relu};
  ck_parallel(p->rows, (double)p->columns * (double)p->inner, multiply_row, &work);
}
