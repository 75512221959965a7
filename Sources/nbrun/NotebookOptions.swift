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

  @Flag(help: "Start no more notebooks after one has failed.")
  var failFast = false

  func validate() throws {
    if quiet && verbose { throw ValidationError("'--quiet' and '--verbose' exclude each other") }
    if let root, !NotebookFolder.isFolder(root) {
      throw ValidationError("'--root' takes a folder of the notebooks")
    }
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
    return shard?.part(of: all) ?? all
  }

  /// Where in the output folder the handouts are.
  var layout: OutputLayout {
    root.map { OutputLayout(root: $0, settings.variant) }
      ?? OutputLayout(ofCallNaming: notebooks, settings.variant)
  }

  /// Returns where the outputs of the notebook at `path` are.
  func files(of path: String) -> HandoutFiles { layout.files(of: path, in: output) }

  /// Returns a plan of what this call writes, still empty.
  func plan() throws(NotebookError) -> OutputPlan {
    OutputPlan(inputs: try allPaths(), replacesOthers: target.replacement.force)
  }
}

/// One of several equal parts of a list.
struct Shard: ExpressibleByArgument {
  let number: Int
  let count: Int

  /// Reads `3/8`.
  init?(argument: String) {
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1], (1...max(count, 1)) ~= number
    else { return nil }
    self.number = number
    self.count = count
  }

  /// Returns every `count`-th of `items`: the same on every machine, and each item in one part.
  func part(of items: [String]) -> [String] {
    items.enumerated().filter { $0.offset % count == number - 1 }.map(\.element)
  }
}
