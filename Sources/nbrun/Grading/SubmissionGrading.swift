internal import Foundation
internal import Notebooks

/// The submissions of one call of `nbrun grade` on their way to grades.
struct SubmissionGrading {
  private let entries: [SubmissionFolders.Entry]
  private let master: GradedMaster
  /// The path of the master, for which handouts are called.
  private let path: String
  private let command: GradeCommand
  /// What the grade of each submission depends on; nil if that is more than can be looked at.
  private let keys: [String?]
  /// What earlier calls have graded, and this one.
  private var record: GradingRecord
  private var rows: [Int: GradesTable.Row] = [:]
  /// Whether some have not had their turn.
  private(set) var isInterrupted = false

  /// Prepares to grade `entries` by the master at `path`, as far as `record` does not have them.
  init(
    _ entries: [SubmissionFolders.Entry], _ master: GradedMaster, at path: String, _ command: GradeCommand,
    _ record: GradingRecord
  ) {
    (self.entries, self.master, self.path, self.command) = (entries, master, path, command)
    self.record = record
    keys = entries.map { SubmissionGrading.key(of: $0, master, command) }
  }

  /// What became of the submissions that had their turn, in order.
  var table: [GradesTable.Row] { rows.sorted { $0.key < $1.key }.map(\.value) }

  /// Grades the submissions, some at a time.
  mutating func run() throws(NotebookError) {
    // Where there is no sandbox, nothing runs.
    _ = try command.sandboxed.confinement()
    takeKnown()
    let disturbed = try run(entries.indices.filter { rows[$0] == nil }, atATime: command.jobs)
    guard !isInterrupted, !disturbed.isEmpty else { return }
    if !command.quiet {
      let names = disturbed.map { entries[$0].folder.escapedForLine }.joined(separator: ", ")
      Console.write("timed out while others ran, and once more by itself: \(names)\n")
    }
    _ = try run(disturbed, atATime: 1)
  }

  /// Takes what needs no run: missing submissions, and what an earlier call has graded.
  private mutating func takeKnown() {
    var count = 0
    for (index, entry) in entries.enumerated() {
      if !entry.problem.isEmpty {
        rows[index] = row(entry, Grade(master.plan, ending: .missing), note: entry.problem)
        continue
      }
      let files = command.handout(entry, of: path)
      guard !command.fresh, let key = keys[index],
        let seconds = record.seconds(of: entry.folder, key: key, files),
        let grade = master.grade(stored: files)
      else { continue }
      count += 1
      rows[index] = row(entry, grade, seconds: seconds, page: master.page)
    }
    if count > 0, !command.quiet {
      Console.write(
        "\(count) of \(entries.count) are as an earlier call has graded them; '--fresh' grades all\n")
    }
  }

  /// Grades `submissions`, `width` at a time; returns those that may have ended as they did because of the others.
  private mutating func run(_ submissions: [Int], atATime width: Int) throws(NotebookError) -> [Int] {
    let width = max(min(width, submissions.count), 1)
    var jobs: [ProcessPool.Job] = []
    for index in submissions {
      jobs.append(
        try master.job(
          index, submission: command.submission(entries[index]), command.sandboxed,
          compilersAtOnce: RunConfiguration.compilersAtOnce(notebooksAtOnce: width)))
    }
    var disturbed: [Int] = []
    var failure: NotebookError?
    try ProcessPool(width: width, jobs: jobs).run { outcome in
      guard outcome.status != .interrupted else {
        isInterrupted = true
        return false
      }
      do throws(NotebookError) {
        if try !take(outcome, alone: width == 1) { disturbed.append(outcome.id) }
      } catch { failure = error }
      return failure == nil
    }
    if let failure { throw failure }
    return disturbed.sorted()
  }

  /// Grades what the process of a submission has left; returns false if it is to run again, `alone`.
  private mutating func take(_ outcome: ProcessPool.Outcome, alone: Bool) throws(NotebookError) -> Bool {
    let entry = entries[outcome.id]
    let files = command.handout(entry, of: path)
    let (grade, hasPage, note) = try master.grade(
      outcome, submission: command.submission(entry), into: files)
    let new = row(entry, grade, seconds: outcome.seconds, page: hasPage ? master.page : nil, note: note)
    rows[outcome.id] = new
    if !alone, grade.endings.contains(where: \.dependsOnOthers) { return false }
    if hasPage, let key = keys[outcome.id] {
      try record.add(entry.folder, key: key, files, seconds: outcome.seconds)
    }
    if !command.quiet { tell(new) }
    return true
  }

  private static func key(
    of entry: SubmissionFolders.Entry, _ master: GradedMaster, _ command: GradeCommand
  ) -> String? {
    let limits = command.limits
    guard entry.problem.isEmpty, limits.allowRead.isEmpty else { return nil }
    let variables = limits.allowEnv.flatMap { $0.split(separator: ",") }.map { name in
      "\(name)=\(ProcessInfo.processInfo.environment[String(name)] ?? "")"
    }
    return GradingRecord.key(
      of: [master.key] + limits.arguments + variables, files: [entry.file: command.submission(entry)])
  }

  private func row(
    _ entry: SubmissionFolders.Entry, _ grade: Grade, seconds: Double = 0, page: String? = nil,
    note: String = ""
  ) -> GradesTable.Row {
    let isLate = command.due.map { !entry.file.isEmpty && entry.time > $0.seconds } ?? false
    return GradesTable.Row(
      folder: entry.folder, file: entry.file, grade: grade, isLate: isLate, seconds: seconds,
      page: page.map { "\(entry.folder)/\($0)" }, note: note)
  }

  private func tell(_ row: GradesTable.Row) {
    let possible = row.grade.items.map(\.possible).sum
    let mark = Console.style.mark(row.grade.endings.isEmpty)
    Console.write(
      "\(mark) \(row.folder.escapedForLine)  \(row.grade.points.text) of \(possible.text) points  \(row.status)\n"
    )
  }
}
