// The limits that the kernel keeps for the worker, and the note that one of them was reached.
#define _GNU_SOURCE
#include "limits.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/resource.h>

#include "CWorkerHooks.h"

static atomic_int reached;
static atomic_size_t asked;

void cwh_note_limit(int limit, size_t amount) {
  // What follows from the first refusal, such as the report of a crash, may be refused too.
  if (atomic_load(&reached)) return;
  atomic_store(&asked, amount);
  atomic_store(&reached, limit);
}

int cwh_take_limit(size_t *amount) {
  *amount = atomic_load(&asked);
  return atomic_exchange(&reached, 0);
}

static int lower(int resource, uint64_t value) {
  struct rlimit limit;
  if (getrlimit((__rlimit_resource_t)resource, &limit)) return errno;
  if (limit.rlim_cur > value) limit.rlim_cur = value;
  if (limit.rlim_max > value) limit.rlim_max = value;
  return setrlimit((__rlimit_resource_t)resource, &limit) ? errno : 0;
}

// What a process writes to counts, be it the heap, stacks or mappings of its own; libraries and files do not.
int cwh_limit_memory(uint64_t bytes) { return lower(RLIMIT_DATA, bytes); }

int cwh_limit_files(uint64_t count) { return lower(RLIMIT_NOFILE, count); }
