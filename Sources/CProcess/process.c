#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CProcess.h"

static int add_descriptors(posix_spawn_file_actions_t *actions, const int *descriptors, int count) {
  // A source may lie among the targets, so all move first to where neither sources nor targets are.
  int staging = count;
  for (int i = 0; i < count; i++)
    if (descriptors[i] >= staging) staging = descriptors[i] + 1;
  int error = 0;
  for (int i = 0; i < count && !error; i++)
    error = posix_spawn_file_actions_adddup2(actions, descriptors[i], staging + i);
  for (int i = 0; i < count && !error; i++)
    error = posix_spawn_file_actions_adddup2(actions, staging + i, i);
  // Libraries open files and sockets that stay open on exec; they are none of the child's business.
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(actions, count);
  return error;
}

int cpr_spawn(const char *executable, const char *folder, char *const *arguments, char *const *environment,
              const int *descriptors, int descriptor_count, pid_t *id) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  error = posix_spawnattr_init(&attributes);
  if (!error) {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    error = posix_spawn_file_actions_addchdir_np(&actions, folder);
    if (!error) error = add_descriptors(&actions, descriptors, descriptor_count);
    if (!error) error = posix_spawn(id, executable, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

int cpr_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }

int cpr_waiting(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : 0;
}

const char *cpr_library_of(const char *name) {
  Dl_info info;
  void *symbol = dlsym(RTLD_DEFAULT, name);
  return symbol && dladdr(symbol, &info) ? info.dli_fname : NULL;
}

int cpr_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1) == 0 ? 0 : errno; }

void cpr_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

int cpr_process_descriptor(pid_t id) { return pidfd_open(id, 0); }

void cpr_signal_process(int descriptor, int signal) { pidfd_send_signal(descriptor, signal, NULL, 0); }

static int interruption[2] = {-1, -1};

static void on_interruption(int number) {
  const char byte = (char)number;
  if (write(interruption[1], &byte, 1) != 1) _exit(128 + number);
  signal(number, SIG_DFL);
}

int cpr_interruption_descriptor(void) {
  if (interruption[0] < 0 && cpr_pipe(interruption) == 0) {
    const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t handled;
    sigemptyset(&handled);
    for (int i = 0; i < 3; i++) {
      // Whoever started this process with nohup, say, wants the signal ignored.
      if (signal(signals[i], on_interruption) == SIG_IGN) signal(signals[i], SIG_IGN);
      sigaddset(&handled, signals[i]);
    }
    // A thread pool's threads block all signals, and what they start inherits that.
    pthread_sigmask(SIG_UNBLOCK, &handled, NULL);
  }
  return interruption[0];
}

void cpr_reap_process(int descriptor, int milliseconds) {
  struct pollfd ended = {.fd = descriptor, .events = POLLIN};
  if (poll(&ended, 1, milliseconds) <= 0) return;
  siginfo_t info;
  waitid(P_PIDFD, (id_t)descriptor, &info, WEXITED | WNOHANG);
}

int cpr_processor_count(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  const long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int)count : 1;
}
