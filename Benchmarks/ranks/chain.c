// Times sums over ranks in canonical order beside MPI's all-reduce of as many numbers, and compares their bits.
//
//   mpicc -O2 -ffp-contract=off chain.c -o chain && mpirun -n 4 ./chain PARAMETERS BLOCK ROUNDS
//
// Canonical order: rank 0's terms come first, then rank 1 goes on with the sum, and so on. The numbers travel in blocks of
// BLOCK, so that all ranks are at work. The whole sums are at the last rank, which gives the j-th part to rank j; each rank
// hands its part on to the others.
#include <mpi.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int rank, ranks;
static int count, block;

static float term(int of, int index) {
  uint64_t x = (uint64_t)of * 0x9e3779b97f4a7c15ULL + (uint64_t)index * 0xc4ceb9fe1a85ec53ULL;
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  return (float)((double)(x >> 11) / 9007199254740992.0 - 0.5);
}

static int first_of_part(int part) { return (int)((int64_t)count * part / ranks); }

static void sum_in_order(float *sums, const float *own, MPI_Request *requests) {
  int pending = 0;
  for (int start = 0; start < count; start += block) {
    const int length = start + block < count ? block : count - start;
    if (rank > 0)
      MPI_Recv(sums + start, length, MPI_FLOAT, rank - 1, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    else
      memset(sums + start, 0, sizeof(float) * (size_t)length);
    for (int i = start; i < start + length; i++) sums[i] += own[i];
    if (rank < ranks - 1) MPI_Isend(sums + start, length, MPI_FLOAT, rank + 1, 0, MPI_COMM_WORLD, &requests[pending++]);
  }
  MPI_Waitall(pending, requests, MPI_STATUSES_IGNORE);
}

static void distribute(float *sums, MPI_Request *requests) {
  const int last = ranks - 1;
  int pending = 0;
  for (int part = 0; part < last; part++) {
    const int start = first_of_part(part), length = first_of_part(part + 1) - start;
    if (rank == last) MPI_Isend(sums + start, length, MPI_FLOAT, part, 1, MPI_COMM_WORLD, &requests[pending++]);
    if (rank == part) {
      MPI_Recv(sums + start, length, MPI_FLOAT, last, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
      for (int to = 0; to < last; to++)
        if (to != rank) MPI_Isend(sums + start, length, MPI_FLOAT, to, 1, MPI_COMM_WORLD, &requests[pending++]);
    }
  }
  const int start = first_of_part(last), length = count - start;
  for (int to = 0; rank == last && to < last; to++)
    MPI_Isend(sums + start, length, MPI_FLOAT, to, 2, MPI_COMM_WORLD, &requests[pending++]);
  if (rank < last) {
    for (int part = 0; part < last; part++) {
      if (part == rank) continue;
      const int at = first_of_part(part);
      MPI_Recv(sums + at, first_of_part(part + 1) - at, MPI_FLOAT, part, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    }
    MPI_Recv(sums + start, length, MPI_FLOAT, last, 2, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  }
  MPI_Waitall(pending, requests, MPI_STATUSES_IGNORE);
}

static int by_time(const void *one, const void *other) {
  return (*(const double *)one > *(const double *)other) - (*(const double *)one < *(const double *)other);
}

int main(int arguments, char **argument) {
  MPI_Init(&arguments, &argument);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  if (arguments != 4 || (count = atoi(argument[1])) < 1 || (block = atoi(argument[2])) < 1 || atoi(argument[3]) < 1) {
    if (rank == 0) fprintf(stderr, "usage: chain PARAMETERS BLOCK ROUNDS\n");
    MPI_Abort(MPI_COMM_WORLD, 2);
  }
  const int rounds = atoi(argument[3]);
  float *own = malloc(sizeof(float) * (size_t)count), *sums = malloc(sizeof(float) * (size_t)count);
  float *reduced = malloc(sizeof(float) * (size_t)count);
  MPI_Request *requests = malloc(sizeof *requests * (size_t)(count / block + 1 + 2 * ranks));
  double *chain = malloc(sizeof *chain * (size_t)rounds), *reduce = malloc(sizeof *reduce * (size_t)rounds);
  for (int i = 0; i < count; i++) own[i] = term(rank, i);
  // In turns, so that whatever else the machine does is the same for both.
  for (int round = 0; round < rounds; round++) {
    MPI_Barrier(MPI_COMM_WORLD);
    double start = MPI_Wtime();
    sum_in_order(sums, own, requests);
    distribute(sums, requests);
    MPI_Barrier(MPI_COMM_WORLD);
    chain[round] = MPI_Wtime() - start;
    start = MPI_Wtime();
    MPI_Allreduce(own, reduced, count, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
    MPI_Barrier(MPI_COMM_WORLD);
    reduce[round] = MPI_Wtime() - start;
  }
  int wrong = 0, other = 0, all[2], mine[2];
  for (int i = 0; i < count; i++) {
    float sum = 0;
    for (int r = 0; r < ranks; r++) sum += term(r, i);
    wrong += memcmp(&sum, &sums[i], sizeof sum) != 0;
    other += memcmp(&sum, &reduced[i], sizeof sum) != 0;
  }
  mine[0] = wrong;
  mine[1] = other;
  MPI_Reduce(mine, all, 2, MPI_INT, MPI_MAX, 0, MPI_COMM_WORLD);
  qsort(chain, (size_t)rounds, sizeof *chain, by_time);
  qsort(reduce, (size_t)rounds, sizeof *reduce, by_time);
  if (rank == 0)
    printf("%d ranks, %d numbers: in order %.3f ms (least %.3f), %d of other bits; all-reduce %.3f ms (least %.3f), %d\n", ranks,
           count, chain[rounds / 2] * 1e3, chain[0] * 1e3, all[0], reduce[rounds / 2] * 1e3, reduce[0] * 1e3, all[1]);
  MPI_Finalize();
  return all[0] > 0 && rank == 0;
}
