#define _GNU_SOURCE
#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#include "CWorkerHooks.h"
#include "call_stack.h"
#include "ends.h"
#include "output.h"

static int frame_descriptor = -1;
static pid_t reporter;
static uint8_t signal_frame_kind, exit_frame_kind, limit_frame_kind;

static uint8_t *put(uint8_t *at, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) *at++ = (uint8_t)(value >> (8 * i));
  return at;
}

/// Writes all bytes up to `end`; only calls that a signal handler may make.
static void write_all(const uint8_t *rest, const uint8_t *end) {
  while (rest < end) {
    ssize_t written = write(frame_descriptor, rest, (size_t)(end - rest));
    if (written <= 0) return;
    rest += written;
  }
}

/// Writes kind, length, number, count and addresses.
static void write_frame(uint8_t kind, uint64_t number, const uint64_t *addresses, size_t count) {
  // A process that a cell forked ends for itself.
  if (getpid() != reporter) return;
  uint8_t frame[5 + 8 + 8 + 8 * CALL_STACK_CAPACITY], *at = frame;
  at = put(at, kind, 1);
  at = put(at, 16 + 8 * count, 4);
  at = put(at, number, 8);
  at = put(at, count, 8);
  for (size_t i = 0; i < count; i++) at = put(at, addresses[i], 8);
  write_all(frame, at);
}

/// Writes which limit was reached, if one was.
static void write_limit(void) {
  size_t amount;
  int limit = getpid() == reporter ? cwh_take_limit(&amount) : 0;
  if (!limit) return;
  uint8_t frame[5 + 8 + 8], *at = frame;
  at = put(at, limit_frame_kind, 1);
  at = put(at, 16, 4);
  at = put(at, (uint64_t)limit, 8);
  at = put(at, amount, 8);
  write_all(frame, at);
}

static uint64_t program_counter(const void *context) {
#if defined(__x86_64__)
  return (uint64_t)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
  return ((const ucontext_t *)context)->uc_mcontext.pc;
#else
  return 0;
#endif
}

static void on_signal(int number, siginfo_t *info, void *context) {
  (void)info;
  // A second fault, in here, ends the process at once.
  signal(number, SIG_DFL);
  cwh_salvage_output();
  uint64_t addresses[CALL_STACK_CAPACITY];
  size_t count = cwh_capture(addresses, CALL_STACK_CAPACITY);
  // The unwinder's list begins in this handler; what matters begins where the signal struck. That address is
  // the instruction itself, the others are the instructions after calls.
  uint64_t struck = program_counter(context);
  size_t first = 0;
  while (first < count && addresses[first] != struck) first++;
  if (first == count) {
    addresses[0] = struck;
    first = 0;
    count = count ? count : 1;
  }
  addresses[first] = struck + 1;
  write_limit();
  write_frame(signal_frame_kind, (uint64_t)number, addresses + first, count - first);
  if (number == SIGXCPU) _exit(128 + number);
  raise(number);
}

static void on_process_exit(int status, void *unused) {
  (void)unused;
  fflush(NULL);
  uint64_t addresses[CALL_STACK_CAPACITY];
  size_t count = cwh_capture(addresses, CALL_STACK_CAPACITY);
  write_limit();
  write_frame(exit_frame_kind, (uint64_t)(int64_t)status, addresses, count);
}

void cwh_report_ends_of_this_process(void) { reporter = getpid(); }

void cwh_report_ends(int descriptor, uint8_t signal_kind, uint8_t exit_kind, uint8_t limit_kind) {
  frame_descriptor = descriptor;
  limit_frame_kind = limit_kind;
  signal_frame_kind = signal_kind;
  exit_frame_kind = exit_kind;
  cwh_report_ends_of_this_process();

  // The first unwinding loads a library, which a signal handler must not.
  uint64_t warm_up[4];
  cwh_capture(warm_up, 4);

  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  const int signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGSYS, SIGXCPU};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
  on_exit(on_process_exit, NULL);
}
