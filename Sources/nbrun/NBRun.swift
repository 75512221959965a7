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
    abstract: "Run markdown notebooks of Swift cells and write them as handouts.",
    discussion: """
      nbrun notebooks/backprop.md writes output/backprop.html, and its figures and results to \
      output/backprop/.

      \(Help.topics)

      Exit status: 0 success, 1 differences found by check, 2 wrong call or notebook, 3 compile error, 4 error \
      thrown or expectation failed, 5 timeout, 6 crash, 7 limit exceeded, 130 interrupted.
      """,
    version: version,
    subcommands: [
      RunCommand.self, WatchCommand.self, CheckCommand.self, AcceptCommand.self, VerifyCommand.self,
      WhyCommand.self, ConvertCommand.self, PackageCommand.self, NewCommand.self, MergeCommand.self,
      GradeCommand.self, SweepCommand.self, CollectCommand.self, JobsCommand.self,
      LanguageServerCommand.self, KernelCommand.self,
      CacheCommand.self, DoctorCommand.self,
      BenchCommand.self, WorkerCommand.self, SubmissionCommand.self, RankPingCommand.self,
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
      let words = Array(CommandLine.arguments.dropFirst())
      if let topic = helpTopic(in: words) {
        return try StandardOutput.write(Help.text(about: topic, commands: commands) + "\n")
      }
      try checkCommand(words)
      if let error = Kernels.environmentError { throw ValidationError(error + ".") }
      var command = try parseAsRoot(RankOptions.withCounts(LimitOptions.withSandboxKinds(words)))
      if !(command is WorkerCommand) {
        cpr_ignore_broken_pipes()
        // A kernel's language server is nothing that a cell has left behind.
        if !(command is KernelRunCommand) { Descendants.adoptOrphans() }
      }
      try command.run()
    } catch {
      Foundation.exit(end(with: error))
    }
  }

  /// Returns the word after `help` if it is no command; about commands the parser knows more.
  private static func helpTopic(in words: [String]) -> String? {
    guard words.count > 1, words[0] == "help", !words[1].hasPrefix("-"), !commands.contains(words[1]) else {
      return nil
    }
    return words[1]
  }

  /// Throws if the first of `words` is neither a command nor a file.
  ///
  /// The parser would take its options for unknown ones of 'run'.
  private static func checkCommand(_ words: [String]) throws(NotebookError) {
    if let command = words.first, commands.contains(command), command != "run",
      RankOptions.areGiven(in: words)
    {
      throw .noRanks(reason: "'--ranks' is for 'nbrun run', and not for '\(command)'")
    }
    guard let word = words.first, !word.hasPrefix("-"),
      ![WorkerCommand.name, SubmissionCommand.name, RankPingCommand.name].contains(word)
    else { return }
    if commands.contains(word) || FileManager.default.fileExists(atPath: word) { return }
    if case let error = NotebookFolder.missing(word), case .unknownWord = error { throw error }
  }

  /// Writes what ended the program, which may be the help that was asked for; returns the exit status.
  private static func end(with error: any Error) -> Int32 {
    do throws(NotebookError) {
      if let error = error as? NotebookError { throw error }
      let (text, code) = (fullMessage(for: error), exitCode(for: error))
      if code.isSuccess {
        try StandardOutput.write(text + "\n")
      } else if !text.isEmpty {
        Console.write(text + "\n")
      }
      // A wrong call has the status that the documentation promises, not the parser's own.
      return code == .validationFailure ? Int32(RunStatus.usage.rawValue) : code.rawValue
    } catch {
      Console.write(error.message + "\n")
      return Int32(RunStatus.usage.rawValue)
    }
  }
}
