#define _GNU_SOURCE
#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
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

/// Where the processor was: the instruction, the top of the stack, and the frame that the function has made.
struct place {
  uint64_t counter, stack, frame;
};

static struct place place_of(const void *context) {
  const mcontext_t *machine = &((const ucontext_t *)context)->uc_mcontext;
#if defined(__x86_64__)
  return (struct place){(uint64_t)machine->gregs[REG_RIP], (uint64_t)machine->gregs[REG_RSP],
                        (uint64_t)machine->gregs[REG_RBP]};
#elif defined(__aarch64__)
  return (struct place){machine->pc, machine->sp, machine->regs[29]};
#else
  return (struct place){0, 0, 0};
#endif
}

/// Reads two words at `address`, which may be anything; returns 0 if there are none.
static int read_words(uint64_t address, uint64_t words[2]) {
  const struct iovec here = {words, 2 * sizeof *words}, there = {(void *)(uintptr_t)address, 2 * sizeof *words};
  return process_vm_readv(getpid(), &here, 1, &there, 1, 0) == 2 * sizeof *words;
}

/// Copies the return addresses that the chain of frames leads to; returns their number.
///
/// The linker's stubs, through which a library calls others, have no table by which the unwinder could leave them.
/// The code of cells has such frames.
static size_t follow_frames(struct place place, uint64_t *addresses, size_t capacity) {
  size_t count = 0;
  uint64_t words[2];
#if defined(__x86_64__)
  // In a stub the return address is on the top of the stack.
  if (count < capacity && read_words(place.stack, words)) addresses[count++] = words[0];
#endif
  for (uint64_t frame = place.frame; count < capacity && frame > place.stack && read_words(frame, words);) {
    addresses[count++] = words[1];
    if (words[0] <= frame) break;
    frame = words[0];
  }
  return count;
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
  const struct place place = place_of(context);
  const uint64_t struck = place.counter;
  size_t first = 0;
  while (first < count && addresses[first] != struck) first++;
  if (first == count) {
    addresses[0] = struck;
    first = 0;
    count = count ? count : 1;
  }
  addresses[first] = struck + 1;
  // A cell that is still running may be anywhere; one that has failed is in its own code, or in a check of the library.
  if (number == SIGXCPU && count - first < 3) {
    count = first + 1 + follow_frames(place, addresses + first + 1, CALL_STACK_CAPACITY - first - 1);
  }
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
