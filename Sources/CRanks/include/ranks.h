#ifndef NBRUN_RANKS_H
#define NBRUN_RANKS_H

#include <stddef.h>
#include <stdint.h>

/// How the processes of one run, its ranks, exchange bytes.
///
/// A library that `./bootstrap --mpi` compiles with the MPI of this machine supplies the functions: nbrun itself is built
/// without any. One thread at a time calls them. Those that return a number return 0 if they succeed.
struct ranks {
  /// The number of this process among them, from 0.
  int rank;
  /// How many there are; at least 1.
  int count;
  /// Gives every rank the `bytes` bytes of every rank, in their order.
  int (*allgather)(const void *own, size_t bytes, void *all);
  /// Begins to send bytes to another rank, which receives them in the order of sending; they must stay until `wait`.
  int (*send)(int to, const void *data, size_t bytes);
  /// Waits for that many bytes from another rank.
  int (*receive)(int from, void *data, size_t bytes);
  /// Waits until all that was sent has left.
  int (*wait)(void);
  /// The bytes that were sent to a rank so far, by `send` and `allgather`.
  uint64_t (*sent)(int to);
  /// Leaves the other ranks in order; nothing may be called after it.
  int (*finalize)(void);
};

/// The ranks of this run: null if it is one process, and in every process that was forked since.
const struct ranks *ranks_current(void);

/// Loads the library at `path`, which joins the other ranks; returns null, or why it could not.
const char *ranks_join(const char *path);

/// The number of the cell that runs, from 1, which messages about ranks that differ name.
extern int ranks_cell;

#endif
