// Scratch memory that a thread keeps from call to call, so that a steady training step allocates none.

#include "threads.h"

#include "CKernels.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  void *memory;
  size_t bytes;
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
    free(own->memory);
    size_t whole = (bytes + 4095) / 4096 * 4096 + 4096;
    own->memory = checked(aligned_alloc(4096, whole), whole);
    atomic_fetch_add(&held, whole - own->bytes);
    own->bytes = whole;
  }
  return own->memory;
}

size_t ck_scratch_bytes(void) { return atomic_load(&held); }
