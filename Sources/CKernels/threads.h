// The pool of threads that regions of tasks run on, and scratch memory that each thread keeps.

#ifndef CK_THREADS_H
#define CK_THREADS_H

#include <stddef.h>

/// Work that is done for each index; tasks of one region may run at the same time and in any order.
typedef void (*ck_task)(void *context, size_t index);

/// Runs `task` for the indices 0 ..< `count`, and returns when all have ended.
///
/// The caller works, too. Called inside a task, while another thread has the pool, or for work that is not worth
/// waking anybody, it runs them all itself.
///
/// - `cost`: About how many nanoseconds a task takes.
void ck_parallel(size_t count, double cost, ck_task task, void *context);

/// The uses of scratch memory; each has a buffer of its own on each thread.
enum ck_scratch_use {
  ck_scratch_weights,
  ck_scratch_tables,
  ck_scratch_offsets,
  ck_scratch_sums,
  ck_scratch_totals,
  ck_scratch_source,
  ck_scratch_panel,
  ck_scratch_tiles,
  ck_scratch_runs,
  ck_scratch_uses
};

/// Returns this thread's buffer for `use`, aligned to 64 bytes, with room for `bytes`; its contents are undefined.
///
/// The buffer stays until the thread ends, and grows if need be.
void *ck_scratch(enum ck_scratch_use use, size_t bytes);

/// Returns such a buffer that starts as zeros, and keeps what tasks with the same stamp have written to it.
///
/// A source is laid out with zeros around it: the next image of the same call finds them in place.
void *ck_zeroed_scratch(enum ck_scratch_use use, size_t bytes, size_t stamp);

/// Returns a number that no call has had before.
size_t ck_new_stamp(void);

#endif
