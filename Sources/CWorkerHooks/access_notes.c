// The list of what cells depend on beside their code, in memory that the worker shares with its children.
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CWorkerHooks.h"
#include "access.h"

// Shared with forked children, so that what a cell does in one is noted too. Pages are taken when they are used.
enum { LOG_CAPACITY = 16 << 20 };

struct log {
  atomic_size_t used;
  atomic_int overflowed;
  char bytes[LOG_CAPACITY];
};

static struct log *accesses;
static size_t taken;

void cwh_note_accesses(void) {
  void *memory =
      mmap(NULL, sizeof(struct log), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory != MAP_FAILED) accesses = memory;
}

size_t cwh_take_accesses(const char **bytes, int *overflowed) {
  *overflowed = accesses ? atomic_load(&accesses->overflowed) : 1;
  if (!accesses) return 0;
  size_t used = atomic_load(&accesses->used);
  if (used > LOG_CAPACITY) used = LOG_CAPACITY;
  // Nothing is written twice, so a thread that goes on noting does no harm.
  *bytes = accesses->bytes + taken;
  size_t count = used - taken;
  taken = used;
  return count;
}

void cwh_note_access(char kind, const char *text) {
  if (!accesses || !text) return;
  size_t length = strlen(text) + 2;
  size_t start = atomic_fetch_add(&accesses->used, length);
  if (start + length > LOG_CAPACITY) {
    atomic_store(&accesses->overflowed, 1);
    return;
  }
  accesses->bytes[start] = kind;
  memcpy(accesses->bytes + start + 1, text, length - 1);
}

// Paths are told from the root on; the calls this takes are not the cell's.
void cwh_note_path(char kind, int folder, const char *path) {
  if (!accesses || !path) return;
  char whole[2 * PATH_MAX];
  if (path[0] != '/') {
    char base[PATH_MAX];
    if (folder == AT_FDCWD) {
      if (!getcwd(base, sizeof base)) return;
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      // Not the function of this library, which notes that the cell asked.
      long count = syscall(SYS_readlinkat, AT_FDCWD, link, base, sizeof base - 1);
      if (count < 0) return;
      base[count] = 0;
    }
    snprintf(whole, sizeof whole, path[0] ? "%s/%s" : "%s", base, path);
    path = whole;
  }
  cwh_note_access(kind, path);
}
