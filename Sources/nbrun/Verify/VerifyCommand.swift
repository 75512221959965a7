internal import ArgumentParser
internal import CNN
internal import Notebooks

/// Checks that notebooks give the same bytes however they are computed.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that notebooks give the same bytes with any number of threads and any kernels.",
    discussion: """
      Runs each notebook with 1, 2 and 5 threads and with each instruction set of the processor, and compares every \
      file that is written. The portable kernels ('generic') are many times slower than the others. \
      Nothing is stored. The exit status is 1 if something differs.
      """)

  @Argument(
    help: "The markdown files, or folders of them.", completion: .file(extensions: ["md"]))
  var notebooks: [String]

  @Option(
    name: .customLong("kernels"),
    help: "The instruction sets to compare, such as 'avx2,avx512'; by default all of the processor.")
  var chosen: KernelList?

  @OptionGroup
  var settings: RunSettings

  func run() throws {
    try exit { () throws(NotebookError) in
      try settings.parameters.checkFiles()
      _ = try settings.parameters.overrides()
      _ = try settings.limits.confinement()
      let variations = Variation.all(levels: chosen?.levels ?? Kernels.levels)
      var statuses: [RunStatus] = []
      for path in try NotebookFolder.notebooks(at: notebooks) {
        _ = try NotebookFolder.file(at: path, for: "'verify' reads a notebook several times")
        let verification = Verification(
          path: path, layout: OutputLayout(ofCallNaming: [path], settings.variant),
          arguments: settings.arguments, variations: variations)
        statuses.append(try verification.run())
        if statuses.last == .interrupted { break }
      }
      return statuses.worst ?? .succeeded
    }
  }

  /// Instruction sets on the command line.
  struct KernelList: ExpressibleByArgument {
    let levels: [String]

    /// Reads names with commas between them; nil if the processor has not all of them.
    init?(argument: String) {
      let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard Set(names).isSubset(of: Kernels.levels) else { return nil }
      levels = Kernels.levels.filter(names.contains)
    }

    static var allValueStrings: [String] { Kernels.levels }
  }
}
