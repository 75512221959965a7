// Kernels in single precision whose bits are those of the plain loops in the Swift enumeration `Textbook`.
//
// Every sum has one order, and each step of it is a fused multiply-add (one rounding). The kernels are
// vectorised and threaded across results, never along a sum, so neither the width of a register nor the number
// of threads changes a bit. `generic/` holds them as plain loops; the other levels give the same results.
//
// A NaN that is computed is written as the positive quiet one (0x7fc00000), as its sign would depend on the order of
// operands and on the processor. What only chooses among numbers, ReLU and max-pooling, passes its NaN on as it is.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

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

/// Work that is done for each index; tasks of one region may run at the same time and in any order.
typedef void (*ck_task)(void *context, size_t index);

/// Runs `task` for the indices 0 ..< `count` on the pool of threads, and returns when all have ended.
///
/// The caller works, too. Called inside a task, while another thread has the pool, or for work that is not worth
/// waking anybody, it runs them all itself.
///
/// - `cost`: About how many nanoseconds a task takes.
void ck_parallel(size_t count, double cost, ck_task task, void *context);

/// Tells the C library to keep all memory that is freed, rather than to hand it back to the system.
///
/// A training step frees arrays as large as the next step asks for. Given back, each page of them would be
/// cleared and mapped again: that took a third of the time of a small network. It is for programs to decide, so no
/// kernel does it by itself. Without effect where the C library is another.
void ck_keep_memory(void);

/// How a window steps along one axis: `position = output·stride + element·dilation − before`.
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
/// a sum that starts at 0; pixels outside the image count as 0. Then the bias is added, unless it is NULL, and with
/// `fuses_relu` the result is that of a ReLU after it: `z < 0 ? 0 : z`.
void ck_correlate(
    const struct ck_convolution *g, const float *x, const float *w, const float *bias, int fuses_relu, float *z);

/// `dx[n,c,p] = Σ w[k,c,e]·dz[n,k, output(p, e)]` over k and e in order; where there is no output, dz counts as 0.
///
/// Where `relu_mask` is not NULL, it is the convolution's input, which a ReLU has made, and the gradient is that
/// to the ReLU's input: 0 where `relu_mask` is not positive.
void ck_correlate_backward_input(
    const struct ck_convolution *g, const float *dz, const float *w, const float *relu_mask, float *dx);

/// What sums over images go on from: those of the images before, which another process has added up.
///
/// `sums` returns them, in the order of the result, once what needs no others is done: it may wait for them. None of
/// them is −0, as no sum is that started at 0.
struct ck_start {
  const float *(*sums)(void *context);
  void *context;
};

/// `dw[k,c,e] = Σ (Σ dz[n,k,i]·x[n,c, pixel(i, e)] over i)` over n: each image's own sum, added in order, to 0 where
/// `start` is NULL.
void ck_correlate_backward_filter(
    const struct ck_convolution *g, const float *dz, const float *x, const struct ck_start *start, float *dw);

/// A matrix product: element (i, p) of `a` lies at `a[i·a_row + p·a_column]`, the others likewise; `c` has
/// `columns` numbers a row.
struct ck_product {
  size_t rows, columns, inner;
  size_t a_row, a_column, b_row, b_column;
};

/// `c[i,j] = (Σ a[i,p]·b[p,j] over p in order) + bias[j]`; `bias` may be NULL. `c` must not overlap the others.
///
/// The sums start at 0, or where `start` is not NULL, with its numbers, which lie as `c` does.
///
/// With `fuses_relu` the result is that of a ReLU after it; where `relu_mask`, which lies as `c` does, is not NULL,
/// results are 0 where it is not positive, as in the backward pass of the ReLU that made it.
void ck_multiply(
    const struct ck_product *p, const float *a, const float *b, const float *start, const float *bias, int fuses_relu,
    const float *relu_mask, float *c);

/// Functions that are applied to each number: those of the Swift enumeration `Activation`.
enum ck_activation {
  ck_relu, ck_leaky_relu, ck_sigmoid_function, ck_tanh_function, ck_elu, ck_selu, ck_celu, ck_gelu, ck_gelu_tanh,
  ck_silu, ck_mish, ck_softplus, ck_softsign, ck_hard_sigmoid, ck_hard_swish, ck_clip
};

/// `y = f(x)`, as `Textbook.activation` defines f. Parameters are the slope of the leaky ReLU, α of ELU and CELU,
/// the slope and the offset of the hard sigmoid, and the bounds of clipping.
void ck_activate(int activation, float first, float second, size_t count, const float *x, float *y);
/// `dx = dy` where `x > 0`, else 0, for ReLU; `dx = dy·f′(x)` for the others.
void ck_activate_backward(
    int activation, float first, float second, size_t count, const float *x, const float *dy, float *dx);

/// A stream of random words: word i is that at i mod 4 in block ⌊i / 4⌋ of Philox4x32-10. The counter of a block is its
/// number modulo 2³², the step, and the name's two words.
struct ck_stream {
  uint32_t key[2], step, name[2];
  /// The first word that is taken.
  uint64_t first;
};

/// `y = x·m`, where m is 0 if `u < rate`, else `kept`; each u is a number of the stream: its word's upper 24 bits · 2⁻²⁴.
void ck_dropout(const struct ck_stream *s, float rate, float kept, size_t count, const float *x, float *y);

/// Whether no number is infinite or NaN.
int ck_is_finite(size_t count, const float *x);

/// A batch `[N, C, …]` with `size` numbers in each plane.
struct ck_batch {
  size_t images, channels, size;
};

/// The mean of each channel and its biased variance, as long sums over all images.
void ck_channel_statistics(const struct ck_batch *s, const float *x, float *mean, float *variance);
/// `y = (x − mean)·inverse·gamma + beta`, with numbers of each channel, and with `fuses_relu` a ReLU after it.
void ck_normalize(
    const struct ck_batch *s, const float *x, const float *mean, const float *inverse, const float *gamma,
    const float *beta, int fuses_relu, float *y);
/// The gradients of that; `is_own` tells whether mean and inverse deviation are those of `x` itself.
void ck_normalize_backward(
    const struct ck_batch *s, const float *x, const float *dy, const float *mean, const float *inverse,
    const float *gamma, int is_own, float *dx, float *dgamma, float *dbeta);
/// The sum of each channel: each plane's own, added image by image, to 0 where `start` is NULL.
void ck_channel_sums(const struct ck_batch *s, const float *x, const struct ck_start *start, float *sums);

/// Some channels of the images of a batch, of which other processes have others: `before` images come before.
struct ck_batch_part {
  struct ck_batch s;
  size_t first, channels, before;
};

/// Continues the 16 partial sums of each of these channels with `x`, or where `mean` is not NULL, with `(x − mean)²`.
void ck_continue_statistics(const struct ck_batch_part *b, const float *x, const float *mean, float *partial);
/// Continues the 16 partial sums of `dy·(x − mean)·inverse` and then the 16 of `dy` of each of these channels.
void ck_continue_gradients(
    const struct ck_batch_part *b, const float *x, const float *dy, const float *mean, const float *inverse,
    float *partial);
/// The gradient to `x` of a normalization by a batch of `images` images, of which these are some.
void ck_normalize_backward_input(
    const struct ck_batch *s, size_t images, const float *x, const float *dy, const float *mean, const float *inverse,
    const float *gamma, const float *dgamma, const float *dbeta, float *dx);

/// Local response normalization of a batch: `d = bias + scale·Σ x²` over the channels from `before` to `after` each one, and
/// `y = x·d^−β`.
struct ck_local_response {
  struct ck_batch batch;
  size_t before, after;
  float scale, beta, bias;
};
/// Writes d, `d^−β` and y.
void ck_local_response(
    const struct ck_local_response *r, const float *x, float *divisors, float *powers, float *y);
/// `dx[c] = dy[c]·d[c]^−β − 2·scale·β·x[c]·Σ dy[c′]·x[c′]·d[c′]^−β / d[c′]` over the channels c′ whose sums take in c.
void ck_local_response_backward(
    const struct ck_local_response *r, const float *x, const float *dy, const float *divisors, const float *powers,
    float *dx);

/// Windows over planes; windows may hang over the edges, and only positions inside count.
struct ck_pooling {
  size_t planes;
  struct ck_axis axes[3];
};

/// The maximum of each window, and its position in its plane, −1 where a window is empty.
void ck_max_pool(const struct ck_pooling *g, const float *x, float *y, int32_t *positions);
/// Each window's gradient goes to its maximum.
///
/// Where `relu_mask` is not NULL, it holds the maxima of what a ReLU has made, and the gradient is that to the
/// ReLU's input: a position that is a maximum has passed it just if the maximum is positive.
void ck_max_pool_backward(
    const struct ck_pooling *g, const float *dy, const int32_t *positions, const float *relu_mask, float *dx);
/// Each window's sum divided by its count, of which there is one for each window of a plane.
void ck_mean_pool(const struct ck_pooling *g, const float *x, const float *counts, float *y);
/// Each position of a window gets its gradient divided by its count.
void ck_mean_pool_backward(const struct ck_pooling *g, const float *dy, const float *counts, float *dx);

/// Planes of zeros with each plane's maxima at their indices; of equal ones the last one stays.
///
/// Returns whether all indices are inside their planes. A plane with one that is not is left as it was.
int ck_max_unpool(
    size_t planes, size_t windows, size_t positions, const size_t *indices, const float *maxima, float *x);
/// Each maximum's gradient: the number of `dx` at its index, or 0 where a later one has the same index. Returns
/// whether all indices are inside.
int ck_max_unpool_backward(
    size_t planes, size_t windows, size_t positions, const size_t *indices, const float *dx, float *gradient);

/// How an axis is resized: the taps of output o are those from `starts[o]` to `starts[o + 1]`, each an input and its weight.
struct ck_resized_axis {
  size_t input, output;
  const size_t *starts, *inputs;
  const float *weights;
};
/// Resizes planes along at most three axes, the last one first: `y[o] = Σ w·x[i]` over its taps in order, of which the first
/// product starts the sum, and each is rounded before it is added.
void ck_resize(size_t planes, size_t count, const struct ck_resized_axis *axes, const float *x, float *y);
/// The transpose of that, the first axis first: `dx[i] = Σ w·dy[o]` over the outputs with a tap at i, in order, from 0 on.
void ck_resize_backward(
    size_t planes, size_t count, const struct ck_resized_axis *axes, const float *dy, float *dx);

/// The softmax over the channels, at each position of each image.
void ck_softmax(const struct ck_batch *s, const float *scores, float *p);
/// `ds = p·(dp − Σ dp·p)`.
void ck_softmax_backward(const struct ck_batch *s, const float *dp, const float *p, float *ds);
/// The logarithm of the softmax: `s − max s − ln Σ exp(s − max s)`.
void ck_log_softmax(const struct ck_batch *s, const float *scores, float *y);
/// `ds = dy − p·Σ dy`, with the softmax p.
void ck_log_softmax_backward(const struct ck_batch *s, const float *dy, const float *p, float *ds);
/// The cross-entropy of each row's softmax with a label, and the gradient of their mean.
void ck_cross_entropy(
    const struct ck_batch *s, const float *scores, const int64_t *labels, float *losses, float *ds);

/// Rules by which optimizers update parameters θ, with the gradient `g = ∂L/∂θ + λ·θ`, and their state.
///
/// - momentum: `v ← μ·v + keep·g; θ ← θ − η·v`
/// - Nesterov: `v ← μ·v + g; θ ← θ − η·(g + μ·v)`
/// - AdaGrad: `s ← s + g²; θ ← θ − η·g / (√s + ε)`
/// - RMSprop: `s ← α·s + (1 − α)·g²; θ ← θ − η·g / (√s + ε)`
/// - with momentum: `s ← α·s + (1 − α)·g²; v ← μ·v + g / (√s + ε); θ ← θ − η·v`
/// - centered: `s ← α·s + (1 − α)·g²; a ← α·a + (1 − α)·g; v ← μ·v + g / (√max(s − a², 0) + ε); θ ← θ − η·v`
/// - Adam: `m ← β₁·m + (1 − β₁)·g; s ← β₂·s + (1 − β₂)·g²; θ ← θ·keep − η·m / (√s / correction + ε)`
/// - AMSGrad: as Adam, with `h ← max(h, s)` instead of s under the root
enum ck_rule {
  ck_momentum, ck_nesterov, ck_adagrad, ck_rmsprop, ck_rmsprop_momentum, ck_rmsprop_centered, ck_adam, ck_amsgrad
};

/// One step of a rule for `count` parameters. `first_factor` is μ, α or β₁, `second_factor` β₂, or μ beside α.
/// `firsts` holds v, s or m, `seconds` v beside s, or s beside m, `thirds` a or h; NULL where a rule has none. Nothing
/// overlaps.
struct ck_step {
  int rule;
  size_t count;
  float rate, decay, first_factor, second_factor, epsilon, keep, correction;
  const float *gradients;
  float *values, *firsts, *seconds, *thirds;
};
void ck_apply_step(const struct ck_step *s);

/// Continues sums by `rounds` terms each on every thread, all in registers: returns the operations done, two for
/// each product. Timed, it is the limit of all products.
double ck_add_products(size_t rounds);
/// Runs a region of as many tasks as there are threads, each of which waits until all have begun, or a while at most.
/// Timed, it is what a region costs; returns whether they met.
int ck_barrier(void);
/// `a = b + 3·c`, in as many parts as there are threads. Timed, it is the bandwidth of the memory that holds them.
void ck_triad(size_t count, const float *b, const float *c, float *a);

#endif
