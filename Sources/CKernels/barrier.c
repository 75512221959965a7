// A region that does nothing but meet, to be timed.

#include "CKernels.h"
#include "threads.h"

#include <stdatomic.h>

enum { patience = 20000 };

struct barrier {
  size_t expected;
  atomic_size_t begun;
  atomic_int has_missed;
};

static void barrier_task(void *context, size_t index) {
  (void)index;
  struct barrier *m = context;
  atomic_fetch_add(&m->begun, 1);
  // A caller that works alone must not wait for ever.
  for (int looks = 0; atomic_load(&m->begun) < m->expected; looks++) {
    if (looks == patience) {
      atomic_store(&m->has_missed, 1);
      return;
    }
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
}

int ck_barrier(void) {
  struct barrier m = {.expected = ck_thread_count()};
  ck_parallel(m.expected, 1e9, barrier_task, &m);
  return !atomic_load(&m.has_missed);
}
