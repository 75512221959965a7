// Batch normalization: sums over all pixels of a channel, then each number by itself.

struct normalization {
  size_t images, channels, size;
  const float *x, *dy, *mean, *inverse, *gamma, *beta;
  float *first, *second, *to;
  int is_own;
  /// Whether what a channel's first pass reads is kept for its second one.
  int keeps;
};

/// Visits the planes of a channel, image by image, with `plane` at its first number.
#define FOR_EACH_PLANE(n) \
  for (size_t n = 0, plane = channel * b->size; n < b->images; n++, plane += b->channels * b->size)

/// Whether `arrays` arrays of a channel fit into the second cache. Its planes lie far apart, often a power of two: where
/// they are read they push one another out of it, so they are kept side by side.
static int fits(const struct ck_batch *s, size_t arrays) {
  return arrays * s->images * s->size * sizeof(float) <= ck_second_cache() / 2;
}

static void statistics_task(void *context, size_t channel) {
  const struct normalization *b = context;
  float count = (float)(b->images * b->size);
  float *kept = ck_scratch(ck_scratch_panel, (b->keeps ? b->images * b->size + 16 : 16) * sizeof(float));
  partial_sums sums = {};
#define TERM(type, i) (*(const type *)(from + i))
  FOR_EACH_PLANE(n) {
    const float *from = b->x + plane;
    if (b->keeps) from = memcpy(kept + n * b->size, from, b->size * sizeof(float));
    ADD_TERMS(sums, n * b->size, b->size, TERM)
  }
#undef TERM
  float mean = add_halves(&sums) / count;
  sums = (partial_sums){};
#define TERM(type, i) ((*(const type *)(from + i) - mean) * (*(const type *)(from + i) - mean))
  FOR_EACH_PLANE(n) {
    const float *from = b->keeps ? kept + n * b->size : b->x + plane;
    ADD_TERMS(sums, n * b->size, b->size, TERM)
  }
#undef TERM
  b->first[channel] = mean;
  b->second[channel] = add_halves(&sums) / count;
}

static void normalize_task(void *context, size_t channel) {
  const struct normalization *b = context;
  float mean = b->mean[channel], inverse = b->inverse[channel], gamma = b->gamma[channel], beta = b->beta[channel];
  FOR_EACH_PLANE(n) {
    const float *restrict x = b->x + plane;
    float *restrict y = b->to + plane;
    for (size_t i = 0; i < b->size; i++) y[i] = (x[i] - mean) * inverse * gamma + beta;
  }
}

static void normalize_backward_task(void *context, size_t channel) {
  const struct normalization *b = context;
  float mean = b->mean[channel], inverse = b->inverse[channel], count = (float)(b->images * b->size);
  // Of each plane the normalized numbers, and behind them the gradients.
  float *kept = ck_scratch(ck_scratch_panel, ((b->keeps ? b->images : 1) * 2 * b->size + 16) * sizeof(float));
  partial_sums of_products = {}, of_gradients = {};
  FOR_EACH_PLANE(n) {
    const float *restrict x = b->x + plane;
    float *restrict normalized = b->keeps ? kept + n * 2 * b->size : kept;
    for (size_t i = 0; i < b->size; i++) normalized[i] = (x[i] - mean) * inverse;
    const float *dy = memcpy(normalized + b->size, b->dy + plane, b->size * sizeof(float));
#define TERM(type, i) (*(const type *)(dy + i) * *(const type *)(normalized + i))
    ADD_TERMS(of_products, n * b->size, b->size, TERM)
#undef TERM
#define TERM(type, i) (*(const type *)(dy + i))
    ADD_TERMS(of_gradients, n * b->size, b->size, TERM)
#undef TERM
  }
  float dgamma = b->first[channel] = add_halves(&of_products);
  float dbeta = b->second[channel] = add_halves(&of_gradients);
  float factor = b->gamma[channel] * inverse, offset = dbeta / count, slope = dgamma / count;
  FOR_EACH_PLANE(n) {
    const float *restrict x = b->x + plane, *restrict dy = b->dy + plane;
    float *restrict dx = b->to + plane;
    if (!b->is_own) {
      for (size_t i = 0; i < b->size; i++) dx[i] = factor * dy[i];
    } else if (b->keeps) {
      const float *restrict normalized = kept + n * 2 * b->size, *restrict gradients = normalized + b->size;
      for (size_t i = 0; i < b->size; i++) dx[i] = factor * (gradients[i] - offset - normalized[i] * slope);
    } else {
      for (size_t i = 0; i < b->size; i++) dx[i] = factor * (dy[i] - offset - (x[i] - mean) * inverse * slope);
    }
  }
}

static void plane_sums_task(void *context, size_t channel) {
  const struct normalization *b = context;
  float total = 0;
  FOR_EACH_PLANE(n) {
    partial_sums sums = {};
#define TERM(type, i) (*(const type *)(b->x + plane + i))
    ADD_TERMS(sums, 0, b->size, TERM)
#undef TERM
    total += add_halves(&sums);
  }
  b->first[channel] = total;
}

void LEVEL(ck_channel_statistics)(const struct ck_batch *s, const float *x, float *mean, float *variance) {
  struct normalization b = {.images = s->images, .channels = s->channels, .size = s->size, .x = x};
  b.first = mean;
  b.second = variance;
  b.keeps = fits(s, 1);
  ck_parallel(s->channels, (double)(s->images * s->size) / 5, statistics_task, &b);
}

void LEVEL(ck_normalize)(
    const struct ck_batch *s, const float *x, const float *mean, const float *inverse, const float *gamma,
    const float *beta, float *y) {
  struct normalization b = {s->images, s->channels, s->size, x, NULL, mean, inverse, gamma, beta, NULL, NULL, y, 0, 0};
  ck_parallel(s->channels, (double)(s->images * s->size) / 5, normalize_task, &b);
}

void LEVEL(ck_normalize_backward)(
    const struct ck_batch *s, const float *x, const float *dy, const float *mean, const float *inverse,
    const float *gamma, int is_own, float *dx, float *dgamma, float *dbeta) {
  struct normalization b = {
    s->images, s->channels, s->size, x, dy, mean, inverse, gamma, NULL, dgamma, dbeta, dx, is_own, fits(s, 2)};
  ck_parallel(s->channels, (double)(s->images * s->size) / 5, normalize_backward_task, &b);
}

void LEVEL(ck_channel_sums)(const struct ck_batch *s, const float *x, float *sums) {
  struct normalization b = {.images = s->images, .channels = s->channels, .size = s->size, .x = x, .first = sums};
  ck_parallel(s->channels, (double)(s->images * s->size) / 5, plane_sums_task, &b);
}
