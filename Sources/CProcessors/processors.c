#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CProcessors.h"

int cpc_quota(const char *cpu_max) {
  long long quota, period;
  if (sscanf(cpu_max, "%lld %lld", &quota, &period) != 2 || quota <= 0 || period <= 0) return 0;
  // Half a processor would have its thread wait half of the time, and all others wait for it.
  const long long whole = quota / period;
  return whole < 1 ? 1 : whole > 65536 ? 65536 : (int)whole;
}

#if defined(__linux__)
static int least(int count, int limit) { return limit > 0 && limit < count ? limit : count; }

/// Reads the first line of a file; returns false if it cannot be read.
static int read_line(const char *path, char *line, int size) {
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  const int is_read = fgets(line, size, file) != NULL;
  fclose(file);
  return is_read;
}

/// Returns the least quota of this process's control group and those above it; 0 if none has one.
static int quota_of_groups(void) {
  FILE *file = fopen("/proc/self/cgroup", "re");
  if (!file) return 0;
  char line[4096], group[2048] = "", path[4200], text[128];
  // "0::/path" names the group of the second version; the first version's quota is read where containers show it.
  while (fgets(line, sizeof line, file))
    if (!strncmp(line, "0::/", 4)) sscanf(line + 3, "%2047[^\n]", group);
  fclose(file);
  int quota = 65536;
  while (1) {
    snprintf(path, sizeof path, "/sys/fs/cgroup%s/cpu.max", group);
    if (read_line(path, text, sizeof text)) quota = least(quota, cpc_quota(text));
    char *last = strrchr(group, '/');
    if (!last) break;
    *last = 0;
  }
  char period[64];
  if (read_line("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", text, 63)
      && read_line("/sys/fs/cgroup/cpu/cpu.cfs_period_us", period, sizeof period)) {
    text[strcspn(text, "\n")] = ' ';
    quota = least(quota, cpc_quota(strcat(text, period)));
  }
  return quota == 65536 ? 0 : quota;
}
#endif

int cpc_processor_count(void) {
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  int count = online > 0 ? (int)online : 1;
#if defined(__linux__)
  cpu_set_t set;
  if (!sched_getaffinity(0, sizeof set, &set)) count = CPU_COUNT(&set);
  count = least(count, quota_of_groups());
  const char *slurm = getenv("SLURM_CPUS_PER_TASK");
  if (slurm) count = least(count, atoi(slurm));
#endif
  return count;
}
