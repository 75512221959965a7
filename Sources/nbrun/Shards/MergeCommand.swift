internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Merges what the shards of a course have written on several machines.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Merge the handouts that the shards of a run have written.",
    discussion: """
      nbrun merge part-1 part-2 part-3 --notebooks notebooks

      copies the handouts of 'nbrun run --shard 1/3', '2/3' and '3/3' to the output folder and writes the course's \
      index there. A shard is asked only for the notebooks that it was given. If two shards wrote different versions of \
      a file, nothing is copied. The exit status is the worst of all notebooks, as if they had run here; it is 2 if no \
      shard has run a notebook of the course. With '--missing' nothing is merged: the shards to run again are printed, \
      as in '2,5,7', for 'sbatch --array'.
      """)

  @Argument(help: "The output folders of the shards.", completion: .directory)
  var parts: [String]

  @OptionGroup
  var target: OutputOptions

  @Option(
    name: .customLong("notebooks"), parsing: .upToNextOption,
    help: "The markdown files of the course, or folders of them.", completion: .file(extensions: ["md"]))
  var course = ["notebooks"]

  @Option(
    help: "The folder that the output folders mirror, if the shards were run with '--root'.",
    completion: .directory)
  var root: String?

  @Option(
    help: "The audience of the handouts: student, solution, or instructor.",
    completion: .list(Variant.allCases.map(\.rawValue)))
  var variant = Variant.solution

  @Flag(help: "Print the numbers of the shards that are missing, or have not run all of their notebooks.")
  var missing = false

  @Option(
    help: "Also write how long each notebook took, for 'nbrun run --shard 1/3 --times FILE'.",
    completion: .file())
  var times: String?

  func run() throws {
    try exit { () throws(NotebookError) in
      let paths = try NotebookFolder.notebooks(at: course, output: target.output)
      let layout = OutputLayout(root: root, ofCallNaming: course, variant)
      try layout.check(paths)
      let index = try CourseFiles(of: paths, layout, in: target.output)
      var plan = OutputPlan(inputs: paths, replacesOthers: target.replacement.force)
      let merge = try Merge(notebooks: paths, layout: layout, parts: parts, output: target.output)
      if missing {
        let numbers = try merge.missingShards()
        if !numbers.isEmpty {
          try StandardOutput.write(numbers.map { "\($0)" }.joined(separator: ",") + "\n")
        }
        return .succeeded
      }
      if let times, (try? RunTimes.read(times)) == nil { try plan.add(file: times, option: "--times") }
      try merge.check(&plan)
      try index.add(to: &plan, besides: paths)
      try merge.copy()
      for path in paths { try merge.updateReferences(of: path) }
      var entries: [Batch.Entry] = []
      for path in paths {
        let found = try merge.outcome(of: path)
        entries.append(Batch.Entry(path: path, status: found?.status, seconds: found?.seconds ?? 0))
      }
      if let times {
        let known = entries.filter { $0.status != nil && $0.seconds > 0 }
        let seconds = known.map { (layout.name(of: $0.path), $0.seconds) }
        try RunTimes(seconds: Dictionary(seconds) { $1 }).write(to: times)
      }
      Console.write(BatchSummary.text(of: entries, style: Console.style))
      if try index.write() { StandardOutput.tell(index.path) }
      let worst = entries.compactMap(\.status).worst ?? .usage
      return worst == .succeeded && entries.contains { $0.status == nil } ? .usage : worst
    }
  }
}

/// The handouts of a course in the output folders of several machines, on their way to one.
struct Merge {
  /// The notebooks of the course.
  let notebooks: [String]
  /// What they are called on every machine.
  private let names: [String]
  /// Where the handouts are in each of the folders.
  let layout: OutputLayout
  /// The folders that they come from.
  private let parts: [String]
  /// What they say they were given, by their folders.
  private let records: [String: ShardRecord]
  /// The parts that may have a notebook; what others have of it is of an earlier list.
  private let givers: [String: [String]]
  /// The folder that they go to.
  private let output: String

  /// Creates the merging of `parts`; tells of those that were dealt from another list of notebooks.
  ///
  /// - Throws: `NotebookError.missing` for a part that is not there.
  init(
    notebooks: [String], layout: OutputLayout, parts: [String], output: String
  ) throws(NotebookError) {
    (self.notebooks, self.layout, self.parts, self.output) = (notebooks, layout, parts, output)
    names = notebooks.map(layout.name)
    var records: [String: ShardRecord] = [:]
    for part in parts {
      if !NotebookFolder.isFolder(part) { throw .missing(path: part) }
      guard let record = try ShardRecord.read(in: part) else { continue }
      records[part] = record
      if record.course != names {
        let others = Set(names).symmetricDifference(record.course).sorted().prefix(3).joined(separator: ", ")
        Console.write(
          "\(part): warning: it is a shard of another list of notebooks"
            + (others.isEmpty ? ", in another order" : ", which differs in \(others)") + "\n")
      }
    }
    self.records = records
    let given = records.mapValues { Set($0.notebooks) }
    givers = Dictionary(
      uniqueKeysWithValues: zip(notebooks, names).map { notebook, name in
        (notebook, parts.filter { given[$0]?.contains(name) ?? true })
      })
  }

  /// The numbers of the shards that are not there, or have a notebook that has not run to its end.
  ///
  /// - Throws: `NotebookError.unreadable` unless the parts are shards of one course.
  func missingShards() throws(NotebookError) -> [Int] {
    let known = parts.compactMap { part in records[part].flatMap { record in record.part.map { (part, $0) } }
    }
    guard let count = known.first?.1.count, known.allSatisfy({ $0.1.count == count }) else {
      throw .unreadable(
        path: parts.first ?? "",
        reason: "'--missing' needs parts that 'nbrun run --shard i/n' has written, of one n")
    }
    let given = Dictionary(
      grouping: givers.flatMap { notebook, parts in parts.map { (part: $0, notebook: notebook) } }, by: \.part
    ).mapValues { $0.map(\.notebook) }
    var missing = Set(1...count)
    for (part, shard) in known {
      var isWhole = true
      for notebook in given[part] ?? [] {
        let status = try files(of: notebook, in: part).status()
        if status == nil || status == .interrupted { isWhole = false }
      }
      // What a shard was given is no longer what the course has.
      if let record = records[part], record.course != names { isWhole = false }
      if isWhole { missing.remove(shard.number) }
    }
    return missing.sorted()
  }

  /// Adds to `plan` what `copy()` writes.
  ///
  /// - Throws: `NotebookError.unwritable` when a file of two parts is not the same in both, `.unreadable` for a record
  ///   that is damaged.
  func check(_ plan: inout OutputPlan) throws(NotebookError) {
    for notebook in notebooks {
      var origins: [String: String] = [:]
      let target = files(of: notebook, in: output)
      // One that cannot be read would not be copied, as if the notebook had not run.
      let parts = givers[notebook] ?? []
      for part in parts { _ = try stored(notebook, in: part) }
      for part in parts {
        for (origin, path) in files(of: notebook, in: part).copies(to: target) {
          // How long two runs took never is the same.
          if let other = origins.updateValue(origin, forKey: path), path != target.run,
            !FileManager.default.contentsEqual(atPath: other, andPath: origin)
          {
            throw .unwritable(path: path, reason: "\(other) and \(origin) differ")
          }
        }
      }
      let written = target.written()
      for (path, origin) in origins.sorted(by: { $0.key < $1.key }) {
        try plan.add(copyOf: origin, at: path, isOwn: written.contains(path))
      }
    }
  }

  /// Copies the handouts, but no index, which is of the whole course.
  func copy() throws(NotebookError) {
    for notebook in notebooks {
      for part in givers[notebook] ?? [] {
        try HandoutWriter.copy(files(of: notebook, in: part), to: files(of: notebook, in: output))
      }
    }
  }

  /// Writes the page of the notebook at `path` again if it refers to notebooks of other parts.
  ///
  /// Its code has colors by the toolchain, which a machine that only merges may lack.
  func updateReferences(of path: String) throws(NotebookError) {
    let run = NotebookRun(path: path, base: output, layout: layout, replacesOthers: true)
    do throws(NotebookError) { try run.updateReferences() } catch .toolMissing(let name) {
      let page = files(of: path, in: output).path(.html)
      Console.write(
        "\(page): warning: its references to other notebooks have the numbers of its own part, since '\(name)' of the "
          + "Swift toolchain was not found\n")
    }
  }

  private func files(of notebook: String, in folder: String) -> HandoutFiles {
    layout.files(of: notebook, in: folder)
  }

  /// Returns how the run of the notebook at `path` ended whose results have been copied; nil if there is none.
  func outcome(of path: String) throws(NotebookError) -> (status: RunStatus, seconds: Double)? {
    guard let status = try files(of: path, in: output).status() else { return nil }
    return (status, RunRecorder.seconds(inFileAt: files(of: path, in: output).run) ?? 0)
  }

  /// Returns the result of the notebook at `path` in `folder`; nil if there is none.
  private func stored(_ path: String, in folder: String) throws(NotebookError) -> NotebookResult? {
    let files = files(of: path, in: folder)
    do throws(NotebookError) {
      return try HandoutWriter.read(name: files.name, in: files.folder)
    } catch .missing {
      return nil
    }
  }
}
