internal import Foundation

/// What runs need on this machine, and whether it is there.
public enum Doctor {
  /// One thing that was looked for.
  public struct Finding: Sendable, Equatable {
    /// What it is.
    public var subject: String
    /// Whether it is there.
    public var isPresent: Bool
    /// Whether no run can do without it.
    public var isNeeded: Bool
    /// Where it is, or how to get it.
    public var detail: String

    /// Creates a finding.
    public init(subject: String, isPresent: Bool, isNeeded: Bool, detail: String) {
      self.subject = subject
      self.isPresent = isPresent
      self.isNeeded = isNeeded
      self.detail = detail
    }
  }

  /// Looks for the toolchain, the modules for cells of the program at `executable`, and what handouts are made with.
  public static func findings(modules: [String], executable: String) -> [Finding] {
    toolchain + [moduleFiles(modules, executable)] + [
      file(
        "formulas (KaTeX)", [KaTeX.path], isNeeded: true, otherwise: "missing: apt-get install libjs-katex"),
      file(
        "font for figures",
        ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map { "/usr/share/fonts/truetype/dejavu/\($0)" },
        isNeeded: true,
        otherwise: "missing: apt-get install fonts-dejavu-core"),
      program("printing to PDF", ["chromium", "chromium-browser", "google-chrome"], package: "chromium"),
      temporaryFolder,
    ]
  }

  /// Compiles a cell as runs with `configuration` do.
  public static func compilation(_ configuration: RunConfiguration) -> Finding {
    let outcome = Result { () throws(NotebookError) in
      try configuration.compile("import Foundation\nlet root = sqrt(2.0)")
    }
    let (isPresent, detail) =
      switch outcome {
      case .success((.compiled, let cache)):
        (
          true,
          cache.map { "works, with the module cache in \($0)" }
            ?? "works, but no cache folder is writable, so runs that import Foundation take 2 s longer"
        )
      case .success((.refused(let diagnostics), _)): (false, diagnostics.first?.message ?? "fails")
      case .failure(let error): (false, error.message)
      }
    return Finding(subject: "compiling a cell", isPresent: isPresent, isNeeded: true, detail: detail)
  }

  private static var toolchain: [Finding] {
    let found = Result { () throws(NotebookError) in try Toolchain.current() }
    guard case .success(let toolchain) = found else {
      return [
        Finding(
          subject: "Swift toolchain", isPresent: false, isNeeded: true,
          detail: "missing: install Swift 6.3 or newer from swift.org and put its 'usr/bin' on the PATH")
      ]
    }
    let version = try? Tool.run(toolchain.compiler, ["--version"], in: "/", timeout: .infinity)
    let words = (version?.standardOutput ?? "").split(separator: "\n").first.map(String.init)
    let reinstall = "missing: the toolchain is incomplete; reinstall it from swift.org"
    return [
      Finding(
        subject: "Swift toolchain", isPresent: words != nil, isNeeded: true,
        detail: words.map { "\(toolchain.root): \($0)" } ?? "\(toolchain.compiler) cannot be started"),
      file(
        "linker", [toolchain.linker, toolchain.root + "/bin/ld.lld"], isNeeded: true, otherwise: reinstall),
      file(
        "runtime for cell libraries", [toolchain.registrationObject], isNeeded: true, otherwise: reinstall),
      file("symbolizer", [toolchain.symbolizer], isNeeded: false, otherwise: reinstall),
      file("syntax highlighting", [toolchain.sourceKit], isNeeded: false, otherwise: reinstall),
      file("completion in editors", [toolchain.languageServer], isNeeded: false, otherwise: reinstall),
    ]
  }

  private static func moduleFiles(_ modules: [String], _ executable: String) -> Finding {
    let found = Result { () throws(NotebookError) in
      let libraries = try CellLibraries.besideProgram(
        at: executable, implicitImports: modules, hiddenModules: [])
      if let toolchain = try? Toolchain.current() { try libraries.check(toolchain) }
      return libraries
    }
    let detail =
      switch found {
      case .success(let libraries):
        "\(libraries.moduleFolder): built with \(libraries.compilerVersion ?? "an unknown compiler")"
      case .failure(let error): error.message
      }
    return Finding(
      subject: "modules for cells", isPresent: (try? found.get()) != nil, isNeeded: true, detail: detail)
  }

  private static var temporaryFolder: Finding {
    let folder = FileManager.default.temporaryDirectory.path
    let free = DiskSpace.free(at: folder) ?? 0
    let isWritable = FileManager.default.isWritableFile(atPath: folder)
    return Finding(
      subject: "temporary space", isPresent: isWritable && free > 100 << 20, isNeeded: true,
      detail: "\(folder): " + (isWritable ? "\(free >> 20) MiB free" : "not writable; set TMPDIR"))
  }

  private static func file(_ subject: String, _ paths: [String], isNeeded: Bool, otherwise: String) -> Finding
  {
    let missing = paths.filter { !FileManager.default.isReadableFile(atPath: $0) }
    return Finding(
      subject: subject, isPresent: missing.isEmpty, isNeeded: isNeeded,
      detail: missing.isEmpty ? paths[0] : "\(missing.joined(separator: ", ")) \(otherwise)")
  }

  private static func program(_ subject: String, _ names: [String], package: String) -> Finding {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let found = names.lazy.flatMap { name in folders.lazy.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    return Finding(
      subject: subject, isPresent: found != nil, isNeeded: false,
      detail: found ?? "missing: apt-get install \(package)")
  }
}
