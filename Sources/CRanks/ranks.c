#include "ranks.h"

#include <dlfcn.h>
#include <pthread.h>

int ranks_cell = 0;

static struct ranks joined;
static const struct ranks *current = NULL;

/// A child shares the connections of its parent, and must not use them.
static void leave_in_child(void) { current = NULL; }

const struct ranks *ranks_current(void) { return current; }

const char *ranks_join(const char *path) {
  void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (!library) return dlerror();
  const char *(*join)(struct ranks *) = (const char *(*)(struct ranks *))dlsym(library, "nbrun_join_ranks");
  if (!join) return dlerror();
  const char *problem = join(&joined);
  if (problem) return problem;
  pthread_atfork(NULL, NULL, leave_in_child);
  current = &joined;
  return NULL;
}
