// Duktape: the JavaScript engine that runs KaTeX when a handout is written (Notebooks/Rendering).
#include <duktape.h>

// Much of Duktape's interface is macros, which Swift cannot call.

/// Creates an engine; null if there is no memory.
static inline duk_context *nb_engine(void) { return duk_create_heap_default(); }

/// Evaluates a program. Returns 0 if it ended well; its value, or else the error, is on the stack.
static inline int nb_evaluate(duk_context *engine, const char *program, size_t length) {
  return duk_peval_lstring(engine, program, length);
}

/// Calls the global function `name` with a text and a flag. Returns 0 if it ended well.
static inline int nb_call(
  duk_context *engine, const char *name, const char *text, size_t length, int flag) {
  duk_get_global_string(engine, name);
  duk_push_lstring(engine, text, length);
  duk_push_boolean(engine, flag);
  return duk_pcall(engine, 2);
}

/// Returns the value on the stack as text; it lives until the stack is popped.
static inline const char *nb_text(duk_context *engine, size_t *length) {
  return duk_safe_to_lstring(engine, -1, length);
}
