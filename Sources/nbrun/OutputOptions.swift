internal import ArgumentParser
internal import Notebooks

/// Where a call writes handouts, and what it may replace there.
struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The folder for the handouts.", completion: .directory)
  var output = "output"

  @OptionGroup
  var replacement: ReplacementOption

  func validate() throws {
    // The empty value of a variable would be the root of the file system.
    if output.isEmpty { throw ValidationError("'--output' takes the path of a folder") }
  }
}

/// Whether a call may replace files that are not its own.
struct ReplacementOption: ParsableArguments {
  @Flag(help: "Replace files that no earlier run has written, too; never a notebook that the call reads.")
  var force = false

  /// The option as it is written.
  var arguments: [String] { force ? ["--force"] : [] }
}
