internal import CWorkerHooks
internal import Glibc
internal import Notebooks

/// The limits that the worker sets itself before it runs a cell; they hold for all that cells start.
enum WorkerConfinement {
  /// A limit that cannot be set.
  struct Failure: Error {
    /// What the author is told.
    var message: String
  }

  /// Sets the limits; nil sets none.
  ///
  /// - Parameters:
  ///   - scratch: The only folder that can be written to.
  ///   - readable: What else can be read then; empty for all files.
  static func enter(
    memoryLimit: UInt64?, fileLimit: UInt64?, scratch: String?, readable: [String]
  ) throws(Failure) {
    if let memoryLimit { try require(cwh_limit_memory(memoryLimit), "the limit of memory cannot be set") }
    if let fileLimit { try require(cwh_limit_files(fileLimit), "the limit of open files cannot be set") }
    guard let scratch else { return }
    let paths = readable.map { UnsafePointer(strdup($0)) } + [nil]
    defer { for path in paths { free(UnsafeMutablePointer(mutating: path)) } }
    try require(
      cwh_enter_sandbox(scratch, readable.isEmpty ? nil : paths), "the sandbox cannot be entered")
  }

  private static func require(_ error: Int32, _ message: String) throws(Failure) {
    if error != 0 { throw Failure(message: "\(message): \(SystemReason.of(error))") }
  }
}
