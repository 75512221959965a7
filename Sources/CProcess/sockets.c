// Connections between the runners of several machines, over IPv4.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CProcess.h"

int cpr_listen(int *port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
  socklen_t size = sizeof address;
  const int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0) return -1;
  if (bind(socket_, (struct sockaddr *)&address, size) || listen(socket_, 128) ||
      getsockname(socket_, (struct sockaddr *)&address, &size)) {
    close(socket_);
    return -1;
  }
  *port = ntohs(address.sin_port);
  return socket_;
}

/// Lets the system look whether the machine at the other end is still there: it is given up after 15 s without an answer.
static int watched(int socket_) {
  const int on = 1, idle = 5, interval = 5, count = 2;
  setsockopt(socket_, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  setsockopt(socket_, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
  setsockopt(socket_, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
  setsockopt(socket_, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket_;
}

int cpr_accept(int listener) {
  const int socket_ = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  return socket_ < 0 ? -1 : watched(socket_);
}

int cpr_connect(const char *address, int port, int milliseconds) {
  struct sockaddr_in target = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  if (inet_pton(AF_INET, address, &target.sin_addr) != 1) return -1;
  const int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0) return -1;
  int error = connect(socket_, (struct sockaddr *)&target, sizeof target) ? errno : 0;
  if (error == EINPROGRESS) {
    struct pollfd polled = {socket_, POLLOUT, 0};
    socklen_t size = sizeof error;
    if (poll(&polled, 1, milliseconds) != 1 || getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size)) error = errno;
  }
  if (!error) return watched(socket_);
  close(socket_);
  return -1;
}

void cpr_addresses(char *text, size_t capacity) {
  size_t used = 0;
  text[0] = 0;
  struct ifaddrs *list;
  if (getifaddrs(&list)) return;
  for (struct ifaddrs *entry = list; entry; entry = entry->ifa_next) {
    if (!entry->ifa_addr || entry->ifa_addr->sa_family != AF_INET) continue;
    if (!(entry->ifa_flags & IFF_UP) || entry->ifa_flags & IFF_LOOPBACK) continue;
    char address[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &((struct sockaddr_in *)entry->ifa_addr)->sin_addr, address, sizeof address);
    if (used + strlen(address) + 2 > capacity) continue;
    used += (size_t)snprintf(text + used, capacity - used, "%s%s", used ? " " : "", address);
  }
  freeifaddrs(list);
}
