// Removes a folder with all that is in it, however deep and whatever its modes: cells make such folders.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "CProcess.h"

/// Lets the owner of the folder `name` in `parent` read and change it; not what a link leads to.
static void unlock(int parent, const char *name) {
  const int folder = openat(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return;
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", folder);
  chmod(path, 0700);
  close(folder);
}

static int open_folder(int parent, const char *name) {
  unlock(parent, name);
  return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/// Removes what is in the folder `inner` but for folders, which move up to `top` under new names; so the path never
/// gets longer than one name, and one descriptor at a time is enough. `inner` may be `top` itself, whose folders stay.
static void flatten(int inner, int top, unsigned long *count) {
  const int again = openat(inner, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *list = again < 0 ? NULL : fdopendir(again);
  if (!list) return;
  for (struct dirent *entry; (entry = readdir(list));) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    if (unlinkat(inner, entry->d_name, 0) == 0 || (errno != EISDIR && errno != EPERM) || inner == top) continue;
    // To move a folder is to change it: its ".." is another.
    unlock(inner, entry->d_name);
    if (unlinkat(inner, entry->d_name, AT_REMOVEDIR) == 0) continue;
    char name[32];
    do snprintf(name, sizeof name, "%lu", (*count)++);
    while (renameat(inner, entry->d_name, top, name) && (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR));
  }
  closedir(list);
}

/// Removes one folder of `top`; returns 0 if there was none, or none that can be removed.
static int remove_one(int top, unsigned long *count) {
  const int again = openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *list = again < 0 ? NULL : fdopendir(again);
  if (!list) return 0;
  int removed = 0;
  for (struct dirent *entry; !removed && (entry = readdir(list));) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    const int inner = open_folder(top, entry->d_name);
    if (inner < 0) continue;
    flatten(inner, top, count);
    close(inner);
    removed = unlinkat(top, entry->d_name, AT_REMOVEDIR) == 0;
  }
  closedir(list);
  return removed;
}

int cpr_remove_folder(const char *path) {
  const int top = open_folder(AT_FDCWD, path);
  if (top < 0) return errno;
  unsigned long count = 0;
  flatten(top, top, &count);
  while (remove_one(top, &count)) continue;
  close(top);
  return rmdir(path) ? errno : 0;
}
