internal import ArgumentParser
internal import Foundation
internal import Jupyter
internal import Notebooks

/// Swift in Jupyter.
struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "Run Swift cells in JupyterLab, VS Code, papermill, nbconvert and nbval.",
    discussion: """
      'nbrun kernel install' registers the kernel with Jupyter as 'swift'; Jupyter starts it by \
      'nbrun kernel run'. docs/jupyter.md says how to use it.
      """,
    subcommands: [KernelInstallCommand.self, KernelRunCommand.self])
}

/// Registers the kernel with Jupyter.
struct KernelInstallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: "Install the kernel 'swift' where Jupyter looks for kernels.")

  @Flag(help: "Install it for this user, which is what happens without an option.")
  var user = false

  @Option(help: "Install it below this folder: in share/jupyter/kernels.", completion: .directory)
  var prefix: String?

  @Flag(help: "Install it into the Python environment that is active, or that 'python3' belongs to.")
  var sysPrefix = false

  @OptionGroup(title: "Limits, for each kernel")
  var limits: LimitOptions

  func validate() throws {
    if (user ? 1 : 0) + (prefix == nil ? 0 : 1) + (sysPrefix ? 1 : 0) > 1 {
      throw ValidationError("'--user', '--prefix' and '--sys-prefix' exclude each other")
    }
    try limits.checkKernel()
  }

  func run() throws {
    try exit { () throws(NotebookError) in
      let folder: String
      if sysPrefix {
        folder = try KernelSpec.pythonPrefix() + "/share/jupyter"
      } else {
        folder = prefix.map { URL(filePath: $0).path + "/share/jupyter" } ?? KernelSpec.userFolder
      }
      let path = try KernelSpec(arguments: limits.arguments).write(below: folder)
      StandardOutput.tell("the kernel 'swift' is in \(path)")
      if let package = KernelSpec.papermillPackage {
        StandardOutput.tell("for parameters by papermill: python3 -m pip install \(package)")
      }
      return .succeeded
    }
  }
}

/// The kernel itself, as Jupyter starts it.
struct KernelRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a kernel, as Jupyter does.")

  @Option(help: "The file in which Jupyter says where to listen.", completion: .file(extensions: ["json"]))
  var connectionFile: String

  @OptionGroup(title: "Limits")
  var limits: LimitOptions

  func validate() throws { try limits.checkKernel() }

  func run() throws {
    do {
      let connection = try ConnectionFile(path: connectionFile)
      let kernel = SwiftKernel(confinement: try limits.confinement())
      try KernelServer(connection, kernel).run()
    } catch let error as JupyterError {
      Console.write(error.message + "\n")
      throw ExitCode(Int32(RunStatus.usage.rawValue))
    }
  }
}

extension LimitOptions {
  /// Throws a `ValidationError` for what a kernel cannot be kept to.
  func checkKernel() throws {
    try checkContainerOptions()
    if startsContainers {
      throw ValidationError(
        "a kernel keeps what cells have done, which no container does; '--sandbox=syscalls' works")
    }
  }
}
