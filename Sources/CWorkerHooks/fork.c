#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CWorkerHooks.h"
#include "access.h"
#include "ends.h"
#include "tasks.h"

static int gate = -1;

int cwh_fork(void) {
  int ends[2];
  // What waits in a buffer would be written twice.
  fflush(NULL);
  if (pipe2(ends, O_CLOEXEC)) return -1;
  pid_t parent = getpid();
  pid_t id = cwh_fork_unnoted();
  if (id < 0) {
    close(ends[0]);
    close(ends[1]);
    return -1;
  }
  if (id > 0) {
    close(ends[0]);
    gate = ends[1];
    return id;
  }
  close(ends[1]);
  cwh_report_ends_of_this_process();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  char byte;
  while (read(ends[0], &byte, 1) < 0 && errno == EINTR) continue;
  close(ends[0]);
  return 0;
}

int cwh_fork_backup(void) {
  const pid_t parent = getpid(), guardian = getppid();
  fflush(NULL);
  const pid_t id = cwh_fork_unnoted();
  if (id != 0) return id;
  struct pollfd end = {.fd = (int)syscall(SYS_pidfd_open, parent, 0), .events = POLLIN};
  // Without a descriptor, and in the moment until the guardian has adopted this process, it asks again and again.
  while (getppid() == parent)
    if (poll(&end, 1, end.fd < 0 ? 10 : -1) > 0) usleep(1000);
  if (end.fd >= 0) close(end.fd);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != guardian) _exit(1);
  cwh_report_ends_of_this_process();
  cwh_resume_tasks();
  return 0;
}

void cwh_release_child(void) {
  close(gate);
  gate = -1;
}

void cwh_await_child(int id, int *status, int *signal) {
  int word = 0;
  pid_t got;
  do got = waitpid(id, &word, 0);
  while (got < 0 && errno == EINTR);
  *signal = got == id && WIFSIGNALED(word) ? WTERMSIG(word) : 0;
  *status = got == id && WIFEXITED(word) ? WEXITSTATUS(word) : 0;
}
