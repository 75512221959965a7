internal import Foundation

/// The library by which the ranks of a run exchange bytes through one implementation of MPI.
///
/// `./bootstrap --mpi` compiles it; each implementation has a folder of its own, named for it.
public struct MPILibrary: Sendable, Equatable {
  /// The folder of the library and of a link to the launcher.
  package let folder: String

  /// Names the library in `folder`.
  package init(folder: String) { self.folder = folder }

  /// The implementation's name, such as `openmpi` or `mpich`.
  public var implementation: String { FilePath.name(of: folder) }
  /// The path of the library.
  public var path: String { folder + "/ranks.so" }
  /// The path of the program that starts ranks.
  ///
  /// Launchers look for their own files from where they are, so the link itself is not called.
  public var launcher: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/mpirun")) ?? folder + "/mpirun"
  }

  /// Returns the libraries of this user, as `environment` says where, in the order of their names.
  public static func all(_ environment: [String: String]) -> [MPILibrary] {
    let home = environment["HOME"].map { $0 + "/.local/share" }
    let shared = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
    guard let base = shared.map({ $0 + "/nbrun/mpi" }) else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
    return names.sorted().map { MPILibrary(folder: "\(base)/\($0)") }.filter(\.isThere)
  }

  private var isThere: Bool { FileManager.default.isReadableFile(atPath: path) }

  /// Returns the library for a run that `launched` says how it was started; nil if this process is to start it.
  ///
  /// `NBRUN_MPI` in `environment` names the implementation, or the folder if there is a slash in it. Otherwise it is the
  /// launcher's, or else that of the `mpirun` on the `PATH`, or else the first one.
  ///
  /// - Throws: `NotebookError.noRanks` if there is none.
  public static func choose(
    for launched: LaunchedRank?, _ environment: [String: String]
  ) throws(NotebookError) -> MPILibrary {
    let all = all(environment)
    if let wanted = environment["NBRUN_MPI"], !wanted.isEmpty {
      let found =
        wanted.contains("/")
        ? MPILibrary(folder: wanted) : all.first { $0.implementation == wanted }
      guard let found, found.isThere else {
        throw .noRanks(reason: "NBRUN_MPI is '\(wanted)', and there is no library of that MPI; \(remedy)")
      }
      return found
    }
    let fitting = all.filter { library in
      switch launched?.startup {
      case .openMPI: library.implementation == "openmpi"
      case .pmi: library.implementation != "openmpi"
      case .pmix, .absent, nil: true
      }
    }
    let usual = usualLauncher(environment)
    guard let library = fitting.first(where: { FilePath.real($0.launcher) == usual }) ?? fitting.first else {
      let others = all.map(\.implementation).joined(separator: ", ")
      throw .noRanks(
        reason: all.isEmpty
          ? "there is no library for MPI yet; \(remedy)"
          : "the launcher belongs to another MPI than the libraries that are there (\(others)); \(remedy)")
    }
    return library
  }

  /// How to get one.
  package static let remedy =
    "'./bootstrap --mpi' in the sources of nbrun, or 'lib/nbrun/mpi/build' where it is installed, compiles one by 'mpicc'"

  /// The `mpirun` on the `PATH`, without links.
  private static func usualLauncher(_ environment: [String: String]) -> String? {
    (environment["PATH"] ?? "").split(separator: ":").lazy.map { "\($0)/mpirun" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }.flatMap { FilePath.real($0) }
  }
}
