internal import CProcess
internal import Foundation
internal import Glibc

/// A container for one program that is not to be trusted, made by bubblewrap.
///
/// Network, processes, IPC, users and the host name are namespaces of their own. Of this machine the program sees the
/// system, read-only, and what is named here. It has no terminal, no capability and no variable of this process; what it
/// writes outside of `output` is in memory, and everything ends with it.
public struct Container: Sendable {
  /// A folder that is written in the container, and the path that it has there.
  public typealias Output = (folder: String, path: String)

  /// Files and folders that can be read, absolute and without symbolic links, each at its own path.
  public var readable: [String]
  /// The compiler's module cache, which can only be read; nil for none.
  public var moduleCache: String?
  /// The only folder of this machine that can be written to; nil for none.
  public var output: Output?
  /// The environment, beside what every container has.
  public var environment: [String: String]
  /// The size of the temporary folder, in bytes.
  public var diskLimit: Int
  /// The time after which the container is killed, in seconds.
  public var timeLimit: Double

  /// The most that is taken in of what the program prints, in bytes.
  static let mostOutput = 64 << 20
  /// The temporary folder in the container, which is the home folder, too.
  package static let temporaryFolder = "/tmp"
  /// The user and group in the container: neither root nor the one that files of others seem to belong to.
  private static let user = "1000"

  /// Creates a container.
  public init(
    readable: [String], moduleCache: String? = nil, output: Output? = nil,
    environment: [String: String] = [:], diskLimit: Int, timeLimit: Double
  ) {
    self.readable = readable
    self.moduleCache = moduleCache
    self.output = output
    self.environment = environment
    self.diskLimit = diskLimit
    self.timeLimit = timeLimit
  }

  /// Returns why this machine has no containers; nil if it has.
  public static func obstacle() -> String? {
    guard let program else {
      return "'bwrap' was not found; install the Debian package 'bubblewrap'"
    }
    let probe = Container(readable: [], diskLimit: 1 << 20, timeLimit: 60)
    let run = Result { () throws(NotebookError) in try probe.run(program, "/bin/true", [], in: "/") { _ in } }
    switch run {
    case .success(let run) where run.succeeded: return nil
    case .success(let run):
      let reason = run.standardError.split(separator: "\n").first.map(String.init)
      return "bubblewrap (0.8 or newer) makes no namespaces here: \(reason ?? "it says nothing")"
    case .failure(let error): return error.message
    }
  }

  /// Runs `executable` in `folder`, a path in the container, and waits for its end; `started` gets hold of the process.
  func run(
    _ executable: String, _ arguments: [String], in folder: String, deathSignal: Int32 = SIGKILL,
    started handle: (ChildProcess) -> Void
  ) throws(NotebookError) -> Tool.Run {
    guard let program = Container.program else { throw .noSandbox(reason: Container.obstacle() ?? "") }
    return try run(program, executable, arguments, in: folder, deathSignal: deathSignal, started: handle)
  }

  // The options come on a descriptor, since the container's command lines can be read in it. Its environment can, too,
  // in which nothing of this process is left: the option that clears it leaves the memory of the first process alone.
  private func run(
    _ bubblewrap: String, _ executable: String, _ arguments: [String], in folder: String,
    deathSignal: Int32 = SIGKILL, started handle: (ChildProcess) -> Void
  ) throws(NotebookError) -> Tool.Run {
    let (options, info) = (try Pipe(), try Pipe())
    defer { close(info.readEnd) }
    var first: pid_t?
    let run = Result { () throws(NotebookError) in
      try Tool.run(
        bubblewrap, ["--args", "3", "--info-fd", "4", "--", executable] + arguments, in: "/",
        environment: .only([:]), others: [options.readEnd, info.writeEnd], deathSignal: deathSignal,
        timeout: timeLimit, outputLimit: Container.mostOutput,
        started: { process in
          close(info.writeEnd)
          // If it has ended before it has read all, it says so itself.
          let text = self.options(in: folder).map { $0 + "\0" }.joined()
          _ = Pipe.write(Array(text.utf8), to: options.writeEnd)
          close(options.writeEnd)
          first = Container.firstProcess(Pipe.read(from: info.readEnd, atMost: 4096) ?? [])
          // Only now can it be ended with all that it has started.
          handle(process)
        },
        ended: {
          // All others end before the first one of their namespace does. That one ends with bubblewrap, unless it has
          // not come as far as to ask for it.
          if let id = first.take() { Descendants.endOrphan(id) }
        })
    }
    close(options.readEnd)
    if case .failure = run { for end in [options.writeEnd, info.writeEnd] { close(end) } }
    return try run.get()
  }

  /// Returns the id of the container's first process, as bubblewrap tells it before that one runs.
  private static func firstProcess(_ info: [UInt8]) -> pid_t? {
    String(decoding: info, as: UTF8.self).firstMatch(of: /"child-pid": ([0-9]+)/).flatMap { pid_t($0.1) }
  }

  /// The options of bubblewrap; what is mounted later lies above what is mounted earlier.
  private func options(in folder: String) -> [String] {
    var options = [
      "--unshare-all", "--new-session", "--die-with-parent", "--clearenv", "--cap-drop", "ALL",
      "--uid", Container.user, "--gid", Container.user, "--hostname", "nbrun",
    ]
    options += Container.system
    options += ["--proc", "/proc", "--dev", "/dev"]
    // For the superuser these belong to the one who looks, whatever the namespaces and capabilities.
    for path in ["sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi"] {
      options += ["--ro-bind-try", "/proc/\(path)", "/proc/\(path)"]
    }
    options += ["--size", "\(diskLimit)", "--tmpfs", Container.temporaryFolder]
    for path in Set(readable + [moduleCache].compactMap(\.self)).sorted() {
      options += ["--ro-bind", path, path]
    }
    if let output { options += ["--bind", output.folder, output.path] }
    options += ["--dir", folder, "--chdir", folder, "--remount-ro", "/dev", "--remount-ro", "/"]
    for (name, value) in variables.sorted(by: { $0.key < $1.key }) { options += ["--setenv", name, value] }
    return options
  }

  private var variables: [String: String] {
    var own = [
      "HOME": Container.temporaryFolder, "TMPDIR": Container.temporaryFolder, "LANG": "C.UTF-8",
      "PATH": "/usr/local/bin:/usr/bin:/bin",
    ]
    own[ModuleCache.variable] = moduleCache
    return own.merging(environment) { $1 }
  }

  /// The options that mount the system: programs, libraries, fonts, and where the loader finds libraries.
  private static let system: [String] = {
    var options = ["--ro-bind", "/usr", "/usr"]
    for path in ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"] {
      if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
        options += ["--symlink", target, path]
      } else {
        options += ["--ro-bind-try", path, path]
      }
    }
    for name in ["alternatives", "chromium", "chromium.d", "fonts", "ld.so.cache"] {
      options += ["--ro-bind-try", "/etc/\(name)", "/etc/\(name)"]
    }
    return options
  }()

  /// The path of bubblewrap; nil if it is not installed.
  private static let program: String? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = ["/usr/bin", "/bin"] + path.split(separator: ":").map(String.init)
    return folders.map { $0 + "/bwrap" }.first { access($0, X_OK) == 0 }
  }()
}
