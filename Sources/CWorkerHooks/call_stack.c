#define _GNU_SOURCE
#include "call_stack.h"

#include <dlfcn.h>
#include <elf.h>
#include <execinfo.h>
#include <link.h>

#include "CWorkerHooks.h"

size_t cwh_capture(uint64_t *addresses, size_t capacity) {
  void *pointers[CALL_STACK_CAPACITY];
  if (capacity > CALL_STACK_CAPACITY) capacity = CALL_STACK_CAPACITY;
  int count = backtrace(pointers, (int)capacity);
  for (int i = 0; i < count; i++) addresses[i] = (uint64_t)(uintptr_t)pointers[i];
  return count > 0 ? (size_t)count : 0;
}

int cwh_library_range(const void *symbol, uint64_t *base, uint64_t *size) {
  Dl_info info;
  if (!dladdr(symbol, &info) || !info.dli_fbase) return -1;
  const char *image = info.dli_fbase;
  const ElfW(Ehdr) *header = (const void *)image;
  const ElfW(Phdr) *segments = (const void *)(image + header->e_phoff);
  uint64_t end = 0;
  for (int i = 0; i < header->e_phnum; i++) {
    uint64_t segment_end = segments[i].p_vaddr + segments[i].p_memsz;
    if (segments[i].p_type == PT_LOAD && segment_end > end) end = segment_end;
  }
  *base = (uint64_t)(uintptr_t)image;
  *size = end;
  return 0;
}
