internal import ArgumentParser
internal import Notebooks

/// Packs a course as one archive to hand out.
struct PackageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "package", abstract: "Pack handouts, notebooks and their data as one archive to hand out.",
    discussion: """
      nbrun package notebooks -o course.zip --variant student

      runs the notebooks and packs their pages and index.html, the notebooks without what the variant leaves out \
      ('notebooks/'), the files below their folder that they link to, show, cite and read, the folders 'data' beside \
      them, 'nbrun.yml', and a README.txt. If a notebook fails, nothing is written. The same notebooks give the same \
      archive, byte for byte. Hidden files and symbolic links are left out. The output folder is neither read nor \
      written.
      """)

  @Argument(
    help: "The markdown files to pack, or folders of them.", completion: .file(extensions: ["md"]))
  var notebooks: [String]

  @Option(
    name: .shortAndLong,
    help:
      "The archive to write; by default it has the name of the notebooks' folder and of the variant, such as 'notebooks-student.zip'.",
    completion: .file(extensions: ["zip"]))
  var output: String?

  @Flag(help: "Also replace a file that is not an archive that nbrun has packed, but never a notebook.")
  var force = false

  @Option(
    help:
      "The folder that the folders in the archive mirror; by default the deepest one that holds all notebooks.",
    completion: .directory)
  var root: String?

  @OptionGroup
  var settings: RunSettings

  @Option(name: .shortAndLong, help: "Run this many notebooks at a time; the archive is the same.")
  var jobs = 1

  @OptionGroup(title: "Cache")
  var cache: CacheOptions

  func validate() throws {
    if let output, !output.lowercased().hasSuffix(".zip") {
      throw ValidationError("'--output' takes the path of a ZIP archive, such as 'course.zip'")
    }
    do { _ = try options() } catch { throw ValidationError(NotebookOptions.message(for: error)) }
  }

  func run() throws {
    let options = try options()
    try exit { () throws(NotebookError) in
      let (layout, paths) = (options.layout, try options.paths())
      for path in paths { _ = try NotebookFolder.file(at: path, for: "'package' packs the file") }
      let archive = output ?? defaultName(of: layout)
      var plan = try options.plan()
      try plan.add(archiveAt: archive)
      let pages = try TemporaryFolder()
      defer { pages.remove() }
      let status = try run(paths, layout, options, to: pages.path)
      guard status == .succeeded else {
        Console.write("\(Console.style.mark(false)) \(archive) was not written, since a notebook failed\n")
        return status
      }
      var package = CoursePackage(root: layout.root, settings.variant)
      for path in paths {
        try package.add(
          notebookAt: path, inSubfolder: layout.subfolder(of: path) ?? "",
          layout.files(of: path, in: pages.path))
      }
      let index = try CourseFiles(of: paths, layout, in: pages.path, sandbox: settings.limits.sandbox)
      if try index.write() { package.add(indexAt: index.path) }
      Console.write(package.problems.joined())
      try package.write(
        to: archive, name: FilePath.name(of: layout.root), program: NBRun.version, toolchain: .current())
      let notebooks = paths.count == 1 ? "1 notebook" : "\(paths.count) notebooks"
      Console.write("\(Console.style.mark(true)) \(notebooks), \(package.fileCount) files\n")
      StandardOutput.tell(archive)
      return .succeeded
    }
  }

  /// Returns the options of a run of the notebooks.
  private func options() throws -> NotebookOptions {
    try NotebookOptions.parse(
      ["--quiet", "--jobs", "\(jobs)"] + (root.map { ["--root", $0] } ?? []) + settings.arguments
        + (force ? ["--force"] : []) + ["--"] + notebooks)
  }

  /// Runs the notebooks at `paths`, and writes their handouts to `folder`.
  private func run(
    _ paths: [String], _ layout: OutputLayout, _ options: NotebookOptions, to folder: String
  ) throws(NotebookError) -> RunStatus {
    var options = options
    (options.root, options.target.output) = (layout.root, folder)
    let run = try options.run(with: cache.use)
    let status = try Batch(paths: paths, options: options, command: ["run"] + cache.arguments).run {
      path throws(NotebookError) in
      return try run(path).perform(formats: [.html])
    }
    if status == .succeeded, !options.settings.limits.startsContainers {
      for path in paths { try run(path).updateReferences() }
    }
    return status
  }

  private func defaultName(of layout: OutputLayout) -> String {
    let isFile = notebooks.count == 1 && !NotebookFolder.isFolder(notebooks[0])
    let name = isFile ? layout.files(of: notebooks[0], in: "").name : FilePath.name(of: layout.root)
    return name + (layout.variant.folder.map { "-" + $0 } ?? "") + ".zip"
  }
}
