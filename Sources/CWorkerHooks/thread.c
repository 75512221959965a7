#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "CWorkerHooks.h"

// Symbolic unwinding happens on this stack when the thread's own has overflowed.
enum { SIGNAL_STACK_SIZE = 256 * 1024 };

struct start {
  void (*function)(void *);
  void *context;
};

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  void *memory = mmap(NULL, SIGNAL_STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory != MAP_FAILED) {
    stack_t stack = {.ss_sp = memory, .ss_size = SIGNAL_STACK_SIZE};
    sigaltstack(&stack, NULL);
  }
  sigset_t time_limit;
  sigemptyset(&time_limit);
  sigaddset(&time_limit, SIGXCPU);
  pthread_sigmask(SIG_UNBLOCK, &time_limit, NULL);
  start.function(start.context);
  return NULL;
}

int cwh_run_on_thread(void (*function)(void *), void *context, size_t stack_size) {
  // The time limit's signal has to interrupt the cell, not the thread that waits for it.
  sigset_t time_limit;
  sigemptyset(&time_limit);
  sigaddset(&time_limit, SIGXCPU);
  pthread_sigmask(SIG_BLOCK, &time_limit, NULL);

  pthread_attr_t attributes;
  int error = pthread_attr_init(&attributes);
  if (error) return error;
  struct start start = {function, context};
  pthread_t thread;
  error = pthread_attr_setstacksize(&attributes, stack_size);
  if (!error) error = pthread_create(&thread, &attributes, run, &start);
  pthread_attr_destroy(&attributes);
  return error ? error : pthread_join(thread, NULL);
}

static void (*on_cell_end)(void);

void cwh_on_cell_end(void (*handler)(void)) { on_cell_end = handler; }

void cwh_end_cell(void) { on_cell_end(); }

void cwh_end_thread(void) { pthread_exit(NULL); }
