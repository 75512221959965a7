#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CProcess.h"

/// Ends this process as the one with `status` has ended.
_Noreturn static void end_like(int status) {
  if (WIFEXITED(status)) _exit(WEXITSTATUS(status));
  const int number = WTERMSIG(status);
  // What there is to see is in the other process's memory.
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  signal(number, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  raise(number);
  sigprocmask(SIG_UNBLOCK, &only, NULL);
  _exit(128 + number);
}

/// Ends all that descends from this process, and this process; removes `folder` if `runner` cannot do so any more.
_Noreturn static void end_all(void (*kill_descendants)(void), const char *folder, pid_t runner) {
  kill_descendants();
  // Nobody else does; the system may not let go of one of them, so not for ever.
  pid_t id;
  for (int i = 0; i < 2000 && (id = waitpid(-1, NULL, WNOHANG)) >= 0; i++)
    if (id == 0) usleep(1000);
  if (getppid() != runner) cpr_remove_folder(folder);
  _exit(0);
}

/// Reaps what has ended; returns whether `worker` has, after which this process ends like it unless it `stays`.
static int reap(pid_t worker, int stays) {
  int status;
  pid_t id;
  int end = 0, has_ended = 0;
  while ((id = waitpid(-1, &status, WNOHANG)) > 0)
    if (id == worker) {
      has_ended = 1;
      end = status;
    }
  if (has_ended && !stays) end_like(end);
  return has_ended;
}

void cpr_start_guardian(void (*kill_descendants)(void), const char *folder, int stays) {
  const pid_t runner = getppid(), guardian = getpid();
  cpr_adopt_orphans();
  sigset_t all, previous;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &previous);
  pid_t worker = fork();
  if (worker == 0) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != guardian) _exit(1);
    sigprocmask(SIG_SETMASK, &previous, NULL);
    return;
  }
  if (worker < 0) _exit(1);
  // An end of the runner's pipes in here would keep it from seeing that the worker's is closed.
  close_range(0, ~0U, 0);
  cpr_open_standard_descriptors();
  while (1) {
    siginfo_t info;
    const int number = sigwaitinfo(&all, &info);
    // The kernel tells when the thread of the runner has ended that started this process.
    if (getppid() != runner || number == SIGUSR1) end_all(kill_descendants, folder, runner);
    if (number == SIGCHLD && reap(worker, stays)) worker = 0;
    if (number == SIGXCPU && worker) kill(worker, SIGXCPU);
    // All others are meant for the whole group of processes; what becomes of the run is for the runner to say.
  }
}
