#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CProcess.h"

/// What the child of `cpr_spawn` does between its creation and the program; returns an error number.
///
/// It shares this process's memory until then, so it makes system calls and changes nothing.
static int become(const char *executable, const char *folder, char *const *arguments, char *const *environment,
                  const int *descriptors, int count, int death_signal, pid_t parent) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
  // A session of its own has no controlling terminal, through which a cell could type into the user's shell.
  setsid();
  if (prctl(PR_SET_PDEATHSIG, death_signal) || getppid() != parent) return ESRCH;
  if (chdir(folder)) return errno;
  // A source may lie among the targets, so all move first to where neither sources nor targets are.
  int staging = count;
  for (int i = 0; i < count; i++)
    if (descriptors[i] >= staging) staging = descriptors[i] + 1;
  for (int i = 0; i < count; i++)
    if (dup2(descriptors[i], staging + i) < 0) return errno;
  for (int i = 0; i < count; i++)
    if (dup2(staging + i, i) < 0) return errno;
  // Libraries open files and sockets that stay open on exec; they are none of the child's business.
  close_range((unsigned)count, ~0U, 0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(executable, arguments, environment);
  return errno;
}

int cpr_spawn(const char *executable, const char *folder, char *const *arguments, char *const *environment,
              const int *descriptors, int descriptor_count, int death_signal, pid_t *id) {
  sigset_t all, previous;
  sigfillset(&all);
  // A handler of this process must not run in the child.
  pthread_sigmask(SIG_SETMASK, &all, &previous);
  volatile int error = 0;
  const pid_t parent = getpid();
  const pid_t child = vfork();
  if (child == 0) {
    error = become(executable, folder, arguments, environment, descriptors, descriptor_count, death_signal, parent);
    _exit(127);
  }
  if (child < 0) error = errno;
  pthread_sigmask(SIG_SETMASK, &previous, NULL);
  if (child > 0 && error)
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  *id = child;
  return error;
}

int cpr_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }

void cpr_never_block(int descriptor) {
  const int flags = fcntl(descriptor, F_GETFL);
  if (flags >= 0) fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

void cpr_open_standard_descriptors(void) {
  for (int descriptor = 0; descriptor < 3; descriptor++)
    // The other way round, so that using one that was closed fails as it does without a stand-in.
    if (fcntl(descriptor, F_GETFD) < 0) open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
}

int cpr_waiting(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : 0;
}

const char *cpr_library_of(const char *name) {
  Dl_info info;
  void *symbol = dlsym(RTLD_DEFAULT, name);
  return symbol && dladdr(symbol, &info) ? info.dli_fname : NULL;
}

// Of the Swift runtime, which promises it in no header.
char *swift_demangle(const char *name, size_t length, char *buffer, size_t *size, uint32_t flags);

char *cpr_demangled(const char *name) { return swift_demangle(name, strlen(name), NULL, NULL, 0); }

int cpr_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1) == 0 ? 0 : errno; }

void cpr_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

int cpr_process_descriptor(pid_t id) { return pidfd_open(id, 0); }

void cpr_signal_process(int descriptor, int signal) { pidfd_send_signal(descriptor, signal, NULL, 0); }

static int interruption[2] = {-1, -1}, insistence[2] = {-1, -1};

static void on_insistence(int number) {
  const char byte = (char)number;
  signal(number, SIG_DFL);
  if (write(insistence[1], &byte, 1) != 1) raise(number);
}

static void on_interruption(int number) {
  const char byte = (char)number;
  if (write(interruption[1], &byte, 1) != 1) _exit(128 + number);
  // When a terminal is closed, both the system and the shell tell. Asking twice otherwise means "at once".
  if (number != SIGHUP) signal(number, on_insistence);
}

int cpr_interruption_descriptor(void) {
  if (interruption[0] < 0 && cpr_pipe(insistence) == 0 && cpr_pipe(interruption) == 0) {
    const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t handled;
    sigemptyset(&handled);
    for (int i = 0; i < 3; i++) {
      // Whoever started this process with nohup, say, wants the signal ignored.
      if (signal(signals[i], on_interruption) == SIG_IGN) signal(signals[i], SIG_IGN);
      sigaddset(&handled, signals[i]);
    }
    // Ctrl-\ ends the process by its standard action, and not by the Swift runtime's report of a crash.
    if (signal(SIGQUIT, SIG_DFL) == SIG_IGN) signal(SIGQUIT, SIG_IGN);
    sigaddset(&handled, SIGQUIT);
    // A thread pool's threads block all signals, and what they start inherits that.
    pthread_sigmask(SIG_UNBLOCK, &handled, NULL);
  }
  return interruption[0];
}

int cpr_wait_for_insistence(void) {
  char byte = 0;
  while (read(insistence[0], &byte, 1) < 0 && errno == EINTR) continue;
  return byte;
}

void cpr_end_by(int number) {
  signal(number, SIG_DFL);
  kill(getpid(), number);
}
