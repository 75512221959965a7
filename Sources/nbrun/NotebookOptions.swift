internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Which notebooks to run, and how many at a time.
struct NotebookOptions: ParsableArguments {
  @Argument(
    help: "The markdown files to run, or folders of them; '-' is standard input.",
    completion: .file(extensions: ["md"]))
  var notebooks: [String]

  @OptionGroup
  var target: OutputOptions

  @Option(
    help:
      "The folder that the output folder mirrors; by default the deepest one that holds all notebooks of the call.",
    completion: .directory)
  var root: String?

  @OptionGroup
  var settings: RunSettings

  @Option(name: .shortAndLong, help: "Run this many notebooks at a time; the files written are the same.")
  var jobs = 1

  @Option(help: ArgumentHelp("How many compilers work on each notebook at once.", visibility: .hidden))
  var compilers: Int?

  @Option(help: "Run shard i of n of the notebooks, such as '3/8'; 'nbrun merge' joins the shards.")
  var shard: Shard?

  @Option(
    help: "Deal shards of equal length, by the times that 'nbrun merge --times' has written.",
    completion: .file())
  var times: String?

  @Flag(help: "Start no more notebooks after one has failed.")
  var failFast = false

  func validate() throws {
    if quiet && verbose { throw ValidationError("'--quiet' and '--verbose' exclude each other") }
    if let root, !NotebookFolder.isFolder(root) {
      throw ValidationError("'--root' takes a folder of the notebooks")
    }
    if times != nil, shard == nil { throw ValidationError("'--times' is for '--shard'") }
    for (name, number) in [("jobs", jobs), ("compilers", compilers ?? 1)] where number < 1 {
      throw ValidationError("'--\(name)' takes a number from 1 on")
    }
  }

  @Flag(name: .shortAndLong, help: "Print errors and warnings only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print the time, memory and files of each cell.")
  var verbose = false

  /// The folder for the handouts.
  var output: String { target.output }

  /// How much is told.
  var detail: ConsoleRecorder.Detail { quiet ? .quiet : verbose ? .verbose : .normal }

  /// Whether the call is about all of several notebooks, whose handouts then have an index.
  var writesIndex: Bool {
    shard == nil && (notebooks.count > 1 || notebooks.contains { NotebookFolder.isFolder($0) })
  }

  /// Returns how each notebook of this call is run, whose path it takes.
  func run(
    with cache: CacheUse
  ) throws(NotebookError) -> (_ path: String) -> NotebookRun {
    let overrides = try settings.parameters.overrides()
    let confinement = try settings.limits.confinement()
    let layout = layout
    return { path in
      NotebookRun(
        path: path, base: output, layout: layout, overrides: overrides, confinement: confinement,
        compilersAtOnce: compilers ?? RunConfiguration.compilersAtOnce(),
        compilation: settings.compilation.choices, cache: cache, detail: detail,
        replacesOthers: target.replacement.force)
    }
  }

  /// The notebooks of this call and of its other parts, in order.
  private func allPaths() throws(NotebookError) -> [String] {
    let paths = try NotebookFolder.notebooks(at: notebooks, output: output)
    try layout.check(paths)
    return paths
  }

  /// The notebooks of this call, in order.
  func paths() throws(NotebookError) -> [String] {
    let all = try allPaths()
    return shard?.part(of: all, try times.map(RunTimes.read), layout) ?? all
  }

  /// Writes which notebooks this call was given, if it is a shard, for 'nbrun merge'.
  func writeShardRecord() throws(NotebookError) {
    guard let shard else { return }
    try ShardRecord(shard, of: allPaths(), running: paths(), layout).write(in: output)
  }

  /// Where in the output folder the handouts are.
  var layout: OutputLayout {
    OutputLayout(root: root, ofCallNaming: notebooks, settings.variant)
  }

  /// Returns where the outputs of the notebook at `path` are.
  func files(of path: String) -> HandoutFiles { layout.files(of: path, in: output) }

  /// Returns a plan of what this call writes, still empty.
  func plan() throws(NotebookError) -> OutputPlan {
    var plan = OutputPlan(inputs: try allPaths(), replacesOthers: target.replacement.force)
    if shard != nil {
      let isOwn = (try? ShardRecord.read(in: output)) != nil
      try plan.add(shardRecordAt: ShardRecord.path(in: output), isOwn: isOwn)
    }
    return plan
  }
}
