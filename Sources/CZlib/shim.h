// zlib: unpacks compressed arrays and data sets (CNN/Files), packs courses (Notebooks/Packaging), and sums up what zip
// archives hold.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// How the packed bytes are framed, as inflateInit2 counts it.
enum { CZ_RAW = -15, CZ_GZIP = 15 + 16 };

typedef enum { CZ_DONE, CZ_DAMAGED, CZ_ENDS_EARLY, CZ_GOES_ON, CZ_TOO_LARGE, CZ_NO_MEMORY } cz_result;

// What was unpacked, grown by malloc; the caller frees bytes, which are NULL unless the result is CZ_DONE.
typedef struct {
  uint8_t *bytes;
  size_t count;
  cz_result result;
} cz_unpacked;

// Unpacks count < 2^32 bytes to at most limit bytes.
static inline cz_unpacked cz_unpack(const uint8_t *packed, size_t count, int frame, size_t limit) {
  cz_unpacked got = {NULL, 0, CZ_NO_MEMORY};
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, frame) != Z_OK) return got;
  stream.next_in = (Bytef *)packed;
  stream.avail_in = (uInt)count;
  size_t capacity = 0;
  int status = Z_OK;
  while (status == Z_OK) {
    if (got.count == capacity) {
      // One byte more than the limit tells "just as large" from "larger".
      size_t next = capacity ? 2 * capacity : 1 << 16;
      if (next > limit + 1) next = limit + 1;
      if (next == capacity) break;
      uint8_t *bytes = (uint8_t *)realloc(got.bytes, next);
      if (!bytes) break;
      got.bytes = bytes;
      capacity = next;
    }
    size_t room = capacity - got.count;
    if (room > 1u << 30) room = 1u << 30;
    stream.next_out = got.bytes + got.count;
    stream.avail_out = (uInt)room;
    status = inflate(&stream, Z_NO_FLUSH);
    got.count += room - stream.avail_out;
  }
  if (got.count > limit) got.result = CZ_TOO_LARGE;
  else if (status == Z_STREAM_END) got.result = stream.avail_in ? CZ_GOES_ON : CZ_DONE;
  else if (status == Z_BUF_ERROR) got.result = CZ_ENDS_EARLY;
  else if (status == Z_DATA_ERROR || status == Z_NEED_DICT) got.result = CZ_DAMAGED;
  inflateEnd(&stream);
  if (got.result != CZ_DONE) {
    free(got.bytes);
    got.bytes = NULL;
  }
  return got;
}
