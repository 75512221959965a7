// Runs a kernel at every level and on several threads, and compares its results with those of the generic level.

#ifndef COMPARE_H
#define COMPARE_H

#include "CKernels.h"
#include "random.h"

#include <stdarg.h>

enum { most_results = 5, most_reports = 20 };

/// Runs a kernel on a problem; the results are arrays of numbers of four bytes.
typedef void (*kernel)(const void *problem, void *const results[]);

static size_t comparisons, differences;
/// The round, for messages.
static size_t current_round;

static char *shape_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
static char *shape_text(const char *format, ...) {
  static char text[400];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  return text;
}

static void run_at(int level, size_t threads, kernel run, const void *problem, const size_t *sizes, void **results) {
  for (size_t r = 0; r < most_results; r++) {
    results[r] = allocate(sizes[r]);
    // What a kernel leaves out is seen as a difference: at each level another number.
    memset(results[r], 0x55 + level, sizes[r] * sizeof(float));
  }
  ck_force(level, threads);
  run(problem, results);
  ck_force(-1, 0);
}

static void free_results(void **results) {
  for (size_t r = 0; r < most_results; r++) free(results[r]);
}

static void report(
    const char *name, const char *shape, int level, size_t threads, size_t result, const void *expected,
    const void *got, size_t count) {
  if (++differences > most_reports) return;
  const uint32_t *a = expected, *b = got;
  size_t at = 0, different = 0;
  for (size_t i = count; i-- > 0;) {
    if (a[i] == b[i]) continue;
    at = i;
    different++;
  }
  fprintf(
    stderr, "%s at %s on %zu threads, round %zu, %s: %zu of %zu numbers of result %zu differ, number %zu first: "
    "%08x instead of %08x\n", name, ck_level_name(level), threads, current_round, shape, different, count, result, at,
    b[at], a[at]);
}

/// Compares all levels. `sizes` has `most_results` counts of numbers.
static void compare(const char *name, const char *shape, kernel run, const void *problem, const size_t *sizes) {
  static const size_t threads[] = {1, 2, 3, 5};
  void *expected[most_results], *got[most_results];
  run_at(ck_generic, 1, run, problem, sizes, expected);
  for (int level = 0; level < ck_level_count; level++) {
    if (!ck_level_is_supported(level)) continue;
    for (size_t t = level == ck_generic ? 2 : 0; t < sizeof threads / sizeof *threads; t++) {
      run_at(level, threads[t], run, problem, sizes, got);
      for (size_t r = 0; r < most_results; r++) {
        if (!sizes[r]) continue;
        comparisons++;
        if (memcmp(expected[r], got[r], sizes[r] * sizeof(float))) {
          report(name, shape, level, threads[t], r, expected[r], got[r], sizes[r]);
        }
      }
      free_results(got);
    }
  }
  free_results(expected);
}

#define SIZES(...) (const size_t[most_results]){__VA_ARGS__}

#endif
