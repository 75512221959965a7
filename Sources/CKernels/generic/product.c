// The matrix product as plain loops.

#include "../elementary.h"
#include "../levels.h"
#include "../threads.h"
#include "convolution.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

struct work {
  const struct ck_product *p;
  const float *a, *b, *bias, *rectified;
  float *c;
  int rectifies;
};

static void multiply_row(void *context, size_t i) {
  const struct work *work = context;
  const struct ck_product *p = work->p;
  for (size_t j = 0; j < p->columns; j++) {
    float sum = 0;
    for (size_t q = 0; q < p->inner; q++) {
      sum = fmaf(work->a[i * p->a_row + q * p->a_column], work->b[q * p->b_row + j * p->b_column], sum);
    }
    size_t place = i * p->columns + j;
    if (work->bias) sum += work->bias[j];
    sum = ck_canonical(sum);
    if (work->rectifies) sum = ck_rectify(sum);
    work->c[place] = !work->rectified || work->rectified[place] > 0 ? sum : 0;
  }
}

void ck_multiply_generic(
    const struct ck_product *p, const float *a, const float *b, const float *bias, int rectifies,
    const float *rectified, float *c) {
  struct work work = {p, a, b, bias, rectified, c, rectifies};
  ck_parallel(p->rows, (double)p->columns * (double)p->inner, multiply_row, &work);
}
