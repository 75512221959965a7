// Duktape: the JavaScript engine that runs KaTeX when a handout is written (Notebooks/Rendering).
#include <duktape.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdlib.h>
#include <time.h>

// Much of Duktape's interface is macros, which Swift cannot call.

/// A piece of the engine's memory, before what Duktape gets of it.
typedef struct nb_block {
  struct nb_block *next, *previous;
} nb_block;

/// An engine whose calls keep to limits. Debian's Duktape cannot interrupt a program, so the allocator leaves the call,
/// which asks it all the time. The engine is halfway through something then and is of no use any more; what it has in
/// memory is known here.
typedef struct {
  duk_context *context;
  /// The ends of the list of its memory.
  nb_block blocks;
  /// The memory that it has, and the most that it may have while a call runs, in bytes.
  size_t used, limit;
  unsigned count;
  /// When the call has to end: in the processor time of its thread, and by the clock.
  double processor_end, end;
  /// The `jmp_buf` by which the call is left; null between calls.
  void *way_out;
  /// Whether a call has gone beyond a limit.
  int is_spent;
} nb_engine;

static inline double nb_time(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/// Leaves the call that is running if it has gone beyond a limit, or there is no memory.
static inline void nb_check(nb_engine *engine, int is_refused) {
  if (!engine->way_out) return;
  // Asking for the time takes longer than most allocations.
  int is_over = ++engine->count % 256 == 0 &&
                (nb_time(CLOCK_THREAD_CPUTIME_ID) > engine->processor_end || nb_time(CLOCK_MONOTONIC) > engine->end);
  if (!is_refused && !is_over && engine->used <= engine->limit) return;
  engine->is_spent = 1;
  longjmp(*(jmp_buf *)engine->way_out, 1);
}

/// Puts `block`, which may have moved, into the list of the engine's memory.
static inline void nb_link(nb_engine *engine, nb_block *block) {
  block->next->previous = block->previous->next = block;
  engine->used += malloc_usable_size(block);
}

static inline void *nb_allocate(void *data, duk_size_t size) {
  nb_engine *engine = (nb_engine *)data;
  nb_block *block = (nb_block *)malloc(sizeof(nb_block) + size);
  if (block) {
    *block = (nb_block){engine->blocks.next, &engine->blocks};
    nb_link(engine, block);
  }
  nb_check(engine, !block);
  return block ? block + 1 : NULL;
}

static inline void nb_release(void *data, void *memory) {
  nb_engine *engine = (nb_engine *)data;
  if (memory) {
    nb_block *block = (nb_block *)memory - 1;
    engine->used -= malloc_usable_size(block);
    block->next->previous = block->previous;
    block->previous->next = block->next;
    free(block);
  }
  nb_check(engine, 0);
}

static inline void *nb_reallocate(void *data, void *memory, duk_size_t size) {
  nb_engine *engine = (nb_engine *)data;
  if (!memory) return nb_allocate(data, size);
  nb_block *block = (nb_block *)memory - 1;
  size_t before = malloc_usable_size(block);
  nb_block *moved = (nb_block *)realloc(block, sizeof(nb_block) + size);
  if (moved) {
    engine->used -= before;
    nb_link(engine, moved);
  }
  nb_check(engine, !moved);
  return moved ? moved + 1 : NULL;
}

/// Frees the engine and all of its memory.
static inline void nb_destroy(nb_engine *engine) {
  for (nb_block *block = engine->blocks.next, *next; block != &engine->blocks; block = next) {
    next = block->next;
    free(block);
  }
  free(engine);
}

/// Creates an engine whose calls may use `limit` bytes of memory; null if there is none.
static inline nb_engine *nb_create(size_t limit) {
  nb_engine *engine = (nb_engine *)calloc(1, sizeof(nb_engine));
  if (!engine) return NULL;
  engine->blocks.next = engine->blocks.previous = &engine->blocks;
  engine->limit = limit;
  engine->context = duk_create_heap(nb_allocate, nb_reallocate, nb_release, engine, NULL);
  if (engine->context) return engine;
  nb_destroy(engine);
  return NULL;
}

/// Evaluates a program. Returns 0 if it ended well; its value, or else the error, is on the stack.
static inline int nb_evaluate(nb_engine *engine, const char *program, size_t length) {
  return duk_peval_lstring(engine->context, program, length);
}

/// Calls the global function `name` with a text and a flag, for `processor_seconds` of its thread's time and `seconds`
/// by the clock at most. Returns 0 if it ended well; its value, or else the error, is on the stack unless the engine is
/// spent.
static inline int nb_call(
  nb_engine *engine, const char *name, const char *text, size_t length, int flag, double processor_seconds,
  double seconds) {
  jmp_buf way_out;
  int result = 1;
  if (!setjmp(way_out)) {
    engine->processor_end = nb_time(CLOCK_THREAD_CPUTIME_ID) + processor_seconds;
    engine->end = nb_time(CLOCK_MONOTONIC) + seconds;
    engine->way_out = &way_out;
    duk_get_global_string(engine->context, name);
    duk_push_lstring(engine->context, text, length);
    duk_push_boolean(engine->context, flag);
    result = duk_pcall(engine->context, 2);
  }
  engine->way_out = NULL;
  return result;
}

/// Takes the value from the stack as text, which lives until the next call.
static inline const char *nb_text(nb_engine *engine, size_t *length) {
  return duk_safe_to_lstring(engine->context, -1, length);
}
