// Which instruction sets there are, which of them this processor has, and which one is used.

#define _GNU_SOURCE
#include "levels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CProcessors.h"

static const char *const names[ck_level_count] = {"generic", "avx2", "avx512", "neon"};

static _Thread_local int forced_level = -1;
static _Thread_local size_t forced_threads;

static struct {
  int is_read;
  int best;
  int level;
  size_t processors;
  size_t threads;
  char error[160];
} settings;

const char *ck_level_name(int level) { return level >= 0 && level < ck_level_count ? names[level] : "unknown"; }

int ck_level_is_supported(int level) {
  switch (level) {
    case ck_generic: return 1;
#if defined(__x86_64__)
    // The compiler's runtime also asks whether the system keeps the wide registers.
    case ck_avx2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case ck_avx512:
      return ck_level_is_supported(ck_avx2) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
#elif defined(__aarch64__)
    case ck_neon: return 1;
#endif
    default: return 0;
  }
}

static void read_level(const char *value) {
  for (int level = 0; level < ck_level_count; level++) {
    if (strcmp(value, names[level])) continue;
    if (ck_level_is_supported(level)) {
      settings.level = level;
    } else {
      snprintf(
        settings.error, sizeof settings.error, "NBRUN_KERNELS is %s, which this processor does not have: at most %s",
        value, names[settings.best]);
    }
    return;
  }
  snprintf(
    settings.error, sizeof settings.error, "NBRUN_KERNELS must be generic, avx2, avx512 or neon, got \"%.40s\"", value);
}

static void read_threads(const char *value) {
  char *end;
  long count = strtol(value, &end, 10);
  if (end != value && !*end && count >= 1 && count <= 256) {
    settings.threads = (size_t)count;
  } else {
    snprintf(
      settings.error, sizeof settings.error, "NBRUN_THREADS must be a number from 1 to 256, got \"%.40s\"", value);
  }
}

/// Reads the environment when the program or the library is loaded, before there is a second thread.
__attribute__((constructor)) static void read_settings(void) {
  if (settings.is_read) return;
  settings.is_read = 1;
#if defined(__x86_64__)
  __builtin_cpu_init();
#endif
  for (int level = 0; level < ck_level_count; level++) {
    if (ck_level_is_supported(level)) settings.best = level;
  }
  settings.level = settings.best;
  settings.threads = settings.processors = (size_t)cpc_processor_count();
  const char *level = getenv("NBRUN_KERNELS"), *threads = getenv("NBRUN_THREADS");
  if (threads) read_threads(threads);
  if (level) read_level(level);
}

const char *ck_environment_error(void) { return *settings.error ? settings.error : NULL; }
int ck_level(void) { return forced_level >= 0 ? forced_level : settings.level; }
size_t ck_thread_count(void) { return forced_threads ? forced_threads : settings.threads; }
size_t ck_processor_count(void) { return settings.processors; }

void ck_force(int level, size_t threads) {
  forced_level = level >= 0 && ck_level_is_supported(level) ? level : -1;
  forced_threads = threads;
}
