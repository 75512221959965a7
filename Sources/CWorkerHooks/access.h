#ifndef ACCESS_H
#define ACCESS_H

#include <sys/types.h>

/// Forks for the worker's own purposes, of which no access is noted.
pid_t cwh_fork_unnoted(void);

#endif
