// The shapes of the few functions of sourcekitd that highlighting calls (Notebooks/Rendering). Its library
// belongs to the toolchain and is opened at run time, so nothing is linked here.
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>

typedef const void *sk_uid;
typedef void *sk_object;
typedef struct { uint64_t data[3]; } sk_variant;

typedef void (*sk_initialize)(void);
typedef sk_uid (*sk_uid_from_text)(const char *);
typedef const char *(*sk_uid_text)(sk_uid);
typedef sk_object (*sk_dictionary_create)(const sk_uid *, const sk_object *, size_t);
typedef void (*sk_dictionary_set_text)(sk_object, sk_uid, const char *, size_t);
typedef void (*sk_dictionary_set_integer)(sk_object, sk_uid, int64_t);
typedef void (*sk_dictionary_set_uid)(sk_object, sk_uid, sk_uid);
typedef sk_object (*sk_send)(sk_object);
typedef bool (*sk_is_error)(sk_object);
typedef sk_variant (*sk_value)(sk_object);
typedef void (*sk_release)(sk_object);
typedef sk_variant (*sk_dictionary_value)(sk_variant, sk_uid);
typedef int64_t (*sk_dictionary_integer)(sk_variant, sk_uid);
typedef sk_uid (*sk_dictionary_uid)(sk_variant, sk_uid);
typedef size_t (*sk_array_count)(sk_variant);
typedef sk_variant (*sk_array_value)(sk_variant, size_t);
