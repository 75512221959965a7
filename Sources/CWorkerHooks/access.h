#ifndef ACCESS_H
#define ACCESS_H

#include <dlfcn.h>
#include <sys/types.h>

// The C library's own function; looked up once.
#define NEXT(name)                                                          \
  ({                                                                        \
    static __typeof__(&name) real;                                          \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name);           \
    real;                                                                   \
  })

/// Forks for the worker's own purposes, of which no access is noted.
pid_t cwh_fork_unnoted(void);

/// Notes that the cell did what `kind` says, one of the `CWH_` characters, with the thing called `text`.
void cwh_note_access(char kind, const char *text);

/// Notes what the cell did with the file at `path`, which may be relative to the open `folder`.
void cwh_note_path(char kind, int folder, const char *path);

#endif
