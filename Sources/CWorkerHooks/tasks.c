// Runs Swift's tasks on threads that are started again in a fork. Those of libdispatch, on which the runtime would run
// them, do not exist there, and libdispatch starts no others.
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#include "CWorkerHooks.h"
#include "tasks.h"

// The beginning of the runtime's Job, two words of which are the scheduler's.
struct job {
  void *object[2];
  struct job *next;
  uint64_t due;
};

// The runtime's reference to an executor; without an identity, the one for tasks that no actor isolates.
struct executor {
  void *identity;
  uintptr_t implementation;
};

extern __attribute__((swiftcall)) void swift_job_run(struct job *job, struct executor executor);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct job *ready, **end_of_ready = &ready;
// In the order in which they are due.
static struct job *delayed;
static long thread_count, idle_count;

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void append(struct job *job) {
  job->next = NULL;
  *end_of_ready = job;
  end_of_ready = &job->next;
}

static void *run_jobs(void *unused);

// Sees to it that a thread waits for the next job, if there is one and the processors are not all in use.
static void have_one_wait(void) {
  if ((!ready && !delayed) || idle_count > 0 || thread_count >= sysconf(_SC_NPROCESSORS_ONLN)) return;
  // Signals are the business of the cell's own thread, apart from those of what this one does wrong.
  sigset_t others, own;
  sigfillset(&others);
  const int own_faults[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP};
  for (size_t index = 0; index < sizeof own_faults / sizeof *own_faults; index++)
    sigdelset(&others, own_faults[index]);
  pthread_sigmask(SIG_BLOCK, &others, &own);
  pthread_t thread;
  if (!pthread_create(&thread, NULL, run_jobs, NULL)) {
    pthread_detach(thread);
    thread_count++;
  }
  pthread_sigmask(SIG_SETMASK, &own, NULL);
}

static struct job *next_job(void) {
  while (1) {
    while (delayed && delayed->due <= now()) {
      struct job *job = delayed;
      delayed = job->next;
      append(job);
    }
    if (ready) break;
    idle_count++;
    if (delayed) {
      const struct timespec due = {(time_t)(delayed->due / 1000000000), (long)(delayed->due % 1000000000)};
      pthread_cond_clockwait(&changed, &lock, CLOCK_MONOTONIC, &due);
    } else {
      pthread_cond_wait(&changed, &lock);
    }
    idle_count--;
  }
  struct job *job = ready;
  ready = job->next;
  if (!ready) end_of_ready = &ready;
  have_one_wait();
  return job;
}

static void *run_jobs(void *unused) {
  (void)unused;
  while (1) {
    pthread_mutex_lock(&lock);
    struct job *job = next_job();
    pthread_mutex_unlock(&lock);
    swift_job_run(job, (struct executor){NULL, 0});
  }
}

static void before_fork(void) { pthread_mutex_lock(&lock); }

static void in_parent(void) { pthread_mutex_unlock(&lock); }

static void in_child(void) {
  pthread_mutex_init(&lock, NULL);
  pthread_cond_init(&changed, NULL);
  thread_count = idle_count = 0;
}

static void prepare_for_forks(void) { pthread_atfork(before_fork, in_parent, in_child); }

void cwh_run_task(void *task, uint64_t delay) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, prepare_for_forks);
  struct job *job = task;
  job->due = delay ? now() + delay : 0;
  pthread_mutex_lock(&lock);
  if (delay) {
    struct job **position = &delayed;
    while (*position && (*position)->due <= job->due) position = &(*position)->next;
    job->next = *position;
    *position = job;
  } else {
    append(job);
  }
  have_one_wait();
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&lock);
}

void cwh_resume_tasks(void) {
  pthread_mutex_lock(&lock);
  have_one_wait();
  pthread_mutex_unlock(&lock);
}
