internal import ArgumentParser
internal import CWorkerHooks
internal import Notebooks

/// What a call allows the cells of notebooks, whatever these ask for.
struct LimitOptions: ParsableArguments {
  @Option(help: "Stop each notebook after this time, such as '10m'.")
  var timeLimit: Duration?

  @Option(help: "Limit the memory of each notebook's processes, such as '2GB'.")
  var memoryLimit: Size?

  @Option(help: "Limit the output of each cell, such as '20MB'.")
  var outputLimit: Size?

  @Option(help: "Limit the number of open files.")
  var fileLimit: Int?

  @Option(help: "Limit the number of processes that cells start.")
  var processLimit: Int?

  @Flag(
    help: "Run cells without network; they can write only to a temporary folder, deleted after the run.")
  var sandbox = false

  func validate() throws {
    for (name, value) in [("--file-limit", fileLimit), ("--process-limit", processLimit)] {
      if let value, value < 1 { throw ValidationError("'\(name)' takes a number from 1 on") }
    }
  }

  /// What the options keep cells from.
  ///
  /// - Throws: `NotebookError.noSandbox` where the kernel has none.
  func confinement() throws(NotebookError) -> Confinement {
    if sandbox, let obstacle = cwh_sandbox_obstacle() { throw .noSandbox(reason: String(cString: obstacle)) }
    return Confinement(
      limits: ResourceLimits(
        time: timeLimit?.seconds, memory: memoryLimit?.bytes, output: outputLimit?.bytes, files: fileLimit,
        processes: processLimit),
      isSandboxed: sandbox)
  }

  /// The options as they are written.
  var arguments: [String] {
    var values: [(name: String, value: String?)] = []
    values.append(("--time-limit", timeLimit.map { "\($0.seconds)s" }))
    values.append(("--memory-limit", memoryLimit.map { "\($0.bytes)" }))
    values.append(("--output-limit", outputLimit.map { "\($0.bytes)" }))
    values.append(("--file-limit", fileLimit.map { "\($0)" }))
    values.append(("--process-limit", processLimit.map { "\($0)" }))
    let given = values.flatMap { name, value in value.map { [name, $0] } ?? [] }
    return given + (sandbox ? ["--sandbox"] : [])
  }

  /// An amount of memory on the command line.
  struct Size: ExpressibleByArgument {
    let bytes: Int

    init?(argument: String) {
      guard let bytes = ByteCount.read(argument) else { return nil }
      self.bytes = bytes
    }
  }

  /// A length of time on the command line.
  struct Duration: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
      guard let seconds = Seconds.read(argument) else { return nil }
      self.seconds = seconds
    }
  }
}
