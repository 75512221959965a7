// The compression function of SHA-256 (FIPS 180-4, section 6.2). Prefix cdg_.
#ifndef CDIGEST_H
#define CDIGEST_H

#include <stddef.h>
#include <stdint.h>

/// Takes `count` blocks of 64 bytes into `state`, by the processor's own instructions if it has them.
void cdg_sha256(uint32_t state[8], const unsigned char *blocks, size_t count);

/// The same without such instructions.
void cdg_sha256_portable(uint32_t state[8], const unsigned char *blocks, size_t count);

#endif
