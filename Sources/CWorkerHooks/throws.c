#include <pthread.h>
#include <string.h>

#include "CWorkerHooks.h"
#include "call_stack.h"

// The Swift runtime calls the handler on every throw of a boxed error and exports these for debuggers.
extern void _swift_setWillThrowHandler(void (*handler)(void *error));

// An error that is rethrown or wrapped is soon uncaught, if ever: a few suffice.
enum { THROWS_KEPT = 16 };

struct throw_record {
  const void *error;
  size_t count;
  uint64_t addresses[CALL_STACK_CAPACITY];
};

static struct throw_record records[THROWS_KEPT];
static size_t next_record;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void (*uncaught_error_handler)(void *error);

void cwh_on_uncaught_error(void (*handler)(void *error)) { uncaught_error_handler = handler; }

static void on_throw(void *error) {
  uint64_t addresses[CALL_STACK_CAPACITY];
  size_t count = cwh_capture(addresses, CALL_STACK_CAPACITY);
  pthread_mutex_lock(&lock);

  struct throw_record *record = &records[next_record++ % THROWS_KEPT];
  record->error = error;
  record->count = count;
  memcpy(record->addresses, addresses, count * sizeof *addresses);
  pthread_mutex_unlock(&lock);
}

void cwh_record_throws(void) { _swift_setWillThrowHandler(on_throw); }

size_t cwh_throw_stack(const void *error, uint64_t *addresses, size_t capacity) {
  size_t count = 0;
  pthread_mutex_lock(&lock);
  for (size_t back = 1; back <= THROWS_KEPT && back <= next_record; back++) {
    const struct throw_record *record = &records[(next_record - back) % THROWS_KEPT];
    if (record->error != error) continue;
    count = record->count < capacity ? record->count : capacity;
    memcpy(addresses, record->addresses, count * sizeof *addresses);
    break;
  }
  pthread_mutex_unlock(&lock);
  return count;
}

// The Swift runtime's own function of this name traps. This one is found first, since the worker exports it.
__attribute__((visibility("default"))) void swift_errorInMain(void *error) {
  uncaught_error_handler(error);
  cwh_end_thread();
}
