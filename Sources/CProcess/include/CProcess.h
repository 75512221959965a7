// The system calls that the runner needs and Swift's Glibc module does not show, since they are GNU extensions.
// Prefix cpr_.
#ifndef CPROCESS_H
#define CPROCESS_H

#include <stddef.h>
#include <sys/types.h>

/// Starts `executable` in `folder`, in a session of its own, with `descriptors[i]` open as descriptor `i` and default
/// signal handling; it gets `death_signal` when the thread that started it ends. Returns 0 and sets `id`, or returns
/// an error number.
int cpr_spawn(const char *executable, const char *folder, char *const *arguments, char *const *environment,
              const int *descriptors, int descriptor_count, int death_signal, pid_t *id);

/// Makes a pipe whose ends are closed on exec. Returns 0, or an error number.
int cpr_pipe(int ends[2]);

/// Makes reads and writes through `descriptor` return at once, whatever the other end does.
void cpr_never_block(int descriptor);

/// Opens /dev/null as those of the descriptors 0 to 2 that are closed, so that no file of this process becomes one.
void cpr_open_standard_descriptors(void);

/// Removes the folder at `path` with all that is in it, at any depth and of any mode. Returns 0, or an error number.
int cpr_remove_folder(const char *path);

/// Returns how many bytes wait to be read on a pipe.
int cpr_waiting(int descriptor);

/// Returns the Swift declaration that the mangled `name` stands for, to be freed, or NULL.
char *cpr_demangled(const char *name);

/// Returns the path of the library that holds the symbol `name` in this process, or NULL.
const char *cpr_library_of(const char *name);

/// Makes this process the parent of its descendants whose own parent ended. Returns 0, or an error number.
int cpr_adopt_orphans(void);

/// Makes a write to a closed pipe an error instead of the end of the process.
void cpr_ignore_broken_pipes(void);

/// Returns a descriptor from which a byte can be read once the user or the system has asked this process to end
/// (SIGINT, SIGTERM, SIGHUP). Returns −1 if there is none.
int cpr_interruption_descriptor(void);

/// Waits until SIGINT or SIGTERM has come a second time, and returns which; a third one ends the process.
int cpr_wait_for_insistence(void);

/// Ends this process by the signal `number`.
void cpr_end_by(int number);

/// Returns a descriptor that stands for the process `id`, closed on exec, or −1 if it has ended.
int cpr_process_descriptor(pid_t id);

/// Splits this process, which has one thread, and returns in the child, which is killed when the parent ends.
///
/// The parent stays between the child and the process that started it, the runner: it adopts what the child's
/// descendants leave behind, passes SIGXCPU on, and ends as the child does, unless it `stays`: then a descendant may take
/// the child's place, and the runner says when all ends. On SIGUSR1 it calls `kill_descendants` and
/// ends; if the runner ends before, it removes `folder` too. It takes no notice of other signals.
void cpr_start_guardian(void (*kill_descendants)(void), const char *folder, int stays);

/// Sends `signal` to the process behind `descriptor`, and to no other that may have got its id since.
void cpr_signal_process(int descriptor, int signal);

/// Opens a socket that listens on a free port of this machine, and sets `port`. Returns it, or −1.
int cpr_listen(int *port);

/// Returns the next connection that waits at `listener`, or −1 if there is none.
int cpr_accept(int listener);

/// Returns a connection to a port of the machine with the IPv4 address, or −1 if there is none within the time.
int cpr_connect(const char *address, int port, int milliseconds);

/// Writes the IPv4 addresses by which others reach this machine to `text`, as many as there is space for, with spaces
/// between them.
void cpr_addresses(char *text, size_t capacity);

#endif
