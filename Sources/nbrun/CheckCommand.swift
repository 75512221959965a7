internal import ArgumentParser
internal import Notebooks

/// Runs notebooks again and compares with what is stored.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Run notebooks again and compare with their stored outputs.",
    discussion: """
      Numbers may differ by the 'tolerance' of the cell or the notebook; text, tables, expectations and \
      pixels must be the same. Nothing is written except the pages of '--review'. The exit status is 1 if something \
      differs. 'nbrun accept' stores new outputs.
      """)

  @OptionGroup
  var options: NotebookOptions

  @Flag(help: "Require every file to be the same byte for byte, whatever the tolerances.")
  var exact = false

  @Option(
    help:
      "Write a page to this folder for each notebook that differs: texts side by side, images under a slider.",
    completion: .directory)
  var review: String?

  func validate() throws {
    if let review { try FolderOption.check(review, of: "--review") }
  }

  func run() throws {
    try exit { () throws(NotebookError) in
      // A check that takes an earlier result for a new one checks nothing.
      let cache = CacheUse(reusesResults: false)
      let run = try options.run(with: cache)
      let command = ["check"] + (exact ? ["--exact"] : [])
      let paths = try options.paths()
      var plan = try options.plan()
      let reviewFolder = { path in review.map { options.layout.folder(for: path, in: $0) } }
      for path in paths {
        guard let folder = reviewFolder(path) else { continue }
        try plan.add(reviewAt: NotebookCheck.reviewPage(of: options.files(of: path).name, in: folder))
      }
      let status = try Batch(paths: paths, options: options, command: command, review: review).run {
        path throws(NotebookError) in
        return try NotebookCheck(run: run(path), isExact: exact, review: reviewFolder(path)).perform()
      }
      guard exact, status == .succeeded, options.writesIndex else { return status }
      return try CourseFiles(
        of: paths, options.layout, in: options.output, cache: cache, sandbox: options.settings.limits.sandbox
      ).check()
    }
  }
}
