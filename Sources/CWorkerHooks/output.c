#define _DEFAULT_SOURCE
#include "output.h"

#include <stdio.h>
#include <unistd.h>

#include "CWorkerHooks.h"

void cwh_buffer_output_by_line(void) { setlinebuf(stdout); }

// fflush may wait for a lock that the interrupted code holds, so the C library's buffer (glibc's) is read directly.
void cwh_salvage_output(void) {
  const char *begin = stdout->_IO_write_base, *end = stdout->_IO_write_ptr;
  while (begin && begin < end) {
    ssize_t written = write(STDOUT_FILENO, begin, (size_t)(end - begin));
    if (written <= 0) return;
    begin += written;
  }
}
