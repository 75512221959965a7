internal import ArgumentParser
internal import CNN
internal import CProcess
internal import Foundation
internal import Notebooks

@main
struct NBRun: ParsableCommand {
  /// The version of this program.
  static let version = "0.9.0"

  /// The path of this program.
  static var executable: String { URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path }

  static let configuration = CommandConfiguration(
    commandName: "nbrun",
    abstract: "Runs markdown notebooks of Swift cells and writes them as handouts.",
    discussion: """
      nbrun notebooks/backprop.md writes output/backprop.html, and its figures and results to \
      output/backprop/.

      Exit status: 0 fine, 1 check found differences, 2 wrong call or notebook, 3 a cell does not compile, 4 a cell threw or an \
      expectation failed, 5 timeout, 6 crash, 7 more used than allowed, \
      130 interrupted.
      """,
    version: version,
    subcommands: [
      RunCommand.self, WatchCommand.self, CheckCommand.self, AcceptCommand.self, VerifyCommand.self,
      WhyCommand.self, ConvertCommand.self, NewCommand.self, MergeCommand.self, LanguageServerCommand.self,
      CacheCommand.self, DoctorCommand.self,
      OptionsCommand.self,
      BenchCommand.self, WorkerCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

  /// The commands that users may call.
  static var commands: [String] {
    let shown = configuration.subcommands.filter { $0.configuration.shouldDisplay }
    return shown.compactMap { $0.configuration.commandName } + ["help"]
  }

  static func main() {
    cpr_open_standard_descriptors()
    Kernels.keepMemory()
    do {
      // Options of a command that is mistyped would be told as unknown ones of 'run'.
      if let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), word != WorkerCommand.name,
        !commands.contains(word), !FileManager.default.fileExists(atPath: word),
        case .unknownWord(let word, let meant) = NotebookFolder.missing(word)
      {
        Console.write(NotebookError.unknownWord(word, meant: meant).message + "\n")
        Foundation.exit(Int32(RunStatus.usage.rawValue))
      }
      if let error = Kernels.environmentError { throw ValidationError(error + ".") }
      var command = try parseAsRoot()
      if !(command is WorkerCommand) {
        cpr_ignore_broken_pipes()
        Descendants.adoptOrphans()
      }
      try command.run()
    } catch {
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      // A wrong call has the status that the documentation promises, not the parser's own.
      Console.write(fullMessage(for: error) + "\n")
      Foundation.exit(Int32(RunStatus.usage.rawValue))
    }
  }
}
