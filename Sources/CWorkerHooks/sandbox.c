// Keeps cells from writing anywhere but to one folder, from reading what is none of theirs, and from the network:
// Landlock for files, a filter of system calls for the rest. Both are the kernel's, need no privilege, and hold for all
// that the cells start. The superuser's privileges are given up.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
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
#ifndef SYS_setxattrat
#define SYS_setxattrat 463
#define SYS_removexattrat 466
#define SYS_open_tree_attr 467
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
// A device leads to what it stands for, wherever it lies.
static const uint64_t writing_files = writing & ~(LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK);
static const uint64_t reading =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

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

/// Allows `access` at `path` and below; nothing if there is no such path, or to read it is not allowed anyway.
static int allow(int ruleset, const char *path, uint64_t access) {
  struct landlock_path_beneath_attr rule = {.allowed_access = access};
  rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0) return access & ~reading ? errno : 0;
  struct stat status;
  const uint64_t of_folders = writing & ~(LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_FS_TRUNCATE);
  if (fstat(rule.parent_fd, &status) == 0 && !S_ISDIR(status.st_mode))
    rule.allowed_access &= ~(of_folders | LANDLOCK_ACCESS_FS_READ_DIR);
  int error = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) ? errno : 0;
  close(rule.parent_fd);
  return error;
}

// Memory and environment of processes are files, too, and the own memory holds what cells must not see. Which there are,
// and what descriptors they have, is no secret: whoever starts a program closes its own.
static const char *const of_the_machine[] = {
    "/proc/cpuinfo", "/proc/filesystems", "/proc/loadavg", "/proc/meminfo", "/proc/stat",
    "/proc/sys",     "/proc/uptime",      "/proc/version", NULL,
};

static int allow_reading(int ruleset, const char *const *paths) {
  int error = 0;
  for (; !error && *paths; paths++) error = allow(ruleset, *paths, reading);
  return error;
}

/// Allows to read everything but the processes.
static int allow_reading_all(int ruleset) {
  DIR *root = opendir("/");
  if (!root) return errno;
  int error = 0;
  for (struct dirent *entry; !error && (entry = readdir(root));) {
    if (!strcmp(entry->d_name, "proc") || !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    char path[sizeof entry->d_name + 1];
    snprintf(path, sizeof path, "/%s", entry->d_name);
    error = allow(ruleset, path, reading);
  }
  closedir(root);
  return error;
}

static int restrict_files(const char *folder, const char *const *readable) {
  int version = landlock_version();
  struct ruleset rules = {.files = writing | reading};
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
  int error = allow(ruleset, folder, writing_files | reading);
  if (!error) error = allow(ruleset, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_FS_TRUNCATE);
  if (!error) error = readable ? allow_reading(ruleset, readable) : allow_reading_all(ruleset);
  // Names in the working folder are no secret, if files are.
  if (!error) error = allow(ruleset, ".", LANDLOCK_ACCESS_FS_READ_DIR);
  if (!error) error = allow_reading(ruleset, of_the_machine);
  if (!error) error = allow(ruleset, "/proc", LANDLOCK_ACCESS_FS_READ_DIR);
  if (!error && syscall(SYS_landlock_restrict_self, ruleset, 0)) error = errno;
  close(ruleset);
  return error;
}

/// Gives up every capability for good: what the superuser runs may no more than what anybody runs.
static int drop_capabilities(void) {
  for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
    // Without the capability to do so there is nothing to give up.
    prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED, 0, 0, 0);
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};
  return syscall(SYS_capset, &header, none) ? errno : 0;
}

// Sockets; ways around Landlock and this filter; memory that no limit sees, and that stays when the run has ended; what
// is the machine's. Most of it needs privileges that are given up; it is refused all the same.
static const int refused[] = {
    SYS_socket, SYS_io_uring_setup, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_fanotify_init,
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_pidfd_getfd, SYS_kcmp,
    SYS_unshare, SYS_setns, SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_chroot, SYS_pivot_root,
    SYS_mount, SYS_umount2, SYS_fsopen, SYS_fspick, SYS_fsconfig, SYS_fsmount, SYS_open_tree, SYS_move_mount,
    SYS_mount_setattr, SYS_open_tree_attr,
    SYS_memfd_create, SYS_memfd_secret, SYS_mq_open,
    SYS_shmget, SYS_shmat, SYS_shmctl, SYS_msgget, SYS_msgsnd, SYS_msgrcv, SYS_msgctl,
    SYS_semget, SYS_semop, SYS_semtimedop, SYS_semctl,
    SYS_add_key, SYS_request_key, SYS_keyctl,
    SYS_sethostname, SYS_setdomainname, SYS_sched_setscheduler, SYS_sched_setattr, SYS_sched_setparam, SYS_ioprio_set,
    SYS_syslog, SYS_acct, SYS_quotactl, SYS_swapon, SYS_swapoff, SYS_reboot, SYS_settimeofday, SYS_clock_settime,
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load,
#ifdef __x86_64__
    SYS_mknod,
#endif
};

// A new thread or process with a namespace of its own would have every capability there.
static const uint32_t namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                   CLONE_NEWPID | CLONE_NEWNET;

// Owners, modes, times and attributes of files, which Landlock does not know. They stay as they are, and the caller is
// told that all went well: copying a file within the folder sets its mode, and must not fail for that.
static const int without_effect[] = {
    SYS_fchmod,   SYS_fchmodat,  SYS_fchmodat2, SYS_fchown,      SYS_fchownat,     SYS_utimensat,
    SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
    SYS_setxattrat, SYS_removexattrat,
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
  enum { LENGTH = 5 + REFUSED + WITHOUT_EFFECT + 1 + 3 + 4 + 5 + ASKED + 1 + 4 };
  enum { PASS = LENGTH - 4, SUCCEED = LENGTH - 3, REFUSE = LENGTH - 2, UNKNOWN = LENGTH - 1 };
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
  // Its flags are in memory, where a filter cannot look; the C library turns to the older call.
  program[at] = instruction(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, UNKNOWN - at - 1, 0);
  at++;
  program[at++] = instruction(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 2);
  program[at++] = instruction(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0]), 0, 0);
  program[at] = instruction(BPF_JMP | BPF_JSET | BPF_K, namespaces, REFUSE - at - 1, PASS - at - 1);
  at++;
  program[at++] = instruction(BPF_JMP | BPF_JEQ | BPF_K, SYS_mknodat, 0, 3);
  program[at++] = instruction(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2]), 0, 0);
  program[at++] = instruction(BPF_ALU | BPF_AND | BPF_K, S_IFMT, 0, 0);
  program[at] = instruction(BPF_JMP | BPF_JEQ | BPF_K, S_IFIFO, PASS - at - 1, REFUSE - at - 1);
  at++;
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
  program[UNKNOWN] = instruction(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS, 0, 0);
  const struct sock_fprog filter = {.len = LENGTH, .filter = program};
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) ? errno : 0;
}

int cwh_enter_sandbox(const char *folder, const char *const *readable) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return errno;
  int error = restrict_files(folder, readable);
  if (!error) error = drop_capabilities();
  return error ? error : filter_calls();
}
