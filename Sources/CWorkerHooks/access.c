// Notes what a cell asks the system for: files, variables, and what no key of the cache can hold.
//
// The functions here have the names of the C library's. The worker exports them, so what a cell and the libraries
// call is found here first, and goes on to the C library. Its own calls, from inside, are not seen.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <netdb.h>
#include <time.h>
#include <unistd.h>

#include "CWorkerHooks.h"
#include "access.h"
#include "limits.h"

static char kind_of(int flags) {
  // The names in a folder are read by other calls.
  // A file without a name has that flag too, and is written.
  if (flags & O_PATH || (flags & O_DIRECTORY && (flags & O_ACCMODE) == O_RDONLY)) return CWH_PROBED;
  if ((flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC)) return CWH_WRITTEN;
  return CWH_READ;
}

static int opened(int descriptor) {
  if (descriptor < 0 && errno == EMFILE) cwh_note_limit(CWH_FILES, 1);
  return descriptor;
}

static mode_t mode_argument(int flags, va_list arguments) {
  return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(name)                                         \
  int name(const char *path, int flags, ...) {             \
    va_list arguments;                                     \
    va_start(arguments, flags);                            \
    mode_t mode = mode_argument(flags, arguments);         \
    va_end(arguments);                                     \
    cwh_note_path(kind_of(flags), AT_FDCWD, path);             \
    return opened(NEXT(name)(path, flags, mode));                \
  }

#define OPENAT(name)                                       \
  int name(int folder, const char *path, int flags, ...) { \
    va_list arguments;                                     \
    va_start(arguments, flags);                            \
    mode_t mode = mode_argument(flags, arguments);         \
    va_end(arguments);                                     \
    cwh_note_path(kind_of(flags), folder, path);               \
    return opened(NEXT(name)(folder, path, flags, mode));        \
  }

#define FOPEN(name)                                                                              \
  FILE *name(const char *path, const char *mode) {                                               \
    cwh_note_path(strpbrk(mode, "wa+") ? CWH_WRITTEN : CWH_READ, AT_FDCWD, path);                     \
    FILE *file = NEXT(name)(path, mode);                                                         \
    opened(file ? 0 : -1);                                                                       \
    return file;                                                                                 \
  }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
FOPEN(fopen)
FOPEN(fopen64)

int creat(const char *path, mode_t mode) {
  cwh_note_path(CWH_WRITTEN, AT_FDCWD, path);
  return NEXT(creat)(path, mode);
}

DIR *opendir(const char *path) {
  cwh_note_path(CWH_READ, AT_FDCWD, path);
  return NEXT(opendir)(path);
}

DIR *fdopendir(int folder) {
  cwh_note_path(CWH_READ, folder, "");
  return NEXT(fdopendir)(folder);
}

int scandir(const char *restrict path, struct dirent ***restrict entries, int (*wanted)(const struct dirent *),
            int (*compare)(const struct dirent **, const struct dirent **)) {
  cwh_note_path(CWH_READ, AT_FDCWD, path);
  return NEXT(scandir)(path, entries, wanted, compare);
}

int scandirat(int folder, const char *restrict path, struct dirent ***restrict entries,
              int (*wanted)(const struct dirent *), int (*compare)(const struct dirent **, const struct dirent **)) {
  cwh_note_path(CWH_READ, folder, path);
  return NEXT(scandirat)(folder, path, entries, wanted, compare);
}

int access(const char *path, int mode) {
  cwh_note_path(CWH_PROBED, AT_FDCWD, path);
  return NEXT(access)(path, mode);
}

int faccessat(int folder, const char *path, int mode, int flags) {
  cwh_note_path(CWH_PROBED, folder, path);
  return NEXT(faccessat)(folder, path, mode, flags);
}

int stat(const char *restrict path, struct stat *restrict status) {
  cwh_note_path(CWH_DESCRIBED, AT_FDCWD, path);
  return NEXT(stat)(path, status);
}

int lstat(const char *restrict path, struct stat *restrict status) {
  cwh_note_path(CWH_DESCRIBED, AT_FDCWD, path);
  return NEXT(lstat)(path, status);
}

int fstatat(int folder, const char *restrict path, struct stat *restrict status, int flags) {
  if (path[0]) cwh_note_path(CWH_DESCRIBED, folder, path);
  return NEXT(fstatat)(folder, path, status, flags);
}

int statx(int folder, const char *restrict path, int flags, unsigned mask, struct statx *restrict status) {
  if (path[0]) cwh_note_path(CWH_DESCRIBED, folder, path);
  return NEXT(statx)(folder, path, flags, mask, status);
}

ssize_t readlink(const char *restrict path, char *restrict target, size_t size) {
  cwh_note_path(CWH_DESCRIBED, AT_FDCWD, path);
  return NEXT(readlink)(path, target, size);
}

ssize_t readlinkat(int folder, const char *restrict path, char *restrict target, size_t size) {
  if (path[0]) cwh_note_path(CWH_DESCRIBED, folder, path);
  return NEXT(readlinkat)(folder, path, target, size);
}

#define WRITING(name)                              \
  int name(const char *path) {                     \
    cwh_note_path(CWH_WRITTEN, AT_FDCWD, path);        \
    return NEXT(name)(path);                       \
  }

FTS *fts_open(char *const *paths, int options, int (*compare)(const FTSENT **, const FTSENT **)) {
  for (char *const *path = paths; *path; path++) cwh_note_path(CWH_READ, AT_FDCWD, *path);
  return NEXT(fts_open)(paths, options, compare);
}

FTSENT *fts_read(FTS *walk) {
  FTSENT *entry = NEXT(fts_read)(walk);
  if (entry && entry->fts_info == FTS_D && entry->fts_path[0] == '/') cwh_note_path(CWH_READ, AT_FDCWD, entry->fts_path);
  return entry;
}

WRITING(unlink)
WRITING(rmdir)
WRITING(remove)

int unlinkat(int folder, const char *path, int flags) {
  cwh_note_path(CWH_WRITTEN, folder, path);
  return NEXT(unlinkat)(folder, path, flags);
}

int mkdir(const char *path, mode_t mode) {
  cwh_note_path(CWH_WRITTEN, AT_FDCWD, path);
  return NEXT(mkdir)(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode) {
  cwh_note_path(CWH_WRITTEN, folder, path);
  return NEXT(mkdirat)(folder, path, mode);
}

int rename(const char *from, const char *to) {
  cwh_note_path(CWH_WRITTEN, AT_FDCWD, to);
  return NEXT(rename)(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  cwh_note_path(CWH_WRITTEN, to_folder, to);
  return NEXT(renameat)(from_folder, from, to_folder, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  cwh_note_path(CWH_WRITTEN, to_folder, to);
  return NEXT(renameat2)(from_folder, from, to_folder, to, flags);
}

int link(const char *from, const char *to) {
  cwh_note_path(CWH_WRITTEN, AT_FDCWD, to);
  return NEXT(link)(from, to);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  cwh_note_path(CWH_WRITTEN, to_folder, to);
  return NEXT(linkat)(from_folder, from, to_folder, to, flags);
}

int symlink(const char *from, const char *to) {
  cwh_note_path(CWH_WRITTEN, AT_FDCWD, to);
  return NEXT(symlink)(from, to);
}

int symlinkat(const char *from, int to_folder, const char *to) {
  cwh_note_path(CWH_WRITTEN, to_folder, to);
  return NEXT(symlinkat)(from, to_folder, to);
}

int truncate(const char *path, off_t size) {
  cwh_note_path(CWH_WRITTEN, AT_FDCWD, path);
  return NEXT(truncate)(path, size);
}

int chmod(const char *path, mode_t mode) {
  cwh_note_path(CWH_WRITTEN, AT_FDCWD, path);
  return NEXT(chmod)(path, mode);
}

// The call makes up a part of the name.
static int made(int file, const char *path) {
  if (file >= 0) cwh_note_path(CWH_WRITTEN, AT_FDCWD, path);
  return file;
}

int mkstemp(char *path) { return made(NEXT(mkstemp)(path), path); }
int mkostemp(char *path, int flags) { return made(NEXT(mkostemp)(path, flags), path); }
int mkstemps(char *path, int length) { return made(NEXT(mkstemps)(path, length), path); }
int mkostemps(char *path, int length, int flags) { return made(NEXT(mkostemps)(path, length, flags), path); }

char *mkdtemp(char *path) {
  char *folder = NEXT(mkdtemp)(path);
  made(folder ? 0 : -1, path);
  return folder;
}

char *getenv(const char *name) {
  cwh_note_access(CWH_VARIABLE, name);
  return NEXT(getenv)(name);
}

ssize_t getrandom(void *buffer, size_t count, unsigned flags) {
  cwh_note_access(CWH_UNREPEATABLE, "random numbers of the system");
  return NEXT(getrandom)(buffer, count, flags);
}

int getentropy(void *buffer, size_t count) {
  cwh_note_access(CWH_UNREPEATABLE, "random numbers of the system");
  return NEXT(getentropy)(buffer, count);
}

// What the Swift library's own generator of random numbers draws from where its code is part of the cell's.
void swift_stdlib_random(void *buffer, size_t count);
void swift_stdlib_random(void *buffer, size_t count) {
  cwh_note_access(CWH_UNREPEATABLE, "random numbers of the system");
  NEXT(swift_stdlib_random)(buffer, count);
}

// Elsewhere that library calls itself, and the system by this one.
long syscall(long number, ...) {
  if (number == SYS_getrandom) cwh_note_access(CWH_UNREPEATABLE, "random numbers of the system");
  va_list list;
  va_start(list, number);
  long arguments[6];
  for (int i = 0; i < 6; i++) arguments[i] = va_arg(list, long);
  va_end(list);
  return NEXT(syscall)(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

unsigned arc4random(void) {
  cwh_note_access(CWH_UNREPEATABLE, "random numbers of the system");
  return NEXT(arc4random)();
}

void arc4random_buf(void *buffer, size_t count) {
  cwh_note_access(CWH_UNREPEATABLE, "random numbers of the system");
  NEXT(arc4random_buf)(buffer, count);
}

// The library's own clocks, for progress and threads that wait, are in no result; only others' calls count.
extern char __executable_start, etext;

#define NOTE_CLOCK()                                                  \
  do {                                                                \
    char *caller = __builtin_return_address(0);                       \
    if (caller < &__executable_start || caller >= &etext)             \
      cwh_note_access(CWH_UNREPEATABLE, "the clock");                            \
  } while (0)

int clock_gettime(clockid_t clock, struct timespec *now) {
  NOTE_CLOCK();
  return NEXT(clock_gettime)(clock, now);
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  NOTE_CLOCK();
  return NEXT(gettimeofday)(now, zone);
}

time_t time(time_t *now) {
  NOTE_CLOCK();
  return NEXT(time)(now);
}

clock_t clock(void) {
  NOTE_CLOCK();
  return NEXT(clock)();
}

int gethostname(char *name, size_t size) {
  cwh_note_access(CWH_UNREPEATABLE, "the machine's name");
  return NEXT(gethostname)(name, size);
}

int uname(struct utsname *name) {
  cwh_note_access(CWH_UNREPEATABLE, "the machine's name");
  return NEXT(uname)(name);
}

int getaddrinfo(const char *restrict host, const char *restrict service, const struct addrinfo *restrict hints,
                struct addrinfo **restrict found) {
  cwh_note_access(CWH_UNREPEATABLE, "a network connection");
  return NEXT(getaddrinfo)(host, service, hints, found);
}

pid_t cwh_fork_unnoted(void) { return NEXT(fork)(); }

pid_t fork(void) {
  cwh_note_access(CWH_UNREPEATABLE, "another process");
  return cwh_fork_unnoted();
}

int posix_spawn(pid_t *restrict id, const char *restrict path, const posix_spawn_file_actions_t *restrict actions,
                const posix_spawnattr_t *restrict attributes, char *const arguments[restrict],
                char *const environment[restrict]) {
  cwh_note_access(CWH_UNREPEATABLE, "another process");
  return NEXT(posix_spawn)(id, path, actions, attributes, arguments, environment);
}

int posix_spawnp(pid_t *restrict id, const char *restrict file, const posix_spawn_file_actions_t *restrict actions,
                 const posix_spawnattr_t *restrict attributes, char *const arguments[restrict],
                 char *const environment[restrict]) {
  cwh_note_access(CWH_UNREPEATABLE, "another process");
  return NEXT(posix_spawnp)(id, file, actions, attributes, arguments, environment);
}

FILE *popen(const char *command, const char *mode) {
  cwh_note_access(CWH_UNREPEATABLE, "another process");
  return NEXT(popen)(command, mode);
}

int system(const char *command) {
  cwh_note_access(CWH_UNREPEATABLE, "another process");
  return NEXT(system)(command);
}
