#ifndef LIMITS_H
#define LIMITS_H

#include <stddef.h>

/// Notes that the system refused something because of a limit of the worker: `limit` is one of `CWH_MEMORY` and
/// `CWH_FILES`, `amount` what was asked for. Signal handlers may call it.
void cwh_note_limit(int limit, size_t amount);

#endif
