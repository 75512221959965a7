internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Grades submissions by the exercises and expectations of a notebook.
struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Grade submissions by a notebook's exercises.",
    discussion: """
      The notebook has exercises with labels, expectations behind them, and '//| points: 2'. Of each submission, a notebook \
      in a folder of its own, only the answers to the exercises are used. They run in a sandbox. 'docs/grading.md' tells \
      more.
      """)

  @Argument(
    help: "The notebook with the exercises and their solutions.", completion: .file(extensions: ["md"]))
  var master: String

  @Argument(help: "The folder with a folder for each submission.", completion: .directory)
  var submissions: String

  @Option(name: .shortAndLong, help: "The folder for handouts and grades.", completion: .directory)
  var output = "graded"

  @Option(name: .shortAndLong, help: "Grade this many submissions at a time.")
  var jobs = 1

  @Option(help: "When submissions were due, such as '2026-11-30T12:00'; later ones are marked.")
  var due: DueTime?

  @OptionGroup
  var replacement: ReplacementOption

  @OptionGroup(title: "Limits")
  var limits: LimitOptions

  @Flag(name: .shortAndLong, help: "Print errors and warnings only.")
  var quiet = false

  func validate() throws {
    try FolderOption.check(output, of: "--output")
    if jobs < 1 { throw ValidationError("'--jobs' takes a number from 1 on") }
    try sandboxed.checkContainerOptions()
  }

  func run() throws {
    try exit { () throws(NotebookError) in
      let path = try NotebookFolder.file(at: master, for: "each submission is graded by it")
      let entries = try SubmissionFolders.entries(
        in: submissions, of: HandoutFiles(ofNotebookAt: path, in: "").name)
      let (page, csv) = ("\(output)/index.html", "\(output)/grades.csv")
      var plan = OutputPlan(
        inputs: [path] + entries.map(submission),
        replacesOthers: replacement.force)
      for entry in entries { try plan.add(handout(entry, of: path), of: path) }
      try plan.add(gradesAt: page, csv: csv)
      let temporary = try TemporaryFolder()
      defer { temporary.remove() }
      guard
        let master = try GradedMaster(
          path, besides: [submissions, output], in: GradingWorkspace(folder: temporary.path))
      else { return .usage }
      let (rows, isInterrupted) = try grade(entries, master, at: path)
      let table = GradesTable(title: master.title, master.plan, rows)
      try HandoutWriter.write(table.csv, to: csv)
      try HandoutWriter.write(table.html, to: page)
      if !quiet { for path in [page, csv] { StandardOutput.tell(path) } }
      return isInterrupted ? .interrupted : .succeeded
    }
  }

  /// Grades `entries`, some at a time; returns what became of those that had their turn.
  private func grade(
    _ entries: [SubmissionFolders.Entry], _ master: GradedMaster, at path: String
  ) throws(NotebookError) -> (rows: [GradesTable.Row], isInterrupted: Bool) {
    var rows: [Int: GradesTable.Row] = [:]
    var isInterrupted = false
    for (index, entry) in entries.enumerated() where !entry.problem.isEmpty {
      rows[index] = row(entry, Grade(master.plan, ending: .missing), note: entry.problem)
    }
    // Where there is no sandbox, nothing runs.
    _ = try sandboxed.confinement()
    var jobs: [ProcessPool.Job] = []
    for index in entries.indices where rows[index] == nil {
      jobs.append(
        try master.job(
          index, submission: submission(entries[index]), sandboxed,
          compilersAtOnce: RunConfiguration.compilersAtOnce(notebooksAtOnce: min(self.jobs, entries.count))))
    }
    var failure: NotebookError?
    try ProcessPool(width: jobs.isEmpty ? 1 : self.jobs, jobs: jobs).run { outcome in
      let entry = entries[outcome.id]
      guard outcome.status != .interrupted else {
        isInterrupted = true
        return false
      }
      let graded = Result { () throws(NotebookError) in
        try master.grade(outcome, submission: submission(entry), into: handout(entry, of: path))
      }
      switch graded {
      case .success(let (grade, hasPage, note)):
        var new = row(entry, grade, note: note)
        new.seconds = outcome.seconds
        if hasPage { new.page = "\(entry.folder)/\(master.name).html" }
        rows[outcome.id] = new
        if !quiet { tell(new) }
      case .failure(let error): failure = error
      }
      return failure == nil
    }
    if let failure { throw failure }
    return (rows.sorted { $0.key < $1.key }.map(\.value), isInterrupted)
  }

  /// The path of what was handed in.
  private func submission(_ entry: SubmissionFolders.Entry) -> String {
    "\(submissions)/\(entry.folder)/\(entry.file)"
  }

  /// The files of its handout, which is called like the notebook at `path`.
  private func handout(_ entry: SubmissionFolders.Entry, of path: String) -> HandoutFiles {
    HandoutFiles(ofNotebookAt: path, in: "\(output)/\(entry.folder)")
  }

  /// The limits of submissions, which always are in a sandbox.
  private var sandboxed: LimitOptions {
    var limits = limits
    if limits.sandbox == .none { limits.sandbox = .container }
    if limits.timeLimit == nil { limits.timeLimit = .init(argument: "5m") }
    return limits
  }

  private func row(_ entry: SubmissionFolders.Entry, _ grade: Grade, note: String) -> GradesTable.Row {
    let isLate = due.map { !entry.file.isEmpty && entry.time > $0.seconds } ?? false
    return GradesTable.Row(
      folder: entry.folder, file: entry.file, grade: grade, isLate: isLate, seconds: 0, page: nil, note: note)
  }

  private func tell(_ row: GradesTable.Row) {
    let possible = row.grade.items.map(\.possible).sum
    let mark = Console.style.mark(row.grade.endings.isEmpty)
    Console.write(
      "\(mark) \(row.folder.escapedForLine)  \(row.grade.points.text) of \(possible.text) points  \(row.status)\n"
    )
  }

  /// A time on the command line, in the local time zone.
  struct DueTime: ExpressibleByArgument {
    /// The seconds since 1970.
    let seconds: Double

    init?(argument: String) {
      let formatter = DateFormatter()
      formatter.locale = Locale(identifier: "en_US_POSIX")
      let formats = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd"]
      let dates = formats.compactMap { format in
        formatter.dateFormat = format
        return formatter.date(from: argument)
      }
      guard let date = dates.first else { return nil }
      seconds = date.timeIntervalSince1970
    }
  }
}
