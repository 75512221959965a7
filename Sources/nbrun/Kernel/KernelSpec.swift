internal import Display
internal import Foundation
internal import Notebooks

/// The folder by which Jupyter knows the kernel: how to start it, and its logo.
struct KernelSpec {
  /// What notebooks call the kernel.
  static let name = "swift"

  /// Further arguments of `nbrun kernel run`.
  let arguments: [String]

  /// The user's folder for all that is Jupyter's.
  static var userFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["JUPYTER_DATA_DIR"], !folder.isEmpty { return folder }
    let data = environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    return (data ?? NSHomeDirectory() + "/.local/share") + "/jupyter"
  }

  /// The folders in which Jupyter looks for kernels, but for those of Python environments that are not active.
  static var dataFolders: [String] {
    let environment = ProcessInfo.processInfo.environment
    let own = (environment["JUPYTER_PATH"] ?? "").split(separator: ":").map(String.init)
    let active = [environment["VIRTUAL_ENV"], environment["CONDA_PREFIX"]].compactMap(\.self)
    return [userFolder] + own + (active + ["/usr/local", "/usr"]).map { $0 + "/share/jupyter" }
  }

  /// Returns the folder of the Python environment that is active, or else of the first `python3` on the PATH.
  static func pythonPrefix() throws(NotebookError) -> String {
    let environment = ProcessInfo.processInfo.environment
    if let active = environment["VIRTUAL_ENV"] ?? environment["CONDA_PREFIX"] { return active }
    let run = try Tool.run(
      "/usr/bin/env", ["python3", "-c", "import sys; print(sys.prefix)"], in: "/", timeout: 30)
    let prefix = run.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    guard run.succeeded, prefix.hasPrefix("/") else {
      throw .unwritable(path: "share/jupyter", reason: "there is no 'python3' whose environment it could be")
    }
    return prefix
  }

  /// Writes the folder below `data`, a folder of Jupyter's; returns its path.
  ///
  /// - Throws: `NotebookError.unwritable` if the folder is another kernel's, or cannot be written.
  func write(below data: String) throws(NotebookError) -> String {
    let path = KernelSpec.path(below: data)
    let folder = FilePath.folder(of: path)
    if FileManager.default.fileExists(atPath: path), KernelSpec.program(inFileAt: path) == nil {
      throw .unwritable(path: path, reason: "another kernel is called 'swift'; remove it first")
    }
    try AtomicFile.createFolder(folder)
    try AtomicFile.write(Array((json.pretty() + "\n").utf8), to: path)
    try AtomicFile.write(Array(KernelSpec.logo.utf8), to: folder + "/logo-svg.svg")
    return folder
  }

  /// Returns where the kernel's description is, below a folder of Jupyter's.
  static func path(below data: String) -> String { "\(data)/kernels/\(name)/kernel.json" }

  /// Returns the nbrun that the file at `path` starts; nil if it is another kernel's, or none.
  static func program(inFileAt path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path),
      let json = try? JSONParser.parse([UInt8](data))
    else { return nil }
    let words = json.member("argv")?.values.compactMap(\.stringValue) ?? []
    return words.count > 3 && words[1...2] == ["kernel", "run"] ? words[0] : nil
  }

  private var json: JSON {
    let words = [KernelSpec.launcher, "kernel", "run", "--connection-file", "{connection_file}"] + arguments
    var members: JSON.Members = [
      "argv": .array(words.map(JSON.string)), "display_name": .string("Swift"),
      "language": .string("swift"), "interrupt_mode": .string("message"),
      "metadata": .object(["debugger": .bool(false)]),
    ]
    // A server for many users may have another PATH than the user who installs the kernel.
    if let toolchain = try? Toolchain.current() {
      let path = "${PATH}:\(toolchain.root)/bin"
      members.list.append(.init(key: "env", value: .object(["PATH": .string(path)])))
    }
    return .object(members)
  }

  /// What starts this program: where it is installed, a script beside it.
  private static var launcher: String {
    let program = NBRun.executable
    let script = URL(filePath: program).appending(path: "../../../bin/nbrun").standardized.path
    return program.hasSuffix("/lib/nbrun/nbrun") && FileManager.default.isExecutableFile(atPath: script)
      ? script : program
  }

  /// What teaches papermill Swift, for pip: where nbrun is installed, a folder beside the program; nil elsewhere.
  static var papermillPackage: String? {
    let folder = FilePath.folder(of: NBRun.executable) + "/papermill"
    return FileManager.default.fileExists(atPath: folder + "/pyproject.toml") ? folder : nil
  }

  /// A kernel of nine weights.
  private static let logo = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
      <rect width="64" height="64" rx="12" fill="#f05138"/>
      <g fill="#fff">
        <rect x="13" y="13" width="11" height="11" rx="2" opacity=".45"/>
        <rect x="26.5" y="13" width="11" height="11" rx="2" opacity=".7"/>
        <rect x="40" y="13" width="11" height="11" rx="2" opacity=".45"/>
        <rect x="13" y="26.5" width="11" height="11" rx="2" opacity=".7"/>
        <rect x="26.5" y="26.5" width="11" height="11" rx="2"/>
        <rect x="40" y="26.5" width="11" height="11" rx="2" opacity=".7"/>
        <rect x="13" y="40" width="11" height="11" rx="2" opacity=".45"/>
        <rect x="26.5" y="40" width="11" height="11" rx="2" opacity=".7"/>
        <rect x="40" y="40" width="11" height="11" rx="2" opacity=".45"/>
      </g>
    </svg>

    """
}
