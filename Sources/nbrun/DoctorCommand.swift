internal import ArgumentParser
internal import CWorkerHooks
internal import Foundation
internal import Notebooks

/// Looks for everything that a run needs.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check that what runs need is installed, and say how to install what is missing.",
    discussion: "The exit status is 2 if something is missing that every run needs.")

  func run() throws {
    try exit { () throws(NotebookError) in
      let findings = findings
      let width = findings.map(\.subject.count).max() ?? 0
      for finding in findings {
        let padding = String(repeating: " ", count: width - finding.subject.count)
        let mark = TerminalStyle(isColored: false).mark(finding.isPresent)
        try StandardOutput.write("\(mark) \(finding.subject)\(padding)  \(finding.detail)\n")
      }
      return findings.contains { !$0.isPresent && $0.isNeeded } ? .usage : .succeeded
    }
  }

  private var findings: [Doctor.Finding] {
    // Without a toolchain or modules, which is among the findings, there is nothing to compile with.
    let configuration = try? RunConfiguration.beside(notebook: "doctor.md", confinement: Confinement())
    return Doctor.findings(modules: ["CNN", "Plotting", "Display"], executable: NBRun.executable)
      + [configuration.map(Doctor.compilation), container, sandbox, kernel].compactMap(\.self)
      + Doctor.ranks(ProcessInfo.processInfo.environment)
  }

  private var container: Doctor.Finding {
    let obstacle = Container.obstacle()
    return Doctor.Finding(
      subject: "containers", isPresent: obstacle == nil, isNeeded: false,
      detail: obstacle ?? "'--sandbox' works: bubblewrap makes namespaces")
  }

  private var kernel: Doctor.Finding {
    let paths = KernelSpec.dataFolders.map(KernelSpec.path)
    let path = paths.first { KernelSpec.program(inFileAt: $0) != nil } ?? paths[0]
    let program = KernelSpec.program(inFileAt: path)
    let isPresent = program.map(FileManager.default.isExecutableFile) ?? false
    return Doctor.Finding(
      subject: "Jupyter kernel", isPresent: isPresent, isNeeded: false,
      detail: isPresent
        ? path
        : program.map { "\(path) starts \($0), which is gone: 'nbrun kernel install' writes it again" }
          ?? "not installed: 'nbrun kernel install' does so")
  }

  private var sandbox: Doctor.Finding {
    let obstacle = cwh_sandbox_obstacle().map { String(cString: $0) }
    return Doctor.Finding(
      subject: "sandbox for cells", isPresent: obstacle == nil, isNeeded: false,
      detail: obstacle ?? "'--sandbox=syscalls' works: Landlock and a system call filter")
  }
}
