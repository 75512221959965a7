internal import ArgumentParser
internal import Notebooks

/// Runs notebooks and writes their handouts.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run notebooks and write their handouts (the default).")

  @OptionGroup
  var options: NotebookOptions

  @Option(
    name: .customLong("to"), help: FormatList.help)
  var formats = FormatList.handout

  @Flag(help: "Also print each handout as PDF, which needs Chromium.")
  var pdf = false

  @Option(
    help: "The paper for which handouts are made, in place of the one that a notebook asks for: a4 or letter."
  )
  var paper: Paper?

  @OptionGroup(title: "Cache")
  var cache: CacheOptions

  @OptionGroup(title: "Ranks")
  var ranks: RankOptions

  func validate() throws { try ranks.check(options) }

  /// What of the call is about printing.
  private var paperArguments: [String] {
    (pdf ? ["--pdf"] : []) + (paper.map { ["--paper", $0.rawValue] } ?? [])
  }

  func run() throws {
    try exit { () throws(NotebookError) in
      if case .started(let count) = ranks.ranks {
        try RankLauncher.start(count, RankOptions.ofOneRank(Array(CommandLine.arguments.dropFirst())))
      }
      let link = try ranks.link()
      if link == nil, options.shard == nil { RankLauncher.warnOfRunsAlone() }
      let withoutPaper = try options.run(with: cache.use)
      let run = { (path: String) in
        var run = withoutPaper(path)
        run.paper = paper
        run.ranks = link
        // One rank would go on while the others wait for it.
        if link != nil { run.cache.reusesResults = false }
        return run
      }
      let paths = try options.paths()
      if pdf, !(link is RankGuest) { _ = try PDFPrinter.browser() }
      let writesIndex = options.writesIndex && formats.formats.contains(.html)
      var plan = try options.plan()
      for path in paths {
        try plan.add(
          options.files(of: path), of: path, as: formats.formats.union(pdf ? [.html] : []), pdf: pdf)
      }
      let index = try CourseFiles(
        of: paths, options.layout, in: options.output, cache: cache.use,
        sandbox: options.settings.limits.sandbox)
      if writesIndex { try index.add(to: &plan, besides: paths) }
      try options.writeShardRecord()
      let command = ["run", "--to", formats.argument] + paperArguments + cache.arguments
      let status = try Batch(paths: paths, options: options, command: command).run {
        path throws(NotebookError) in
        return try run(path).perform(formats: formats.formats, printsPDF: pdf)
      }
      // What a container has not seen is not read outside of it.
      if paths.count > 1, formats.formats.contains(.html), !options.settings.limits.startsContainers {
        for path in paths { try run(path).updateReferences() }
      }
      if writesIndex, try index.write(), !options.quiet, !paths.contains(where: { $0 == index.opening }) {
        StandardOutput.tell(index.path)
      }
      return status
    }
  }
}

extension ParsableCommand {
  /// Does `work` and ends the program with the status that it returns.
  func exit(after work: () throws(NotebookError) -> RunStatus) throws {
    let status: RunStatus
    do throws(NotebookError) { status = try work() } catch {
      Console.write(error.message + "\n")
      status = .usage
    }
    if status != .succeeded { throw ExitCode(Int32(status.rawValue)) }
  }
}
