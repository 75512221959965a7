// Compares each kernel at every level that this processor has, on 1, 2, 3 and 5 threads, with the generic level, bit
// for bit.
//
//     levels ROUNDS [SEED [PRODUCTS]]
//
// A round is a problem of every kind, at random but for the seed, with at most so many products in its convolution;
// every tenth round adds problems that are large. .ci/kernels compiles and runs it.

#include "convolutions.h"
#include "layers.h"
#include "resampling.h"

static const char *supported_levels(void) {
  static char text[64];
  for (int level = ck_generic + 1; level < ck_level_count; level++) {
    if (!ck_level_is_supported(level)) continue;
    if (*text) strcat(text, ", ");
    strcat(text, ck_level_name(level));
  }
  return *text ? text : "no level but the generic one";
}

int main(int count, char **arguments) {
  size_t rounds = count > 1 ? strtoull(arguments[1], NULL, 10) : 0;
  uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
  double products = count > 3 ? strtod(arguments[3], NULL) : 3e5;
  if (!rounds || products < 1) {
    fprintf(stderr, "usage: levels ROUNDS [SEED [PRODUCTS]]\n");
    return 2;
  }
  for (current_round = 0; current_round < rounds; current_round++) {
    state = seed << 32 | current_round;
    enum values kind = current_round % value_kinds;
    compare_any_convolution(kind, products);
    compare_product(kind, 80);
    compare_pooling(kind);
    compare_batch(kind);
    compare_local_response(kind);
    compare_resize(kind);
    compare_unpooling(kind);
    compare_elements(kind, 1000);
    compare_step(kind, 1000);
    if (current_round % 10) continue;
    kind = current_round / 10 % value_kinds;
    compare_large_convolutions(kind);
    compare_product(kind, 400);
    compare_large_resize(kind);
    compare_elements(kind, 50000);
    compare_step(kind, 50000);
  }
  printf("%s: %zu comparisons, %zu of them different\n", supported_levels(), comparisons, differences);
  if (differences) fprintf(stderr, "again: levels %zu %llu\n", rounds, (unsigned long long)seed);
  return differences != 0;
}
