// The functions of ranks.h, by MPI. './build' compiles this file with the MPI of a machine: implementations differ in what
// their types are, so no program that was built with one of them runs with another. nbrun loads what comes of it.
//
// A change of 'struct ranks' needs another name for nbrun_join_ranks, so that libraries compiled before are refused.
#include <mpi.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ranks.h"

/// The longest message, in bytes: MPI counts in an 'int'.
#define PIECE ((size_t)1 << 30)
/// How often a rank looks for what it waits for before it sleeps between looks.
#define LOOKS 1000

static MPI_Comm ranks = MPI_COMM_NULL;
static uint64_t *bytes_sent;

/// What was sent and may not have left yet.
static MPI_Request *pending;
static int pending_count, pending_capacity;

/// Says on standard error what is wrong; returns `error`.
static int checked(int error) {
  if (error != MPI_SUCCESS) {
    char text[MPI_MAX_ERROR_STRING];
    int length = 0;
    MPI_Error_string(error, text, &length);
    fprintf(stderr, "%.*s\n", length, text);
  }
  return error;
}

/// Waits until `request` is done. Ranks may share a processor, and the one that is waited for needs it: so this lets others
/// go first, and soon sleeps between looks.
static int finish(MPI_Request *request) {
  const struct timespec pause = {0, 100 * 1000};
  for (int looks = 0;; looks += looks < LOOKS) {
    int done = 0;
    const int error = MPI_Test(request, &done, MPI_STATUS_IGNORE);
    if (error != MPI_SUCCESS || done) return checked(error);
    if (looks < LOOKS)
      sched_yield();
    else
      nanosleep(&pause, NULL);
  }
}

static int send_bytes(int to, const void *data, size_t bytes) {
  for (size_t start = 0; start < bytes; start += PIECE) {
    if (pending_count == pending_capacity) {
      const int capacity = pending_capacity ? 2 * pending_capacity : 64;
      MPI_Request *more = realloc(pending, (size_t)capacity * sizeof *more);
      if (!more) return MPI_ERR_NO_MEM;
      pending = more;
      pending_capacity = capacity;
    }
    const size_t length = bytes - start < PIECE ? bytes - start : PIECE;
    const int error =
        MPI_Isend((const char *)data + start, (int)length, MPI_BYTE, to, 0, ranks, &pending[pending_count]);
    if (error != MPI_SUCCESS) return checked(error);
    pending_count++;
  }
  bytes_sent[to] += bytes;
  return 0;
}

static int receive_bytes(int from, void *data, size_t bytes) {
  for (size_t start = 0; start < bytes; start += PIECE) {
    const size_t length = bytes - start < PIECE ? bytes - start : PIECE;
    MPI_Request request;
    int error = MPI_Irecv((char *)data + start, (int)length, MPI_BYTE, from, 0, ranks, &request);
    if (error != MPI_SUCCESS) return checked(error);
    if ((error = finish(&request))) return error;
  }
  return 0;
}

static int wait_for_sends(void) {
  int error = 0;
  for (int i = 0; i < pending_count && !error; i++) error = finish(&pending[i]);
  pending_count = 0;
  return error;
}

/// Gathers `length` bytes of each rank, those of the next rank `stride` bytes behind.
static int gather_piece(const char *own, size_t length, char *all, size_t stride) {
  MPI_Datatype bytes, spaced;
  MPI_Request request;
  int error = MPI_Type_contiguous((int)length, MPI_BYTE, &bytes);
  if (error == MPI_SUCCESS) error = MPI_Type_create_resized(bytes, 0, (MPI_Aint)stride, &spaced);
  if (error == MPI_SUCCESS) error = MPI_Type_commit(&spaced);
  if (error == MPI_SUCCESS) error = MPI_Iallgather(own, (int)length, MPI_BYTE, all, 1, spaced, ranks, &request);
  if (error != MPI_SUCCESS) return checked(error);
  error = finish(&request);
  MPI_Type_free(&spaced);
  MPI_Type_free(&bytes);
  return error;
}

static int gather_bytes(const void *own, size_t bytes, void *all) {
  int rank, count, error = 0;
  MPI_Comm_rank(ranks, &rank);
  MPI_Comm_size(ranks, &count);
  for (size_t start = 0; start < bytes && !error; start += PIECE) {
    const size_t length = bytes - start < PIECE ? bytes - start : PIECE;
    error = gather_piece((const char *)own + start, length, (char *)all + start, bytes);
  }
  for (int to = 0; to < count; to++)
    if (to != rank) bytes_sent[to] += bytes;
  return error;
}

static uint64_t sent_to(int to) { return bytes_sent[to]; }

static int leave(void) {
  const int error = wait_for_sends();
  return error ? error : checked(MPI_Finalize());
}

/// Joins the ranks that the launcher has started, and fills `table`; returns null, or why it could not.
const char *nbrun_join_ranks(struct ranks *table) {
  int given = 0;
  // Each cell has a thread of its own, one after the other.
  if (MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &given) != MPI_SUCCESS) return "MPI cannot be started";
  if (given < MPI_THREAD_SERIALIZED) return "this MPI can be called by one thread only (MPI_THREAD_SERIALIZED is missing)";
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  if (MPI_Comm_dup(MPI_COMM_WORLD, &ranks) != MPI_SUCCESS) return "MPI cannot connect the ranks";
  MPI_Comm_rank(ranks, &table->rank);
  MPI_Comm_size(ranks, &table->count);
  if (!(bytes_sent = calloc((size_t)table->count, sizeof *bytes_sent))) return "no memory for MPI";
  table->allgather = gather_bytes;
  table->send = send_bytes;
  table->receive = receive_bytes;
  table->wait = wait_for_sends;
  table->sent = sent_to;
  table->finalize = leave;
  return NULL;
}

/// The implementation and its version, in one line, as it calls itself.
const char *nbrun_describe_mpi(void) {
  static char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  MPI_Get_library_version(text, &length);
  text[strcspn(text, ",\n")] = 0;
  for (char *at = text; *at; at++)
    if (*at == '\t') *at = ' ';
  return text;
}
