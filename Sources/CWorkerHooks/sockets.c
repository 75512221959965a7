// Notes that a cell asks for a socket, and gives Foundation the one pair that it needs in the sandbox.
//
// Foundation has a thread that waits for the ends of processes. It is woken through two UDP sockets of this machine that
// are connected with each other; without them it goes on waiting for what it knew before, and `Process.waitUntilExit`
// never returns. The sandbox refuses these sockets. Two that are connected from the start, and lead nowhere else, serve
// as well: what Foundation then says of their addresses is left undone.
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "CWorkerHooks.h"
#include "access.h"

static int pair[2] = {-1, -1};
static int given;

static int is_foundation(const void *caller) {
  Dl_info library;
  return dladdr(caller, &library) && library.dli_fname && strstr(library.dli_fname, "/libFoundation.so");
}

static int is_of_pair(int file) { return file >= 0 && (file == pair[0] || file == pair[1]); }

int socket(int domain, int type, int protocol) {
  cwh_note_access(CWH_UNREPEATABLE, "a network connection");
  int file = NEXT(socket)(domain, type, protocol);
  if (file >= 0 || errno != EPERM || domain != AF_INET || type != SOCK_DGRAM || given == 2) return file;
  if (!is_foundation(__builtin_return_address(0))) {
    errno = EPERM;
    return -1;
  }
  if (given == 0 && socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair)) return -1;
  return pair[given++];
}

int bind(int file, __CONST_SOCKADDR_ARG address, socklen_t size) {
  return is_of_pair(file) ? 0 : NEXT(bind)(file, address, size);
}

int connect(int file, __CONST_SOCKADDR_ARG address, socklen_t size) {
  return is_of_pair(file) ? 0 : NEXT(connect)(file, address, size);
}

int getsockname(int file, __SOCKADDR_ARG address, socklen_t *restrict size) {
  if (!is_of_pair(file)) return NEXT(getsockname)(file, address, size);
  const struct sockaddr_in none = {.sin_family = AF_INET};
  memcpy(address.__sockaddr__, &none, *size < sizeof none ? *size : sizeof none);
  *size = sizeof none;
  return 0;
}
