// A pool of threads of its own: no queue, no allocation, nothing that a fork would leave locked.
//
// A region is open from its start until the caller finds no more tasks. A worker joins an open region, takes
// tasks until there are none, and leaves; the caller closes it and waits for those who joined. So a worker that
// sleeps too long misses a region but holds nobody up, and who does what changes no result.
//
// Each thread has a share of the tasks, the same part in every region, and helps the others when it is through. Tasks
// go from image to image, so what a thread has written in one region it mostly reads in the next, from its own cache.

#define _GNU_SOURCE
#include "threads.h"

#include "CKernels.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

#if defined(__x86_64__)
#define PAUSE() __builtin_ia32_pause()
#else
#define PAUSE() ((void)0)
#endif

enum {
  /// The nanoseconds for which a worker looks for the next region before it sleeps: layers follow faster.
  patience = 100000,
  /// How often it looks between two glances at the clock.
  looks = 32,
  /// The nanoseconds of work that are worth waking a worker.
  least_cost = 5000,
  /// The nanoseconds of work that a thread takes at a time, if there is enough for all.
  portion = 4000,
  /// The portions in a share that there are at least, so that none waits long for the last one.
  least_portions = 8,
  most_workers = 255,
  open_bit = 1 << 16,
};

/// The tasks of a thread, in a cache line of their own.
struct share {
  _Alignas(128) atomic_size_t next;
  size_t end;
};

static struct {
  /// Held by whoever has the pool.
  pthread_mutex_t region;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  /// `open_bit` and the number of workers that have joined.
  atomic_uint gate;
  atomic_uint generation;
  atomic_int sleeping;
  /// The number of threads that take part, the caller among them, and how many tasks each takes at a time.
  atomic_size_t threads;
  size_t batch;
  ck_task task;
  void *context;
  /// The number of workers that were started; changed only by who has the pool.
  size_t workers;
  /// Whether there is a processor for each thread, so that a worker may wait busily.
  atomic_int may_spin;
  /// The processor that the caller was on.
  atomic_int callers_processor;
  struct share shares[most_workers + 1];
} pool = {.region = PTHREAD_MUTEX_INITIALIZER, .lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

static _Thread_local int is_inside;

/// Does the tasks of the share `own`, and then what is left of the others'.
static void take_tasks(size_t own) {
  size_t threads = pool.threads;
  for (size_t i = 0; i < threads; i++) {
    struct share *share = &pool.shares[(own + i) % threads];
    for (;;) {
      size_t index = atomic_fetch_add_explicit(&share->next, pool.batch, memory_order_relaxed);
      if (index >= share->end) break;
      size_t end = share->end - index < pool.batch ? share->end : index + pool.batch;
      for (; index < end; index++) pool.task(pool.context, index);
    }
  }
}

/// Returns the processor that this thread is on; −1 if the system does not tell.
static int processor(void) {
#if defined(__linux__)
  return sched_getcpu();
#else
  return -1;
#endif
}

/// Leaves the processor of the caller, which needs it.
///
/// Where other programs keep all processors busy, the system may wake a worker behind its caller and leave it there
/// for long: together they would be no faster than one.
static void step_aside(void) {
#if defined(__linux__)
  int taken = atomic_load(&pool.callers_processor);
  if (taken < 0 || taken >= CPU_SETSIZE || processor() != taken) return;
  cpu_set_t own, others;
  if (sched_getaffinity(0, sizeof own, &own)) return;
  others = own;
  CPU_CLR((size_t)taken, &others);
  // It moves at once, and then may go anywhere again.
  if (CPU_COUNT(&others) && !sched_setaffinity(0, sizeof others, &others)) sched_setaffinity(0, sizeof own, &own);
#endif
}

/// Returns how many tasks a thread takes at a time.
static size_t batch(size_t count, double cost, size_t threads) {
  double tasks = cost > 0 ? portion / cost : (double)count;
  size_t most = count / (threads * least_portions);
  if (tasks < 2 || most < 2) return 1;
  return tasks < (double)most ? (size_t)tasks : most;
}

/// Takes part in the region that is open, if there is one that has a share for the worker `number`, from 1.
static void join(size_t number) {
  unsigned gate = atomic_load(&pool.gate);
  while (gate & open_bit) {
    if (atomic_compare_exchange_weak(&pool.gate, &gate, gate + 1)) {
      if (number < pool.threads) take_tasks(number);
      atomic_fetch_sub(&pool.gate, 1);
      return;
    }
  }
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/// Waits a while for another generation than `seen`.
static void look_out(unsigned seen) {
  int64_t end = now() + patience;
  while (atomic_load(&pool.generation) == seen && now() < end) {
    for (int look = 0; look < looks && atomic_load(&pool.generation) == seen; look++) PAUSE();
  }
}

static void *work(void *number) {
  is_inside = 1;
  unsigned seen = 0;
  for (;;) {
    if (atomic_load(&pool.may_spin)) look_out(seen);
    if (atomic_load(&pool.generation) == seen) {
      pthread_mutex_lock(&pool.lock);
      atomic_fetch_add(&pool.sleeping, 1);
      while (atomic_load(&pool.generation) == seen) pthread_cond_wait(&pool.wake, &pool.lock);
      atomic_fetch_sub(&pool.sleeping, 1);
      pthread_mutex_unlock(&pool.lock);
    }
    seen = atomic_load(&pool.generation);
    if (atomic_load(&pool.may_spin)) step_aside();
    join((size_t)number);
  }
  return NULL;
}

// A fork takes only the thread that calls it along: the child starts with an idle pool without workers.
static void before_fork(void) { pthread_mutex_lock(&pool.region); }
static void in_parent(void) { pthread_mutex_unlock(&pool.region); }
static void in_child(void) {
  pthread_mutex_init(&pool.region, NULL);
  pthread_mutex_init(&pool.lock, NULL);
  pthread_cond_init(&pool.wake, NULL);
  atomic_store(&pool.gate, 0);
  atomic_store(&pool.sleeping, 0);
  pool.workers = 0;
}

static void prepare_for_forks(void) { pthread_atfork(before_fork, in_parent, in_child); }

/// Starts workers until there are `wanted`, or the system refuses.
static void start_workers(size_t wanted) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, prepare_for_forks);
  // Signals are for the program's own threads, but for those that a fault raises on the spot.
  sigset_t blocked, before;
  sigfillset(&blocked);
  int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) sigdelset(&blocked, faults[i]);
  pthread_sigmask(SIG_SETMASK, &blocked, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  while (pool.workers < wanted) {
    pthread_t thread;
    if (pthread_create(&thread, &attributes, work, (void *)(pool.workers + 1))) break;
    pool.workers++;
  }
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void ck_parallel(size_t count, double cost, ck_task task, void *context) {
  size_t threads = ck_thread_count();
  if (threads > count) threads = count;
  if (threads > most_workers + 1) threads = most_workers + 1;
  if (threads < 2 || (double)count * cost < least_cost || is_inside || pthread_mutex_trylock(&pool.region)) {
    for (size_t index = 0; index < count; index++) task(context, index);
    return;
  }
  // With more threads than processors, one that waits busily takes the time of one that works.
  atomic_store(&pool.may_spin, threads <= ck_processor_count());
  if (pool.workers < threads - 1) start_workers(threads - 1);
  for (size_t i = 0; i < threads; i++) {
    atomic_store_explicit(&pool.shares[i].next, count * i / threads, memory_order_relaxed);
    pool.shares[i].end = count * (i + 1) / threads;
  }
  pool.threads = threads;
  pool.batch = batch(count, cost, threads);
  pool.task = task;
  pool.context = context;
  atomic_store(&pool.callers_processor, processor());
  atomic_store(&pool.gate, open_bit);
  atomic_fetch_add(&pool.generation, 1);
  if (atomic_load(&pool.sleeping)) {
    pthread_mutex_lock(&pool.lock);
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.lock);
  }
  is_inside = 1;
  take_tasks(0);
  is_inside = 0;
  atomic_fetch_and(&pool.gate, ~(unsigned)open_bit);
  for (int spin = 0; atomic_load(&pool.gate); spin++) {
    if (spin < 64 * looks) PAUSE();
    else sched_yield();
  }
  pthread_mutex_unlock(&pool.region);
}
