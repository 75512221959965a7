// Scratch memory that each thread of the pool keeps.

#ifndef CK_THREADS_H
#define CK_THREADS_H

#include "CKernels.h"

#include <stddef.h>

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
