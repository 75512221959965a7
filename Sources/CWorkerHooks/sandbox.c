// Keeps cells from writing anywhere but to one folder, and from the network: Landlock for files, a filter of system
// calls for the rest. Both are the kernel's, need no privilege, and hold for all that the cells start.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CWorkerHooks.h"

// Newer than the headers of some systems.
#define ACCESS_FS_REFER (1ULL << 13)
#define ACCESS_FS_TRUNCATE (1ULL << 14)
#define ACCESS_NET_BIND_AND_CONNECT_TCP 3ULL
#define SCOPE_ABSTRACT_UNIX_SOCKETS_AND_SIGNALS 3ULL
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif
#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

struct ruleset {
  uint64_t files, network, scopes;
};

static const uint64_t writing = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM |
                                ACCESS_FS_REFER | ACCESS_FS_TRUNCATE;

static int landlock_version(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version < 0 ? 0 : (int)version;
}

const char *cwh_sandbox_obstacle(void) {
  // The first versions let files be cut to nothing.
  if (landlock_version() < 3) return "its kernel has no Landlock of version 3 or later (Linux 6.2)";
  unsigned action = SECCOMP_RET_ERRNO;
  if (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action)) return "its kernel cannot filter system calls";
#if !defined(__x86_64__) && !defined(__aarch64__)
  return "its processor's system calls are not known";
#else
  return NULL;
#endif
}

static int allow(int ruleset, const char *path, uint64_t access) {
  struct landlock_path_beneath_attr rule = {.allowed_access = access};
  rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0) return errno;
  int error = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) ? errno : 0;
  close(rule.parent_fd);
  return error;
}

static int restrict_files(const char *folder) {
  int version = landlock_version();
  struct ruleset rules = {.files = writing};
  size_t size = offsetof(struct ruleset, network);
  if (version >= 4) {
    rules.network = ACCESS_NET_BIND_AND_CONNECT_TCP;
    size = offsetof(struct ruleset, scopes);
  }
  if (version >= 6) {
    rules.scopes = SCOPE_ABSTRACT_UNIX_SOCKETS_AND_SIGNALS;
    size = sizeof rules;
  }
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
  if (ruleset < 0) return errno;
  int error = allow(ruleset, folder, writing);
  if (!error) error = allow(ruleset, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_FS_TRUNCATE);
  if (!error && syscall(SYS_landlock_restrict_self, ruleset, 0)) error = errno;
  close(ruleset);
  return error;
}

// Sockets, and ways around Landlock and this filter.
static const int refused[] = {
    SYS_socket, SYS_io_uring_setup, SYS_ptrace, SYS_process_vm_writev, SYS_pidfd_getfd, SYS_bpf,
    SYS_mount,  SYS_umount2,        SYS_unshare, SYS_setns,            SYS_open_by_handle_at,
};

// Owners, modes, times and attributes of files, which Landlock does not know. They stay as they are, and the caller is
// told that all went well: copying a file within the folder sets its mode, and must not fail for that.
static const int without_effect[] = {
    SYS_fchmod,   SYS_fchmodat,  SYS_fchmodat2, SYS_fchown,      SYS_fchownat,     SYS_utimensat,
    SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
#ifdef __x86_64__
    SYS_chmod,    SYS_chown,     SYS_lchown,    SYS_utime,       SYS_utimes,       SYS_futimesat,
#endif
};

// What a terminal may be asked, and what every file may. Anything else that can be asked of a terminal changes it, or
// types into it (TIOCSTI, TIOCLINUX); the superuser may do that to any terminal.
static const int asked[] = {
    TCGETS, TIOCGWINSZ, TIOCGPGRP, TIOCGSID, TIOCOUTQ, FIONREAD, FIONBIO, FIOASYNC, FIOCLEX, FIONCLEX,
};

enum {
  ASKED = sizeof asked / sizeof *asked,
  REFUSED = sizeof refused / sizeof *refused,
  WITHOUT_EFFECT = sizeof without_effect / sizeof *without_effect,
};

static struct sock_filter instruction(int code, uint32_t value, int if_true, int if_false) {
  return (struct sock_filter){.code = (uint16_t)code, .jt = (uint8_t)if_true, .jf = (uint8_t)if_false, .k = value};
}

static int filter_calls(void) {
#if defined(__x86_64__)
  const uint32_t architecture = AUDIT_ARCH_X86_64;
#else
  const uint32_t architecture = AUDIT_ARCH_AARCH64;
#endif
  enum { LENGTH = 5 + REFUSED + WITHOUT_EFFECT + 5 + ASKED + 1 + 3 };
  enum { PASS = LENGTH - 3, SUCCEED = LENGTH - 2, REFUSE = LENGTH - 1 };
  struct sock_filter program[LENGTH];
  int at = 0;
  program[at++] = instruction(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch), 0, 0);
  program[at++] = instruction(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0);
  program[at++] = instruction(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
  program[at++] = instruction(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
  // The other numbering of the same calls on x86-64 would be a way around.
  program[at] = instruction(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, REFUSE - at - 1, 0);
  at++;
  for (int i = 0; i < REFUSED; i++, at++)
    program[at] = instruction(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)refused[i], REFUSE - at - 1, 0);
  for (int i = 0; i < WITHOUT_EFFECT; i++, at++)
    program[at] = instruction(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)without_effect[i], SUCCEED - at - 1, 0);
  program[at] = instruction(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, PASS - at - 1);
  at++;
  // The kernel looks at 32 bits; requests to terminals have 'T' in the second byte.
  program[at++] = instruction(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1]), 0, 0);
  program[at++] = instruction(BPF_ALU | BPF_AND | BPF_K, 0xFF00, 0, 0);
  program[at] = instruction(BPF_JMP | BPF_JEQ | BPF_K, 0x5400, 0, PASS - at - 1);
  at++;
  program[at++] = instruction(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1]), 0, 0);
  for (int i = 0; i < ASKED; i++, at++)
    program[at] = instruction(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)asked[i], PASS - at - 1, 0);
  program[at] = instruction(BPF_JMP | BPF_JA, (uint32_t)(REFUSE - at - 1), 0, 0);
  program[PASS] = instruction(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
  program[SUCCEED] = instruction(BPF_RET | BPF_K, SECCOMP_RET_ERRNO, 0, 0);
  program[REFUSE] = instruction(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
  const struct sock_fprog filter = {.len = LENGTH, .filter = program};
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) ? errno : 0;
}

int cwh_enter_sandbox(const char *folder) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return errno;
  int error = restrict_files(folder);
  return error ? error : filter_calls();
}
