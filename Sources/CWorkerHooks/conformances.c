// A cell that is run again declares its conformances again. The Swift runtime knows nothing of that: it finds the first
// one, remembers it, and values of protocol types have its witness table. So the functions of the latest conformance are
// put into the tables of the earlier ones. What is read here is the layout of Swift's ABI (docs/ABI/TypeMetadata.rst).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CWorkerHooks.h"
#include "access.h"

struct range {
  uintptr_t start;
  size_t length;
};

// The beginning of the runtime's MetadataSections.
struct sections {
  uintptr_t version;
  const void *base, *unused[2];
  struct range protocols, conformances;
};

struct conformance {
  int32_t protocol, type, table;
  uint32_t flags;
};

struct protocol {
  uint32_t flags;
  int32_t parent, name;
  uint32_t condition_count, requirement_count;
  int32_t associated_types;
};

struct requirement {
  uint32_t flags;
  int32_t implementation;
};

struct type {
  uint32_t flags;
  int32_t parent, name, access;
};

struct metadata_response {
  const void *metadata;
  size_t state;
};

enum {
  CONDITION_SIZE = 12,
  TYPE_KIND = 0x7 << 3,
  INDIRECT_TYPE = 1 << 3,
  CONDITIONS = 0xFF << 8,
  IS_GENERIC = 0x80,
  CLASS = 16,
  ENUM = 18,
  METHOD = 1,
  MODIFY = 6,
  ASSOCIATED_TYPE = 7,
};

extern void swift_addNewDSOImage(struct sections *sections);
extern void **swift_getWitnessTable(const struct conformance *conformance, const void *type, const void *arguments);

static const void *target(const int32_t *offset, int is_indirect) {
  const char *address = (const char *)offset + (*offset & ~1);
  return is_indirect || (*offset & 1) ? *(const void *const *)address : address;
}

static const struct protocol *protocol_of(const struct conformance *conformance) {
  return target(&conformance->protocol, 0);
}

// The type's descriptor; NULL for one with generic parameters, whose tables are made when they are needed.
static const struct type *type_of(const struct conformance *conformance) {
  const uint32_t kind = conformance->flags & TYPE_KIND;
  if (kind > INDIRECT_TYPE || conformance->flags & CONDITIONS) return NULL;
  const struct type *type = target(&conformance->type, kind == INDIRECT_TYPE);
  const uint32_t type_kind = type->flags & 0x1F;
  return type_kind < CLASS || type_kind > ENUM || type->flags & IS_GENERIC ? NULL : type;
}

static void **table(const struct conformance *conformance, const struct type *type) {
  struct metadata_response (*access)(size_t) = (struct metadata_response (*)(size_t))target(&type->access, 0);
  return swift_getWitnessTable(conformance, access(0).metadata, NULL);
}

static void replace(const struct conformance *old, const struct conformance *new) {
  const struct protocol *protocol = protocol_of(new);
  const struct type *type = type_of(new);
  if (!type || type_of(old) != type || protocol_of(old) != protocol) return;
  const struct requirement *requirements =
      (const void *)((const char *)(protocol + 1) + protocol->condition_count * CONDITION_SIZE);
  // Code that knows the earlier associated types would take values of others for theirs.
  for (uint32_t index = 0; index < protocol->requirement_count; index++)
    if ((requirements[index].flags & 0xF) >= ASSOCIATED_TYPE) return;
  void **from = table(new, type), **to = table(old, type);
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = (uintptr_t)to & -page;
  if (mprotect((void *)start, (uintptr_t)(to + 1 + protocol->requirement_count) - start, PROT_READ | PROT_WRITE)) return;
  for (uint32_t index = 0; index < protocol->requirement_count; index++) {
    const uint32_t kind = requirements[index].flags & 0xF;
    if (kind >= METHOD && kind <= MODIFY) __atomic_store_n(to + 1 + index, from[1 + index], __ATOMIC_RELEASE);
  }
}

static int is_on;
static struct range *libraries;
static size_t library_count;

void cwh_replace_conformances(void) { is_on = 1; }

// The Swift runtime's own function of this name comes after this one, since the worker exports it.
__attribute__((visibility("default"))) void swift_addNewDSOImage(struct sections *sections) {
  NEXT(swift_addNewDSOImage)(sections);
  if (!is_on) return;
  struct range *longer = realloc(libraries, (library_count + 1) * sizeof *libraries);
  if (!longer) return;
  libraries = longer;
  const struct range new = sections->conformances;
  for (size_t index = 0; index < library_count; index++)
    for (size_t i = 0; i < libraries[index].length; i += 4)
      for (size_t j = 0; j < new.length; j += 4)
        replace(target((const int32_t *)(libraries[index].start + i), 0), target((const int32_t *)(new.start + j), 0));
  libraries[library_count++] = new;
}
