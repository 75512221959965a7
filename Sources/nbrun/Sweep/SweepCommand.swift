internal import ArgumentParser
internal import CNN
internal import Notebooks

/// Runs one notebook with many settings of its parameters.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Run a notebook with many values of its parameters.",
    discussion: """
      nbrun sweep notebooks/x.md --grid rate=0.1,0.2 width=4,8 -j 2

      runs the notebook four times, into sweep/x/rate=0.1,width=4 and so on, and compiles its cells once. Then it \
      collects the results into one table, sweep/x/index.html. Called again, it runs only what has not succeeded, or \
      what has changed. The exit status is the worst of all settings.
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["md"]))
  var notebook: String

  @OptionGroup
  var choice: SettingsOptions

  @Option(
    name: .shortAndLong, help: "The folder for sweeps; each notebook's is in it.", completion: .directory)
  var output = "sweep"

  @OptionGroup
  var replacement: ReplacementOption

  @Option(name: .shortAndLong, help: "Run this many settings at a time; the files written are the same.")
  var jobs = 1

  @Option(
    name: .customLong("to"), help: FormatList.help)
  var formats = FormatList.handout

  @OptionGroup
  var settings: RunSettings

  @Flag(help: "Run every setting, even if it has succeeded already.")
  var fresh = false

  @Flag(name: .shortAndLong, help: "Print errors and warnings only.")
  var quiet = false

  func validate() throws {
    try FolderOption.check(output, of: "--output")
    if jobs < 1 { throw ValidationError("'--jobs' takes a number from 1 on") }
    if !choice.isGiven {
      throw ValidationError("a sweep takes '--grid rate=0.1,0.2', '--settings FILE' or '--random 10'")
    }
  }

  func run() throws {
    try exit { () throws(NotebookError) in
      let path = try NotebookFolder.file(at: notebook, for: "each setting reads it")
      try settings.parameters.checkFiles()
      _ = try settings.limits.confinement()
      let sweep = try Sweep(of: path, choice, settings, in: output)
      var plan = OutputPlan(inputs: [path], replacesOthers: replacement.force)
      for setting in sweep.settings {
        try plan.add(sweep.files(of: setting), of: path, as: formats.formats)
      }
      try plan.add(sweepIn: sweep.folder)
      try sweep.writeRecord()
      let waiting = try fresh ? sweep.settings : sweep.unfinished()
      if !quiet, waiting.count < sweep.settings.count {
        Console.write(
          "\(sweep.settings.count - waiting.count) of \(sweep.settings.count) settings are done\n")
      }
      let isInterrupted = try run(waiting, of: sweep)
      let table = try SweepTable(collecting: sweep.folder)
      try table.write(in: sweep.folder, tells: !quiet)
      Console.write("\(Console.style.mark(table.failed + table.missing == 0)) \(table.summary)\n")
      return isInterrupted ? .interrupted : table.rows.compactMap(\.status).worst ?? .succeeded
    }
  }

  /// Runs `waiting`; returns whether that was interrupted.
  private func run(_ waiting: [SweepSetting], of sweep: Sweep) throws(NotebookError) -> Bool {
    let options =
      ["run", "--quiet", "--to", formats.argument, "--only-compiled"] + replacement.arguments
      + settings.arguments
    let jobs = waiting.enumerated().map { index, setting in
      ProcessPool.Job(
        id: index, executable: NBRun.executable, arguments: options + sweep.arguments(of: setting))
    }
    var (isInterrupted, isRefused) = (false, false)
    // The others find in the cache what the first one has compiled.
    for (width, part) in [(1, jobs.prefix(1)), (self.jobs, jobs.dropFirst())]
    where !isInterrupted && !isRefused {
      try ProcessPool(width: width, jobs: Array(part)).run { outcome in
        if outcome.status == .interrupted { isInterrupted = true }
        // What is wrong with the notebook itself is wrong with every setting.
        if outcome.id == 0, [.usage, .compileFailed].contains(outcome.status) { isRefused = true }
        tell(outcome, of: waiting[outcome.id])
        return !isInterrupted
      }
    }
    return isInterrupted
  }

  private func tell(_ outcome: ProcessPool.Outcome, of setting: SweepSetting) {
    Console.write(outcome.messages)
    guard !quiet || outcome.status != .succeeded else { return }
    let seconds = "\((outcome.seconds * 10).rounded() / 10) s"
    let mark = Console.style.mark(outcome.status == .succeeded)
    Console.write("\(mark) \(setting.folder.escapedForLine)  \(outcome.status.words)  \(seconds)\n")
  }
}

/// How a call names the settings of a sweep.
struct SettingsOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Run every combination of values: 'rate=0.1,0.2 width=4,8'; a list in brackets is one value.",
      valueName: "name=values"))
  var grid: [String] = []

  @Option(
    help: "Run the settings of a table with tabs, whose first line names the parameters.", completion: .file()
  )
  var settings: String?

  @Option(help: "Run this many random settings from the ranges that the notebook declares.")
  var random: Int?

  @Option(help: "The seed of '--random'.")
  var seed: UInt64 = 1

  /// How many of the ways are given.
  private var count: Int { (grid.isEmpty ? 0 : 1) + (settings == nil ? 0 : 1) + (random == nil ? 0 : 1) }

  /// Whether the call is about settings.
  var isGiven: Bool { count > 0 }

  func validate() throws {
    if count > 1 { throw ValidationError("a sweep takes one of '--grid', '--settings' and '--random'") }
    if let random, !(1...100_000).contains(random) {
      throw ValidationError("'--random' takes a number from 1 to 100,000")
    }
  }

  /// How the settings are found.
  var source: SweepSettings {
    if let settings { return .table(path: settings) }
    return random.map { .random(count: $0, seed: seed) } ?? .grid(grid)
  }
}

/// A notebook and the settings that it runs with.
struct Sweep {
  /// The notebook.
  let path: String
  /// The settings, in order.
  let settings: [SweepSetting]
  /// The folder of the sweep.
  let folder: String
  /// The notebook with what all settings have in common.
  private let notebook: Notebook
  private let layout: OutputLayout

  /// Creates the sweep that a call describes.
  init(
    of path: String, _ choice: SettingsOptions, _ options: RunSettings, in output: String
  ) throws(NotebookError) {
    self.path = path
    var notebook = try MarkdownReader.read(path: path)
    try notebook.apply(options.parameters.overrides())
    notebook.apply(options.variant)
    self.notebook = notebook
    layout = OutputLayout(root: FilePath.folder(of: path), options.variant)
    folder = "\(output)/\(notebook.name)"
    settings = try choice.source.settings(of: notebook) { seed in
      var stream = RandomStream(seed: seed, name: "sweep")
      return { Double(stream.next() >> 11) * 0x1p-53 }
    }
  }

  /// Returns where the handout of `setting` is.
  func files(of setting: SweepSetting) -> HandoutFiles {
    layout.files(of: path, in: "\(folder)/\(setting.folder)")
  }

  /// Returns the options by which a call runs `setting`, and the notebook.
  func arguments(of setting: SweepSetting) -> [String] {
    ["--root", layout.root, "--output", "\(folder)/\(setting.folder)"] + setting.arguments + ["--", path]
  }

  /// Lists the settings for `nbrun collect`, beside those of earlier sweeps in the same folder.
  func writeRecord() throws(NotebookError) {
    var record = SweepRecord(of: notebook, settings)
    if let earlier = try SweepRecord.read(in: folder) {
      guard earlier.notebook == record.notebook else {
        throw .unwritable(path: folder, reason: "it is a sweep of '\(earlier.notebook)'")
      }
      record.add(earlier)
    }
    try record.write(in: folder)
  }

  /// The settings that have not succeeded, or would give something else today.
  func unfinished() throws(NotebookError) -> [SweepSetting] {
    var progress = SweepProgress(of: notebook, in: try .current())
    return settings.filter { !progress.isDone($0, files(of: $0)) }
  }
}
