public import ArgumentParser
internal import CWorkerHooks
public import Notebooks

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

  @Option(
    help: ArgumentHelp(
      "Run notebooks of others: each in a container of its own, without network, from which no file of yours can be read but those of the notebook's folder. '--sandbox' alone is '--sandbox=container'; '--sandbox=syscalls' needs no container, but hides no files.",
      valueName: "kind"))
  var sandbox = Sandbox.none

  @Option(help: "Limit the temporary files of each notebook in a container, such as '500MB'.")
  var diskLimit: Size?

  @Option(
    parsing: .singleValue, help: "Let notebooks in a container also read this file or folder.",
    completion: .file())
  var allowRead: [String] = []

  @Option(
    parsing: .singleValue, help: "Let notebooks in a container see these environment variables: 'A,B'.")
  var allowEnv: [String] = []

  @Flag(help: ArgumentHelp("This call is one in a container.", visibility: .private))
  var contained = false

  func validate() throws {
    for (name, value) in [("--file-limit", fileLimit), ("--process-limit", processLimit)] {
      if let value, value < 1 { throw ValidationError("'\(name)' takes a number from 1 on") }
    }
    for path in allowRead where FilePath.real(path) == nil || FilePath.real(path) == "/" {
      throw ValidationError("'--allow-read' takes a file or a folder that is there, and not '\(path)'")
    }
  }

  /// Throws a `ValidationError` for an option about containers where the call has none.
  func checkContainerOptions() throws {
    let options = [
      ("--disk-limit", diskLimit != nil), ("--allow-read", !allowRead.isEmpty),
      ("--allow-env", !allowEnv.isEmpty),
    ]
    for (name, isGiven) in options where isGiven && sandbox != .container {
      let remedy =
        sandbox == .none ? "add '--sandbox'" : "'--sandbox=\(sandbox.rawValue)' makes none"
      throw ValidationError("'\(name)' is about containers; \(remedy)")
    }
  }

  /// What the options keep cells from.
  ///
  /// - Throws: `NotebookError.noSandbox` or `.noContainer` where the machine has none.
  func confinement() throws(NotebookError) -> Confinement {
    if sandbox != .none, let obstacle = cwh_sandbox_obstacle() {
      throw .noSandbox(reason: String(cString: obstacle))
    }
    if startsContainers, let obstacle = Container.obstacle() { throw .noContainer(reason: obstacle) }
    return Confinement(
      limits: ResourceLimits(
        time: timeLimit?.seconds ?? (sandbox == .container ? LimitOptions.containerTime : nil),
        memory: memoryLimit?.bytes, output: outputLimit?.bytes, files: fileLimit, processes: processLimit),
      sandbox: sandbox, readable: allowRead.compactMap(FilePath.real))
  }

  /// Whether each notebook runs in a container that this call starts.
  var startsContainers: Bool { sandbox == .container && !contained }

  /// The time limit of a notebook in a container if the call names none, in seconds: what a stranger wrote must end.
  static let containerTime = 3600.0
  /// The limit of temporary files in a container if the call names none, in bytes.
  static let containerDisk = 1 << 30

  /// Returns the words of a call with the kind of sandbox that `--sandbox` alone stands for.
  ///
  /// To the parser an option either always has a value or never, and would take the notebook for that.
  static func withSandboxKinds(_ words: [String]) -> [String] {
    let end = words.firstIndex(of: "--") ?? words.endIndex
    return words[..<end].map { $0 == "--sandbox" ? "--sandbox=\(Sandbox.container.rawValue)" : $0 }
      + words[end...]
  }

  /// The options as they are written.
  var arguments: [String] {
    var values: [(name: String, value: String?)] = []
    values.append(("--time-limit", timeLimit.map { "\($0.seconds)s" }))
    values.append(("--memory-limit", memoryLimit.map { "\($0.bytes)" }))
    values.append(("--output-limit", outputLimit.map { "\($0.bytes)" }))
    values.append(("--file-limit", fileLimit.map { "\($0)" }))
    values.append(("--process-limit", processLimit.map { "\($0)" }))
    values.append(("--disk-limit", diskLimit.map { "\($0.bytes)" }))
    values += allowRead.map { ("--allow-read", $0) } + allowEnv.map { ("--allow-env", $0) }
    let given = values.flatMap { name, value in value.map { [name, $0] } ?? [] }
    return given
      + (sandbox == .none ? [] : ["--sandbox=\(sandbox.rawValue)"]) + (contained ? ["--contained"] : [])
  }

  /// The options that a call in a container has beside these.
  ///
  /// For the usual limit of memory it does not see enough of the machine.
  var argumentsInside: [String] {
    let memory = memoryLimit == nil ? ResourceLimits.usual.memory : nil
    return (memory.map { ["--memory-limit", "\($0)"] } ?? []) + ["--contained"]
  }

  /// An amount of memory on the command line.
  struct Size: ExpressibleByArgument {
    let bytes: Int

    init(bytes: Int) { self.bytes = bytes }

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

// A conformance is as public as the type, whatever imports it.
extension Sandbox: ExpressibleByArgument {}
