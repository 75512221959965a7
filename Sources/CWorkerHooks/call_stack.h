#ifndef CALL_STACK_H
#define CALL_STACK_H

#include <stddef.h>
#include <stdint.h>

enum { CALL_STACK_CAPACITY = 128 };

/// Captures the return addresses of the calling thread, innermost first; returns how many there are.
size_t cwh_capture(uint64_t *addresses, size_t capacity);

#endif
