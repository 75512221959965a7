internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Lists what a cluster, or whatever else starts commands, has to run.
struct JobsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "List the calls that a cluster, make or GNU parallel is to run.",
    discussion: """
      nbrun jobs notebooks --format slurm --header cluster.txt > course.sh
      nbrun jobs notebooks/x.md --grid rate=0.1,0.2 width=4,8 --format parallel | parallel -j 8
      nbrun jobs notebooks --shards 8 --format make > course.mk

      The first has a job for each notebook, the second for each setting of a sweep, the third for each shard of a \
      course, which 'nbrun merge' joins. '--only failed' and '--only missing' list what to run again. \
      'docs/clusters.md' tells more.
      """)

  @Argument(
    help: "The markdown files to run, or folders of them.", completion: .file(extensions: ["md"]))
  var notebooks: [String]

  @OptionGroup
  var choice: SettingsOptions

  @Option(help: "One job for each of this many shards of the notebooks.")
  var shards: Int?

  @Option(
    help: "Deal shards of equal length, by the times that 'nbrun merge --times' has written.",
    completion: .file())
  var times: String?

  @Option(
    help:
      "How jobs are written: \(JobFormat.allCases.map { "\($0.rawValue) (\($0.summary))" }.joined(separator: ", "))."
  )
  var format = JobFormat.list

  @Option(
    help: "Put the lines of this file at the top, such as '#SBATCH --time=10'.", completion: .file())
  var header: String?

  @Option(
    help: "List only jobs that have failed, or those that are missing: not run, or not to their end.")
  var only: Part?

  @Option(
    name: .shortAndLong,
    help: "The folder for the handouts; 'output' unless given, and 'sweep' for settings.",
    completion: .directory)
  var output: String?

  @Option(help: "The folder that the output folder mirrors.", completion: .directory)
  var root: String?

  @Option(help: "The name or path of nbrun where the jobs run.")
  var program = "nbrun"

  @OptionGroup
  var settings: RunSettings

  /// Which jobs are listed.
  enum Part: String, ExpressibleByArgument, CaseIterable {
    case failed, missing
  }

  func validate() throws {
    if let output { try FolderOption.check(output, of: "--output") }
    if let shards, !(1...10_000).contains(shards) {
      throw ValidationError("'--shards' takes a number from 1 to 10,000")
    }
    if shards != nil, choice.isGiven {
      throw ValidationError("'--shards' divides notebooks; a sweep has a job for each setting")
    }
    if times != nil, shards == nil { throw ValidationError("'--times' is for '--shards'") }
    if choice.isGiven, notebooks.count > 1 { throw ValidationError("a sweep is of one notebook") }
    if header != nil, !format.takesHeader {
      throw ValidationError("'--header' is for 'slurm', 'make' and 'snakemake'")
    }
  }

  func run() throws {
    try exit { () throws(NotebookError) in
      let header = try header.map { path throws(NotebookError) in try TextFile.read(path) } ?? ""
      try settings.parameters.checkFiles()
      let all = try choice.isGiven ? sweepJobs() : shards == nil ? notebookJobs() : shardJobs()
      let listed = all.filter { job in
        switch only {
        case nil: true
        case .missing: job.status == nil
        case .failed: job.status.map { $0 != .succeeded } ?? false
        }
      }
      if listed.isEmpty, only != nil { Console.write("there is no such job\n") }
      if !listed.isEmpty { try StandardOutput.write(format.text(of: listed, header: header)) }
      return .succeeded
    }
  }

  /// A job for each setting; lists them for 'nbrun collect', too.
  private func sweepJobs() throws(NotebookError) -> [Job] {
    let path = try NotebookFolder.file(at: notebooks[0], for: "each job reads it")
    let sweep = try Sweep(of: path, choice, settings, in: output ?? "sweep")
    try sweep.writeRecord()
    var jobs: [Job] = []
    for setting in sweep.settings {
      let status = try sweep.files(of: setting).status()
      jobs.append(
        job(
          jobs.count, setting.folder, "\(sweep.folder)/\(setting.folder)", sweep.arguments(of: setting),
          status))
    }
    return jobs
  }

  private func notebookJobs() throws(NotebookError) -> [Job] {
    let paths = try paths()
    var jobs: [Job] = []
    for path in paths {
      let arguments = ["--root", layout.root, "--output", folder, "--", path]
      jobs.append(job(jobs.count, path, folder, arguments, try layout.files(of: path, in: folder).status()))
    }
    return jobs
  }

  private func shardJobs() throws(NotebookError) -> [Job] {
    let paths = try paths()
    let times = try times.map(RunTimes.read)
    var jobs: [Job] = []
    for number in 1...(shards ?? 1) {
      let shard = Shard(number: number, of: shards ?? 1)
      let part = "\(folder)/shard-\(number)"
      var statuses: [RunStatus?] = []
      for path in shard.part(of: paths, times, layout) {
        statuses.append(try layout.files(of: path, in: part).status())
      }
      let arguments =
        ["--shard", shard.argument] + (self.times.map { ["--times", $0] } ?? []) + [
          "--root", layout.root, "--output", part, "--",
        ] + notebooks
      let status = statuses.contains { $0 == nil } ? nil : statuses.compactMap(\.self).worst ?? .succeeded
      jobs.append(job(jobs.count, "shard \(shard.argument)", part, arguments, status))
    }
    return jobs
  }

  private var folder: String { output ?? "output" }

  private var layout: OutputLayout {
    OutputLayout(root: root, ofCallNaming: notebooks, settings.variant)
  }

  private func paths() throws(NotebookError) -> [String] {
    let paths = try NotebookFolder.notebooks(at: notebooks, output: folder)
    try layout.check(paths)
    return paths
  }

  private func job(
    _ index: Int, _ name: String, _ folder: String, _ arguments: [String], _ status: RunStatus?
  ) -> Job {
    Job(
      number: index + 1, name: name.escapedForLine, folder: folder,
      words: [program, "run", "--quiet"] + settings.arguments + arguments,
      status: status == .interrupted ? nil : status)
  }
}

extension JobFormat: ExpressibleByArgument {}
