// Notes what a cell depends on beside its code: the files it asks for, and what no key can hold.
//
// The functions here have the names of the C library's. The worker exports them, so what a cell and the libraries
// call is found here first, and goes on to the C library. Its own calls, from inside, are not seen.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <netdb.h>
#include <time.h>
#include <unistd.h>

#include "CWorkerHooks.h"
#include "access.h"
#include "limits.h"

// Shared with forked children, so that what a cell does in one is noted too. Pages are taken when they are used.
enum { LOG_CAPACITY = 16 << 20 };

struct log {
  atomic_size_t used;
  atomic_int overflowed;
  char bytes[LOG_CAPACITY];
};

static struct log *accesses;
static size_t taken;

void cwh_note_accesses(void) {
  void *memory =
      mmap(NULL, sizeof(struct log), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory != MAP_FAILED) accesses = memory;
}

size_t cwh_take_accesses(const char **bytes, int *overflowed) {
  *overflowed = accesses ? atomic_load(&accesses->overflowed) : 1;
  if (!accesses) return 0;
  size_t used = atomic_load(&accesses->used);
  if (used > LOG_CAPACITY) used = LOG_CAPACITY;
  // Nothing is written twice, so a thread that goes on noting does no harm.
  *bytes = accesses->bytes + taken;
  size_t count = used - taken;
  taken = used;
  return count;
}

static void note(char kind, const char *text) {
  if (!accesses || !text) return;
  size_t length = strlen(text) + 2;
  size_t start = atomic_fetch_add(&accesses->used, length);
  if (start + length > LOG_CAPACITY) {
    atomic_store(&accesses->overflowed, 1);
    return;
  }
  accesses->bytes[start] = kind;
  memcpy(accesses->bytes + start + 1, text, length - 1);
}

// Paths are told from the root on; the calls this takes are not the cell's.
static void note_path(char kind, int folder, const char *path) {
  if (!accesses || !path) return;
  char whole[2 * PATH_MAX];
  if (path[0] != '/') {
    char base[PATH_MAX];
    if (folder == AT_FDCWD) {
      if (!getcwd(base, sizeof base)) return;
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      ssize_t count = readlink(link, base, sizeof base - 1);
      if (count < 0) return;
      base[count] = 0;
    }
    snprintf(whole, sizeof whole, "%s/%s", base, path);
    path = whole;
  }
  note(kind, path);
}

static char kind_of(int flags) {
  if (flags & O_PATH) return CWH_PROBED;
  if ((flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC)) return CWH_WRITTEN;
  return CWH_READ;
}

// The C library's own function; looked up once.
#define NEXT(name)                                                          \
  ({                                                                        \
    static __typeof__(&name) real;                                          \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name);           \
    real;                                                                   \
  })

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
    note_path(kind_of(flags), AT_FDCWD, path);             \
    return opened(NEXT(name)(path, flags, mode));                \
  }

#define OPENAT(name)                                       \
  int name(int folder, const char *path, int flags, ...) { \
    va_list arguments;                                     \
    va_start(arguments, flags);                            \
    mode_t mode = mode_argument(flags, arguments);         \
    va_end(arguments);                                     \
    note_path(kind_of(flags), folder, path);               \
    return opened(NEXT(name)(folder, path, flags, mode));        \
  }

#define FOPEN(name)                                                                              \
  FILE *name(const char *path, const char *mode) {                                               \
    note_path(strpbrk(mode, "wa+") ? CWH_WRITTEN : CWH_READ, AT_FDCWD, path);                     \
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
  note_path(CWH_WRITTEN, AT_FDCWD, path);
  return NEXT(creat)(path, mode);
}

DIR *opendir(const char *path) {
  note_path(CWH_READ, AT_FDCWD, path);
  return NEXT(opendir)(path);
}

int access(const char *path, int mode) {
  note_path(CWH_PROBED, AT_FDCWD, path);
  return NEXT(access)(path, mode);
}

int faccessat(int folder, const char *path, int mode, int flags) {
  note_path(CWH_PROBED, folder, path);
  return NEXT(faccessat)(folder, path, mode, flags);
}

int stat(const char *restrict path, struct stat *restrict status) {
  note_path(CWH_DESCRIBED, AT_FDCWD, path);
  return NEXT(stat)(path, status);
}

int lstat(const char *restrict path, struct stat *restrict status) {
  note_path(CWH_DESCRIBED, AT_FDCWD, path);
  return NEXT(lstat)(path, status);
}

int fstatat(int folder, const char *restrict path, struct stat *restrict status, int flags) {
  if (path[0]) note_path(CWH_DESCRIBED, folder, path);
  return NEXT(fstatat)(folder, path, status, flags);
}

int statx(int folder, const char *restrict path, int flags, unsigned mask, struct statx *restrict status) {
  if (path[0]) note_path(CWH_DESCRIBED, folder, path);
  return NEXT(statx)(folder, path, flags, mask, status);
}

ssize_t readlink(const char *restrict path, char *restrict target, size_t size) {
  note_path(CWH_DESCRIBED, AT_FDCWD, path);
  return NEXT(readlink)(path, target, size);
}

#define WRITING(name)                              \
  int name(const char *path) {                     \
    note_path(CWH_WRITTEN, AT_FDCWD, path);        \
    return NEXT(name)(path);                       \
  }

FTS *fts_open(char *const *paths, int options, int (*compare)(const FTSENT **, const FTSENT **)) {
  for (char *const *path = paths; *path; path++) note_path(CWH_READ, AT_FDCWD, *path);
  return NEXT(fts_open)(paths, options, compare);
}

FTSENT *fts_read(FTS *walk) {
  FTSENT *entry = NEXT(fts_read)(walk);
  if (entry && entry->fts_info == FTS_D && entry->fts_path[0] == '/') note_path(CWH_READ, AT_FDCWD, entry->fts_path);
  return entry;
}

WRITING(unlink)
WRITING(rmdir)
WRITING(remove)

int mkdir(const char *path, mode_t mode) {
  note_path(CWH_WRITTEN, AT_FDCWD, path);
  return NEXT(mkdir)(path, mode);
}

int rename(const char *from, const char *to) {
  note_path(CWH_WRITTEN, AT_FDCWD, to);
  return NEXT(rename)(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  note_path(CWH_WRITTEN, to_folder, to);
  return NEXT(renameat)(from_folder, from, to_folder, to);
}

int link(const char *from, const char *to) {
  note_path(CWH_WRITTEN, AT_FDCWD, to);
  return NEXT(link)(from, to);
}

int symlink(const char *from, const char *to) {
  note_path(CWH_WRITTEN, AT_FDCWD, to);
  return NEXT(symlink)(from, to);
}

int mkstemp(char *path) {
  note_path(CWH_WRITTEN, AT_FDCWD, path);
  return NEXT(mkstemp)(path);
}

char *getenv(const char *name) {
  note(CWH_VARIABLE, name);
  return NEXT(getenv)(name);
}

ssize_t getrandom(void *buffer, size_t count, unsigned flags) {
  note(CWH_UNREPEATABLE, "random numbers of the system");
  return NEXT(getrandom)(buffer, count, flags);
}

int getentropy(void *buffer, size_t count) {
  note(CWH_UNREPEATABLE, "random numbers of the system");
  return NEXT(getentropy)(buffer, count);
}

// What the Swift library's own generator of random numbers draws from.
void swift_stdlib_random(void *buffer, size_t count);
void swift_stdlib_random(void *buffer, size_t count) {
  note(CWH_UNREPEATABLE, "random numbers of the system");
  NEXT(swift_stdlib_random)(buffer, count);
}

unsigned arc4random(void) {
  note(CWH_UNREPEATABLE, "random numbers of the system");
  return NEXT(arc4random)();
}

void arc4random_buf(void *buffer, size_t count) {
  note(CWH_UNREPEATABLE, "random numbers of the system");
  NEXT(arc4random_buf)(buffer, count);
}

// The library's own clocks, for progress and threads that wait, are in no result; only others' calls count.
extern char __executable_start, etext;

#define NOTE_CLOCK()                                                  \
  do {                                                                \
    char *caller = __builtin_return_address(0);                       \
    if (caller < &__executable_start || caller >= &etext)             \
      note(CWH_UNREPEATABLE, "the clock");                            \
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
  note(CWH_UNREPEATABLE, "the machine's name");
  return NEXT(gethostname)(name, size);
}

int uname(struct utsname *name) {
  note(CWH_UNREPEATABLE, "the machine's name");
  return NEXT(uname)(name);
}

int getaddrinfo(const char *restrict host, const char *restrict service, const struct addrinfo *restrict hints,
                struct addrinfo **restrict found) {
  note(CWH_UNREPEATABLE, "a network connection");
  return NEXT(getaddrinfo)(host, service, hints, found);
}

int socket(int domain, int type, int protocol) {
  note(CWH_UNREPEATABLE, "a network connection");
  return NEXT(socket)(domain, type, protocol);
}

pid_t cwh_fork_unnoted(void) { return NEXT(fork)(); }

pid_t fork(void) {
  note(CWH_UNREPEATABLE, "another process");
  return cwh_fork_unnoted();
}

int posix_spawn(pid_t *restrict id, const char *restrict path, const posix_spawn_file_actions_t *restrict actions,
                const posix_spawnattr_t *restrict attributes, char *const arguments[restrict],
                char *const environment[restrict]) {
  note(CWH_UNREPEATABLE, "another process");
  return NEXT(posix_spawn)(id, path, actions, attributes, arguments, environment);
}

int posix_spawnp(pid_t *restrict id, const char *restrict file, const posix_spawn_file_actions_t *restrict actions,
                 const posix_spawnattr_t *restrict attributes, char *const arguments[restrict],
                 char *const environment[restrict]) {
  note(CWH_UNREPEATABLE, "another process");
  return NEXT(posix_spawnp)(id, file, actions, attributes, arguments, environment);
}

FILE *popen(const char *command, const char *mode) {
  note(CWH_UNREPEATABLE, "another process");
  return NEXT(popen)(command, mode);
}

int system(const char *command) {
  note(CWH_UNREPEATABLE, "another process");
  return NEXT(system)(command);
}
