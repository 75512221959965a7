// Duktape: the JavaScript engine that runs KaTeX when a handout is written (Notebooks/Rendering).
#include <duktape.h>
#include <malloc.h>
#include <stdlib.h>
#include <time.h>

// Much of Duktape's interface is macros, which Swift cannot call.

/// What a call may use. Debian's Duktape cannot interrupt a program, so the allocator refuses, which every program
/// that runs for long notices: it throws an error.
typedef struct {
  /// The processor time of this thread at which the call has to end, in seconds; 0 between calls.
  double end;
  /// The memory that the engine has, and the most that it may have, in bytes.
  size_t used, limit;
  unsigned count;
  /// Whether the call has gone beyond one of them; the engine must not be used again then.
  int is_exceeded;
} nb_budget;

static inline double nb_processor_time(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/// Whether the call that is running has to end.
static inline int nb_refuses(nb_budget *budget, size_t more) {
  if (budget->end == 0) return 0;
  if (budget->used + more > budget->limit) budget->is_exceeded = 1;
  // Asking for the time takes longer than most allocations.
  if (++budget->count % 256 == 0 && nb_processor_time() > budget->end) budget->is_exceeded = 1;
  return budget->is_exceeded;
}

static inline void *nb_allocate(void *budget, duk_size_t size) {
  if (nb_refuses((nb_budget *)budget, size)) return NULL;
  void *memory = malloc(size);
  ((nb_budget *)budget)->used += malloc_usable_size(memory);
  return memory;
}

static inline void nb_release(void *budget, void *memory) {
  ((nb_budget *)budget)->used -= malloc_usable_size(memory);
  free(memory);
}

static inline void *nb_reallocate(void *budget, void *memory, duk_size_t size) {
  size_t before = malloc_usable_size(memory);
  if (size > before && nb_refuses((nb_budget *)budget, size - before)) return NULL;
  void *moved = realloc(memory, size);
  if (moved || size == 0) ((nb_budget *)budget)->used += malloc_usable_size(moved) - before;
  return moved;
}

/// Creates an engine whose calls keep to `budget`, which has to stay; null if there is no memory.
static inline duk_context *nb_engine(nb_budget *budget) {
  return duk_create_heap(nb_allocate, nb_reallocate, nb_release, budget, NULL);
}

/// Evaluates a program. Returns 0 if it ended well; its value, or else the error, is on the stack.
static inline int nb_evaluate(duk_context *engine, const char *program, size_t length) {
  return duk_peval_lstring(engine, program, length);
}

/// Calls the global function `name` with a text and a flag, for `seconds` of processor time at most. Returns 0 if it
/// ended well.
static inline int nb_call(
  duk_context *engine, nb_budget *budget, const char *name, const char *text, size_t length, int flag,
  double seconds) {
  duk_get_global_string(engine, name);
  duk_push_lstring(engine, text, length);
  duk_push_boolean(engine, flag);
  budget->end = nb_processor_time() + seconds;
  int result = duk_pcall(engine, 2);
  budget->end = 0;
  return result;
}

/// Returns the value on the stack as text; it lives until the stack is popped.
static inline const char *nb_text(duk_context *engine, size_t *length) {
  return duk_safe_to_lstring(engine, -1, length);
}
