// Notes when memory is refused, so that the crash that follows can be told for what it is, and counts what is asked for.
//
// The worker exports these functions, so they stand before the C library's for everyone; they only call those.
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "CWorkerHooks.h"
#include "limits.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

static _Thread_local size_t allocations;

size_t cwh_allocations(void) { return allocations; }

static void *noted(void *memory, size_t size) {
  allocations++;
  if (!memory && size) cwh_note_limit(CWH_MEMORY, size);
  return memory;
}

void *malloc(size_t size) { return noted(__libc_malloc(size), size); }

void *calloc(size_t count, size_t size) {
  size_t whole = 0;
  if (__builtin_mul_overflow(count, size, &whole)) whole = (size_t)-1;
  return noted(__libc_calloc(count, size), whole);
}

void *realloc(void *memory, size_t size) { return noted(__libc_realloc(memory, size), size); }

void *memalign(size_t alignment, size_t size) { return noted(__libc_memalign(alignment, size), size); }

void *aligned_alloc(size_t alignment, size_t size) { return noted(__libc_memalign(alignment, size), size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) || !alignment || alignment & (alignment - 1)) return EINVAL;
  void *taken = noted(__libc_memalign(alignment, size), size);
  if (!taken) return ENOMEM;
  *memory = taken;
  return 0;
}

void free(void *memory) { __libc_free(memory); }
