internal import CNN
internal import Foundation
internal import Glibc
internal import Notebooks

/// Starts the ranks of a run.
enum RankLauncher {
  /// Becomes the launcher of `count` processes of this program that are called with `words`.
  ///
  /// - Throws: `NotebookError.noRanks` if there is no MPI, or its launcher cannot be started.
  static func start(_ count: Int, _ words: [String]) throws(NotebookError) -> Never {
    let environment = ProcessInfo.processInfo.environment
    if LaunchedRank(environment).map({ $0.startup != .absent }) ?? false {
      throw .noRanks(reason: "this process is one of several already; '--ranks' alone joins the others")
    }
    let library = try MPILibrary.choose(for: nil, environment)
    setenv("NBRUN_MPI", library.folder, 1)
    if environment["NBRUN_THREADS"] == nil, environment["SLURM_JOB_ID"] == nil {
      // They share this machine.
      setenv("NBRUN_THREADS", "\(max(1, Kernels.threads / count))", 1)
    }
    let call = [library.launcher] + options(of: library, count) + [NBRun.executable] + words
    var argv = call.map { strdup($0) } + [nil]
    execv(library.launcher, &argv)
    throw .noRanks(reason: "\(library.launcher): \(SystemReason.ofLastCall)")
  }

  /// Warns if this process is one of several that a launcher has started, and which are not to be one run.
  static func warnOfRunsAlone() {
    guard let launched = LaunchedRank(ProcessInfo.processInfo.environment), launched.count > 1,
      launched.rank == 0
    else { return }
    Console.write(
      "warning: each of \(launched.count) processes runs the notebook alone, and writes the same files; with '--ranks' "
        + "they train together\n")
  }

  /// The launcher's options for `count` processes.
  static func options(of library: MPILibrary, _ count: Int) -> [String] {
    let number = ["-n", "\(count)"]
    guard library.implementation == "openmpi" else { return number }
    // More ranks than cores are fine, and threads of a rank may go where there is space. When a rank has failed, rank 0
    // needs more than a second to write its page.
    return number + ["--oversubscribe", "--bind-to", "none", "--mca", "odls_base_sigkill_timeout", "2"]
  }
}
