// The system calls that the runner needs and Swift's Glibc module does not show, since they are GNU extensions.
// Prefix cpr_.
#ifndef CPROCESS_H
#define CPROCESS_H

#include <stddef.h>
#include <sys/types.h>

/// Starts `executable` in `folder`, in a process group of its own, with `descriptors[i]` open as descriptor `i`
/// and default signal handling. Returns 0 and sets `id`, or returns an error number.
int cpr_spawn(const char *executable, const char *folder, char *const *arguments, char *const *environment,
              const int *descriptors, int descriptor_count, pid_t *id);

/// Makes a pipe whose ends are closed on exec. Returns 0, or an error number.
int cpr_pipe(int ends[2]);

/// Returns how many bytes wait to be read on a pipe.
int cpr_waiting(int descriptor);

/// Returns the path of the library that holds the symbol `name` in this process, or NULL.
const char *cpr_library_of(const char *name);

/// Makes this process the parent of its descendants whose own parent ended. Returns 0, or an error number.
int cpr_adopt_orphans(void);

/// Makes a write to a closed pipe an error instead of the end of the process.
void cpr_ignore_broken_pipes(void);

/// Returns a descriptor from which a byte can be read once the user or the system has asked this process to end
/// (SIGINT, SIGTERM, SIGHUP); asking a second time ends it at once. Returns −1 if there is none.
int cpr_interruption_descriptor(void);

/// Returns a descriptor that stands for the process `id`, closed on exec, or −1 if it has ended.
int cpr_process_descriptor(pid_t id);

/// Waits until the process behind `descriptor` has ended, `milliseconds` at most, and lets the system forget it if
/// this process is its parent or has adopted it.
void cpr_reap_process(int descriptor, int milliseconds);

/// Sends `signal` to the process behind `descriptor`, and to no other that may have got its id since.
void cpr_signal_process(int descriptor, int signal);

/// Returns the number of processors that this process may run on.
int cpr_processor_count(void);

#endif
