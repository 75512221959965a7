// How many processors this process should keep busy. Prefix cpc_.
#ifndef CPROCESSORS_H
#define CPROCESSORS_H

/// Returns the least of: the processors that the scheduler lets this process run on, the quota of its control groups,
/// and what Slurm gives each task (SLURM_CPUS_PER_TASK); at least 1.
int cpc_processor_count(void);

/// Returns the whole processors of a control group's `cpu.max`, such as "150000 100000"; 0 if it sets no limit.
int cpc_quota(const char *cpu_max);

#endif
