internal import ArgumentParser
internal import Notebooks

/// Where a call writes handouts, and what it may replace there.
struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The folder for the handouts.", completion: .directory)
  var output = "output"

  @OptionGroup
  var replacement: ReplacementOption

  func validate() throws { try FolderOption.check(output, of: "--output") }
}

/// The value of an option that takes a folder.
enum FolderOption {
  /// Throws `ValidationError` if `path`, the value of `option`, is no folder that files can be written to.
  static func check(_ path: String, of option: String) throws {
    // The empty value of a variable would be the root of the file system.
    if path.isEmpty { throw ValidationError("'\(option)' takes the path of a folder") }
    if path == "-" {
      throw ValidationError(
        "'\(option)' takes the path of a folder, not standard output; './-' is a folder of that name")
    }
  }
}

/// Whether a call may replace files that are not its own.
struct ReplacementOption: ParsableArguments {
  @Flag(help: "Also replace files that no earlier run has written, but never a notebook that is read.")
  var force = false

  /// The option as it is written.
  var arguments: [String] { force ? ["--force"] : [] }
}
