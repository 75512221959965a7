internal import ArgumentParser
internal import CWorkerHooks
internal import Notebooks

/// What a call allows the cells of notebooks, whatever these ask for.
struct LimitOptions: ParsableArguments {
  @Option(help: "The time after which a notebook is ended, such as '10m'.")
  var timeLimit: Duration?

  @Option(help: "The memory that a notebook's processes may use, such as '2GB'.")
  var memoryLimit: Size?

  @Option(help: "What each cell may put out, such as '20MB'.")
  var outputLimit: Size?

  @Option(help: "How many files may be open.")
  var fileLimit: Int?

  @Option(help: "How many processes that cells started may run.")
  var processLimit: Int?

  @Flag(
    help: "Keep cells from the network, and from writing anywhere but to a folder that goes after the run.")
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
