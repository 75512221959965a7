// What is done number by number, with its gradient. The loops are plain: the compiler puts them into registers.

enum { slice = 1 << 14 };

struct elementwise {
  size_t count;
  float slope;
  const float *x, *dy;
  float *to;
};

#define ELEMENTWISE(name, expression) \
  static void name##_task(void *context, size_t task) { \
    const struct elementwise *e = context; \
    const float slope = e->slope; \
    (void)slope; \
    size_t start = task * slice, count = smaller(slice, e->count - start); \
    const float *restrict from = e->x + start; \
    const float *restrict dy = e->dy ? e->dy + start : NULL; \
    (void)dy; \
    float *restrict to = e->to + start; \
    for (size_t i = 0; i < count; i++) { \
      float x = from[i]; \
      to[i] = expression; \
    } \
  }

ELEMENTWISE(relu, ck_rectify(x))
ELEMENTWISE(relu_backward, x > 0 ? dy[i] : 0)
ELEMENTWISE(leaky_relu, ck_canonical(x > 0 ? x : slope * x))
ELEMENTWISE(leaky_relu_backward, ck_canonical(dy[i] * (x > 0 ? 1 : slope)))
ELEMENTWISE(sigmoid, ck_canonical(ck_sigmoid(x)))
static inline __attribute__((always_inline)) float sigmoid_slope(float y) { return y * (1 - y); }
ELEMENTWISE(sigmoid_backward, ck_canonical(dy[i] * sigmoid_slope(ck_sigmoid(x))))
ELEMENTWISE(tanh, ck_canonical(ck_tanh(x)))
static inline __attribute__((always_inline)) float tanh_slope(float y) { return 1 - y * y; }
ELEMENTWISE(tanh_backward, ck_canonical(dy[i] * tanh_slope(ck_tanh(x))))
#undef ELEMENTWISE

void LEVEL(ck_activate)(int activation, float slope, size_t count, const float *x, float *y) {
  static const ck_task tasks[] = {relu_task, leaky_relu_task, sigmoid_task, tanh_task};
  struct elementwise e = {count, slope, x, NULL, y};
  ck_parallel(pieces(count, slice), slice / 10.0, tasks[activation], &e);
}

void LEVEL(ck_activate_backward)(
    int activation, float slope, size_t count, const float *x, const float *dy, float *dx) {
  static const ck_task tasks[] = {
    relu_backward_task, leaky_relu_backward_task, sigmoid_backward_task, tanh_backward_task};
  struct elementwise e = {count, slope, x, dy, dx};
  ck_parallel(pieces(count, slice), slice / 10.0, tasks[activation], &e);
}

struct search {
  size_t count;
  const float *x;
  int *found;
};

static void find_infinite_task(void *context, size_t task) {
  const struct search *s = context;
  size_t start = task * slice;
  if (!all_finite(s->x + start, smaller(slice, s->count - start))) __atomic_store_n(s->found, 1, __ATOMIC_RELAXED);
}

void LEVEL(ck_find_infinite)(size_t count, const float *x, int *found) {
  struct search s = {count, x, found};
  ck_parallel(pieces(count, slice), slice / 20.0, find_infinite_task, &s);
}
