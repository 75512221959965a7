internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Grades submissions by the exercises and expectations of a notebook.
struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Grade submissions by a notebook's exercises.",
    discussion: """
      The notebook has exercises with labels, expectations behind them, and '//| points: 2'. Of each submission, a notebook \
      in a folder of its own, only the answers to the exercises are used. They run in a sandbox. What an earlier call has \
      graded, and is still the same, is not graded again. 'docs/grading.md' tells more.
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

  @Flag(help: "Grade all submissions, those too that an earlier call has graded and that are the same.")
  var fresh = false

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
      let (page, csv, record) = ("\(output)/index.html", "\(output)/grades.csv", "\(output)/grades.json")
      var plan = OutputPlan(
        inputs: [path] + entries.map(submission),
        replacesOthers: replacement.force)
      for entry in entries { try plan.add(handout(entry, of: path), of: path) }
      try plan.add(gradesAt: page, csv: csv, record: record)
      let temporary = try TemporaryFolder()
      defer { temporary.remove() }
      var status = RunStatus.usage
      guard
        let master = try GradedMaster(
          path, besides: [submissions, output], in: GradingWorkspace(folder: temporary.path), status: &status)
      else { return status }
      var grading = SubmissionGrading(entries, master, at: path, self, GradingRecord(fileAt: record))
      try grading.run()
      let table = GradesTable(title: master.title, master.plan, grading.table)
      try HandoutWriter.write(table.csv, to: csv)
      try HandoutWriter.write(table.html, to: page)
      if !quiet { for path in [page, csv] { StandardOutput.tell(path) } }
      return grading.isInterrupted ? .interrupted : .succeeded
    }
  }

  /// The path of what was handed in.
  func submission(_ entry: SubmissionFolders.Entry) -> String {
    "\(submissions)/\(entry.folder)/\(entry.file)"
  }

  /// The files of its handout, which is called like the notebook at `path`.
  func handout(_ entry: SubmissionFolders.Entry, of path: String) -> HandoutFiles {
    HandoutFiles(ofNotebookAt: path, in: "\(output)/\(entry.folder)")
  }

  /// The limits of submissions, which always are in a sandbox.
  var sandboxed: LimitOptions {
    var limits = limits
    if limits.sandbox == .none { limits.sandbox = .container }
    if limits.timeLimit == nil { limits.timeLimit = .init(argument: "5m") }
    // None can take the memory of another.
    limits.memoryLimit =
      limits.memoryLimit ?? ResourceLimits.usual.memory.map { LimitOptions.Size(bytes: $0 / jobs) }
    return limits
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
