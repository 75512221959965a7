internal import Foundation
internal import Notebooks

/// One notebook that is run in every variation and compared with the first.
struct Verification {
  /// The path of the markdown file.
  let path: String
  /// Where in a folder its handout is.
  let layout: OutputLayout
  /// The options of its runs, the variant among them.
  let arguments: [String]
  /// How to compute it.
  let variations: [Variation]

  /// Runs the notebook in each variation, one after the other; returns the worst status.
  func run() throws(NotebookError) -> RunStatus {
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    let folder = temporary.path
    Console.write("\(path)\n")
    let jobs = variations.enumerated().map { number, variation in
      ProcessPool.Job(
        id: number, executable: NBRun.executable,
        arguments: ["run", "--quiet", "--fresh", "--output", "\(folder)/\(number)"] + arguments
          + variation.arguments + ["--", path],
        environment: variation.environment)
    }
    var statuses: [RunStatus] = []
    // One at a time: they would take each other's processors, and the slowest says how long it takes anyway.
    try ProcessPool(width: 1, jobs: jobs).run { outcome in
      statuses.append(tell(outcome, in: folder))
      return outcome.status == .succeeded
    }
    return statuses.worst ?? .succeeded
  }

  /// Tells what became of one variation.
  private func tell(_ outcome: ProcessPool.Outcome, in folder: String) -> RunStatus {
    let words = variations[outcome.id].words
    guard outcome.status == .succeeded else {
      Console.write("  \(Console.style.mark(false)) \(words): \(outcome.status.words)\n\(outcome.messages)")
      return outcome.status
    }
    let differences = StoredFiles.differences(
      stored: layout.files(of: path, in: "\(folder)/0"),
      found: layout.files(of: path, in: "\(folder)/\(outcome.id)"))
    let same = outcome.id == 0 ? "the reference" : "the same bytes"
    let verdict = differences.isEmpty ? same : "differs from \(variations[0].words)"
    Console.write("  \(Console.style.mark(differences.isEmpty)) \(words): \(verdict)\n")
    for difference in differences {
      Console.write(
        "      \(difference.subject): \(difference.stored ?? "none") → \(difference.found ?? "none")\n")
    }
    return differences.isEmpty ? .succeeded : .differs
  }
}
