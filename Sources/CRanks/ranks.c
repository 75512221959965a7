#define _GNU_SOURCE
#include "ranks.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <signal.h>

int ranks_cell = 0;

static struct ranks joined;
static const struct ranks *current = NULL;

/// A child shares the connections of its parent, and must not use them.
static void leave_in_child(void) { current = NULL; }

const struct ranks *ranks_current(void) { return current; }

const char *ranks_join(const char *path) {
  // UCX, which MPICH may use, would take the signals by which a cell's trap is noticed, as soon as it is loaded.
  setenv("UCX_ERROR_SIGNALS", "", 1);
  void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (!library) return dlerror();
  const char *(*join)(struct ranks *) = (const char *(*)(struct ranks *))dlsym(library, "nbrun_join_ranks");
  if (!join) return dlerror();
  // MPI sets handlers of its own where it finds none, and its threads must not take signals that are meant for cells.
  struct sigaction actions[NSIG];
  for (int number = 1; number < NSIG; number++) sigaction(number, NULL, &actions[number]);
  sigset_t all, previous;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &previous);
  const char *problem = join(&joined);
  for (int number = 1; number < NSIG; number++) sigaction(number, &actions[number], NULL);
  pthread_sigmask(SIG_SETMASK, &previous, NULL);
  if (problem) return problem;
  pthread_atfork(NULL, NULL, leave_in_child);
  current = &joined;
  return NULL;
}
