// Scratch memory that a thread keeps from call to call, so that a steady training step allocates none.

#define _GNU_SOURCE
#include "threads.h"

#include "CKernels.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

enum { small_page = 4 << 10, huge_page = 2 << 20 };

typedef struct {
  void *memory;
  size_t bytes;
  /// Of the tasks that filled it with zeros around their numbers, and how far.
  size_t stamp, zeroed;
} buffer;

static _Thread_local buffer *buffers;
static pthread_key_t key;
static atomic_size_t held;

static void release(void *own) {
  buffer *list = own;
  for (int use = 0; use < ck_scratch_uses; use++) {
    atomic_fetch_sub(&held, list[use].bytes);
    free(list[use].memory);
  }
  free(list);
}

static void make_key(void) { pthread_key_create(&key, release); }

static void *checked(void *memory, size_t bytes) {
  if (!memory) {
    fprintf(stderr, "no memory for %zu bytes of scratch\n", bytes);
    abort();
  }
  return memory;
}

void *ck_scratch(enum ck_scratch_use use, size_t bytes) {
  if (!buffers) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_key);
    buffers = checked(calloc(ck_scratch_uses, sizeof(buffer)), sizeof(buffer));
    pthread_setspecific(key, buffers);
  }
  buffer *own = &buffers[use];
  if (own->bytes < bytes || !own->memory) {
    if (!bytes) bytes = 1;
    free(own->memory);
    // Planes lie pages apart: with large pages the processor finds all of them at once.
    size_t page = bytes >= huge_page / 2 ? huge_page : small_page;
    size_t whole = (bytes + page - 1) / page * page;
    own->memory = checked(aligned_alloc(page, whole), whole);
#if defined(MADV_HUGEPAGE)
    if (page == huge_page) madvise(own->memory, whole, MADV_HUGEPAGE);
#endif
    atomic_fetch_add(&held, whole - own->bytes);
    own->bytes = whole;
  }
  own->stamp = 0;
  return own->memory;
}

void *ck_zeroed_scratch(enum ck_scratch_use use, size_t bytes, size_t stamp) {
  if (buffers && buffers[use].stamp == stamp && buffers[use].zeroed >= bytes) return buffers[use].memory;
  void *memory = ck_scratch(use, bytes);
  memset(memory, 0, bytes);
  buffers[use].stamp = stamp;
  buffers[use].zeroed = bytes;
  return memory;
}

size_t ck_new_stamp(void) {
  static atomic_size_t last;
  return atomic_fetch_add(&last, 1) + 1;
}

size_t ck_scratch_bytes(void) { return atomic_load(&held); }

void ck_keep_memory(void) {
#if defined(__GLIBC__)
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, 16 << 20);
#endif
}
