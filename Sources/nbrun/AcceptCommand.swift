internal import ArgumentParser
internal import Notebooks

/// Runs notebooks again and stores their outputs, telling what is new about them.
struct AcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Store the outputs of notebooks anew, and tell how they differ.",
    discussion: "A notebook that fails is not stored; 'nbrun run' writes its handout all the same.")

  @OptionGroup
  var options: NotebookOptions

  func run() throws {
    try exit { () throws(NotebookError) in
      let overrides = try options.parameters.overrides()
      return try Batch(paths: options.paths(), options: options, command: ["accept"]).run {
        path throws(NotebookError) in
        let run = NotebookRun(
          path: path, output: options.output, overrides: overrides, variant: options.variant,
          cache: CacheUse(reusesResults: false))
        return try NotebookCheck(run: run, isExact: true).accept()
      }
    }
  }
}
