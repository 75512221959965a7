#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "CWorkerHooks.h"
#include "call_stack.h"

// The Swift runtime calls the handler on every throw of a boxed error and exports these for debuggers.
extern void _swift_setWillThrowHandler(void (*handler)(void *error));

// An error that is rethrown or wrapped is soon uncaught, if ever: a few suffice.
enum { THROWS_KEPT = 16 };

struct throw_record {
  // The runtime's box; NULL for a typed throw, whose error may never come into one.
  const void *error;
  // The type of a typed throw's error.
  const void *type;
  size_t count;
  uint64_t addresses[CALL_STACK_CAPACITY];
};

static struct throw_record records[THROWS_KEPT];
static size_t next_record;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void (*uncaught_error_handler)(void *error);

void cwh_on_uncaught_error(void (*handler)(void *error)) { uncaught_error_handler = handler; }

static void record_throw(const void *error, const void *type) {
  uint64_t addresses[CALL_STACK_CAPACITY];
  size_t count = cwh_capture(addresses, CALL_STACK_CAPACITY);
  pthread_mutex_lock(&lock);

  struct throw_record *record = &records[next_record++ % THROWS_KEPT];
  record->error = error;
  record->type = type;
  record->count = count;
  memcpy(record->addresses, addresses, count * sizeof *addresses);
  pthread_mutex_unlock(&lock);
}

static void on_throw(void *error) { record_throw(error, NULL); }

static void on_typed_throw(void *value, const void *type, const void *conformance) {
  (void)value;
  (void)conformance;
  record_throw(NULL, type);
}

void cwh_record_throws(void) {
  _swift_setWillThrowHandler(on_throw);
  // For typed throws the runtime has a variable and no function that sets it; an older one has neither.
  void **typed = dlsym(RTLD_DEFAULT, "_swift_willThrowTypedImpl");
  if (typed) __atomic_store_n(typed, (void *)on_typed_throw, __ATOMIC_RELEASE);
}

static int is_throw_of(const struct throw_record *record, const void *error, const void *type, int boxed) {
  return boxed ? record->error == error : !record->error && record->type == type;
}

static const struct throw_record *latest_throw(const void *error, const void *type, int boxed) {
  for (size_t back = 1; back <= THROWS_KEPT && back <= next_record; back++) {
    const struct throw_record *record = &records[(next_record - back) % THROWS_KEPT];
    if (is_throw_of(record, error, type, boxed)) return record;
  }
  return NULL;
}

size_t cwh_throw_stack(const void *error, const void *type, uint64_t *addresses, size_t capacity) {
  size_t count = 0;
  pthread_mutex_lock(&lock);
  // What was thrown typed gets its box on the way up, of which nobody is told.
  const struct throw_record *record = latest_throw(error, type, 1);
  if (!record) record = latest_throw(error, type, 0);
  if (record) {
    count = record->count < capacity ? record->count : capacity;
    memcpy(addresses, record->addresses, count * sizeof *addresses);
  }
  pthread_mutex_unlock(&lock);
  return count;
}

// The Swift runtime's own function of this name traps. This one is found first, since the worker exports it.
__attribute__((visibility("default"))) void swift_errorInMain(void *error) {
  uncaught_error_handler(error);
  cwh_end_thread();
}
