import Foundation
import Notebooks
import Testing

@Suite struct MPILibraryTests {
  /// Calls `body` with an environment in which there are libraries of these implementations.
  private func withLibraries(_ names: [String], _ body: ([String: String], String) throws -> Void) throws {
    let files = FileManager.default
    let base = try files.url(
      for: .itemReplacementDirectory, in: .userDomainMask, appropriateFor: files.temporaryDirectory,
      create: true
    ).path
    defer { try? files.removeItem(atPath: base) }
    for name in names {
      let folder = "\(base)/nbrun/mpi/\(name)"
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: folder + "/ranks.so"))
      try files.createDirectory(atPath: "\(base)/\(name)", withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: "\(base)/\(name)/mpirun"))
      try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(base)/\(name)/mpirun")
      try files.createSymbolicLink(atPath: folder + "/mpirun", withDestinationPath: "\(base)/\(name)/mpirun")
    }
    try body(["XDG_DATA_HOME": base, "HOME": "/nowhere"], base)
  }

  private static let openMPI = LaunchedRank(["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "2"])
  private static let hydra = LaunchedRank(["PMI_RANK": "0", "PMI_SIZE": "2"])

  @Test func `A run uses the library of the MPI that has launched it`() throws {
    try withLibraries(["mpich", "openmpi"]) { environment, base in
      #expect(try MPILibrary.choose(for: Self.openMPI, environment).implementation == "openmpi")
      #expect(try MPILibrary.choose(for: Self.hydra, environment).implementation == "mpich")
      var asked = environment
      asked["NBRUN_MPI"] = "mpich"
      #expect(try MPILibrary.choose(for: Self.openMPI, asked).implementation == "mpich")
      asked["NBRUN_MPI"] = "\(base)/nbrun/mpi/openmpi"
      let library = try MPILibrary.choose(for: Self.hydra, asked)
      #expect(library.path == "\(base)/nbrun/mpi/openmpi/ranks.so")
      #expect(library.launcher == "\(base)/openmpi/mpirun")
    }
  }

  @Test func `A run that starts its ranks takes the MPI of the path`() throws {
    try withLibraries(["mpich", "openmpi"]) { environment, base in
      var environment = environment
      let first = try MPILibrary.choose(for: nil, environment)
      #expect(first.implementation == "mpich")
      environment["PATH"] = "/nowhere:\(base)/openmpi:\(base)/mpich"
      let usual = try MPILibrary.choose(for: nil, environment)
      #expect(usual.implementation == "openmpi")
    }
  }

  @Test func `A missing library is reported, and how to get one`() throws {
    try withLibraries(["openmpi"]) { environment, _ in
      func message(_ launched: LaunchedRank?, _ environment: [String: String]) -> String {
        do throws(NotebookError) {
          return try MPILibrary.choose(for: launched, environment).path
        } catch {
          return error.message
        }
      }
      #expect(
        message(Self.hydra, environment).contains(
          "belongs to another MPI than the libraries that are there (openmpi)"))
      #expect(message(nil, ["HOME": "/nowhere"]).contains("'./bootstrap --mpi'"))
      #expect(message(nil, [:]).contains("no library for MPI yet"))
      #expect(
        message(nil, environment.merging(["NBRUN_MPI": "intel"]) { $1 }).contains(
          "NBRUN_MPI is 'intel', and there is no"))
    }
  }
}
