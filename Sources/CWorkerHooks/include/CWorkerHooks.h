// What the worker needs and Swift cannot do: run where no Swift code may (in signal handlers), and answer
// calls that the Swift runtime makes in C. Prefix cwh_.
#ifndef CWORKERHOOKS_H
#define CWORKERHOOKS_H

#include <stddef.h>
#include <stdint.h>

/// Runs `function(context)` on a thread of its own with `stack_size` bytes of stack and a second stack for
/// signal handlers, and returns when the thread has ended. Returns 0, or an error number.
int cwh_run_on_thread(void (*function)(void *), void *context, size_t stack_size);

/// Sets what a cell's code calls, on its thread, where the next cell of the same library begins.
void cwh_on_cell_end(void (*handler)(void));

/// Calls what `cwh_on_cell_end` has set. Code that cells are compiled to calls it by this name.
void cwh_end_cell(void);

/// Ends the thread that calls it, as if the function given to `cwh_run_on_thread` had returned.
_Noreturn void cwh_end_thread(void);

/// From now on, a signal that would end the process, the time limit's SIGXCPU, and a call of `exit` each first
/// write a frame to `descriptor`: `signal_kind` or `exit_kind`, then the number and the call stack. What waits
/// in the buffer of standard output is written before, and a frame of `limit_kind` if the system has refused something
/// because of a limit.
/// The layout is that of `Frame` in the module Display.
void cwh_report_ends(int descriptor, uint8_t signal_kind, uint8_t exit_kind, uint8_t limit_kind);

/// From now on, keeps the call stack of each of the latest errors thrown.
void cwh_record_throws(void);

/// Copies the call stack of the place where `error` was thrown, innermost first; returns its length, 0 if the
/// error is unknown or was thrown too long ago.
///
/// Failing that, the latest typed throw of an error of the Swift type `type` is taken.
size_t cwh_throw_stack(const void *error, const void *type, uint64_t *addresses, size_t capacity);

/// Sets what is called, instead of the Swift runtime's trap, when a cell's top level throws. The thread ends
/// after it.
void cwh_on_uncaught_error(void (*handler)(void *error));

/// From now on, a library that is loaded and has a type conform to a protocol takes the place of those that were loaded
/// before and do the same, also where they are in use: their witness tables get its functions.
///
/// Types with generic parameters and protocols with associated types are left out.
void cwh_replace_conformances(void);

/// Runs `task`, a job of Swift's runtime, in `delay` nanoseconds, on a thread of the worker's own. In a child of
/// `cwh_fork_backup` those that wait go on; one that was running is lost.
void cwh_run_task(void *task, uint64_t delay);

/// Finds where the library of `symbol` lies in memory. Returns 0, or −1 if no library holds the symbol.
int cwh_library_range(const void *symbol, uint64_t *base, uint64_t *size);

/// Makes standard output pass on each line when it is whole, and the rest when the cell ends.
void cwh_buffer_output_by_line(void);

/// Forks. In the parent returns the child's id, or −1 with errno set; the child waits until the parent calls
/// `cwh_release_child`, then returns 0. It is killed when its parent ends.
int cwh_fork(void);

/// Forks. In the parent returns the child's id, or −1 with errno set; the child waits until the parent has ended and its
/// own parent, the guardian, has adopted the child, then returns 0. It is killed when the guardian ends.
int cwh_fork_backup(void);

/// Lets the child of the latest `cwh_fork` go on.
void cwh_release_child(void);

/// Waits for the child `id` to end; sets one of `status` and `signal` and makes the other 0.
void cwh_await_child(int id, int *status, int *signal);

/// The first byte of a note: what a cell did.
enum {
  CWH_READ = 'r',          ///< Opened the file or listed the folder at the path.
  CWH_PROBED = 'p',        ///< Asked whether something is at the path.
  CWH_DESCRIBED = 'd',     ///< Asked for size and times of what is at the path, or where a link leads.
  CWH_WRITTEN = 'w',       ///< Opened the file at the path for writing, or changed its folder.
  CWH_VARIABLE = 'v',      ///< Asked for the environment variable of the name.
  CWH_UNREPEATABLE = 'u',  ///< Used something that no later run can compare with: random numbers, the clock, a process.
};

/// What the system may have refused because of a limit.
enum {
  CWH_MEMORY = 1,  ///< Memory: the amount is in bytes.
  CWH_FILES = 2,   ///< A further open file.
};

/// Limits the memory that this process and each of those it starts may write to. Returns 0, or an error number.
int cwh_limit_memory(uint64_t bytes);

/// Limits the number of files that this process and each of those it starts have open. Returns 0, or an error number.
int cwh_limit_files(uint64_t count);

/// Sets the limit that was reached since the last call, `CWH_MEMORY` or `CWH_FILES`, and what was asked for; returns 0
/// if none was.
int cwh_take_limit(size_t *amount);

/// Returns why this machine cannot keep cells in a sandbox, to go on after "this machine has none:"; NULL if it can.
const char *cwh_sandbox_obstacle(void);

/// From now on this process and those it starts can write nowhere but below `folder`; read nothing but that and what is
/// at `readable` and below, a list with NULL at its end, or if that is NULL all files but those of processes; open no
/// socket, and send no signal to others where the kernel knows how to refuse that. They have no privileges, even as
/// root, and nothing of theirs stays in the kernel. Returns 0, or an error number.
int cwh_enter_sandbox(const char *folder, const char *const *readable);

/// From now on, a cell that reads a line from standard input gets what `handler` returns: the line with its end, to be
/// freed, or NULL at the end of the input.
void cwh_on_input(char *(*handler)(void));

/// From now on, notes what cells ask the system for, in this process and in children that it forks.
void cwh_note_accesses(void);

/// Returns the number of bytes noted since the last call, and where they are: for each note its kind, a path or
/// a name, and a zero. Sets `overflowed` if there was no room for all of them.
size_t cwh_take_accesses(const char **bytes, int *overflowed);

/// How often this thread has asked for memory.
size_t cwh_allocations(void);

#endif
