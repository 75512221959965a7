internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// How a call says that its notebook runs on several ranks.
struct RankOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Run the notebook as this many processes, which train together over MPI and give the results of one. '--ranks' alone, under 'mpirun' or 'srun', is as many as that has started.",
      valueName: "count"))
  var ranks: Count?

  /// How many there are to be.
  enum Count: ExpressibleByArgument {
    /// This call starts so many.
    case started(Int)
    /// A launcher has started this process and the others.
    case launched

    init?(argument: String) {
      if argument == Count.launchedArgument {
        self = .launched
      } else if let count = Int(argument), count > 0 {
        self = .started(count)
      } else {
        return nil
      }
    }

    static let launchedArgument = "launched"
  }

  private static let name = "--ranks"

  /// Returns the words of a call with a value for each `--ranks` that has none.
  ///
  /// To the parser an option either always has a value or never, and would take the notebook for that.
  static func withCounts(_ words: [String]) -> [String] {
    let end = words.firstIndex(of: "--") ?? words.endIndex
    var read: [String] = []
    var rest = words[..<end]
    while let word = rest.popFirst() {
      if word == name {
        let count = rest.first.flatMap { Int($0) == nil ? nil : $0 }
        if count != nil { rest.removeFirst() }
        read.append("\(name)=\(count ?? Count.launchedArgument)")
      } else {
        read.append(word)
      }
    }
    return read + words[end...]
  }

  /// Returns the words of a call of one of the ranks that `words` ask for.
  static func ofOneRank(_ words: [String]) -> [String] {
    withCounts(words).map { $0.hasPrefix("\(name)=") ? "\(name)=\(Count.launchedArgument)" : $0 }
  }

  /// Whether `words` are a call that is to run on several ranks.
  static func areGiven(in words: [String]) -> Bool {
    words.prefix { $0 != "--" }.contains { $0 == name || $0.hasPrefix("\(name)=") }
  }

  /// Throws a `ValidationError` if `options` are for a run that no ranks can share.
  func check(_ options: NotebookOptions) throws {
    guard ranks != nil else { return }
    if options.notebooks.count != 1 || options.notebooks.contains(where: NotebookFolder.isFolder)
      || options.shard != nil
    {
      throw ValidationError("'--ranks' is for one notebook; several run at a time by '--jobs' or '--shard'")
    }
    if options.jobs > 1 { throw ValidationError("'--ranks' and '--jobs' exclude each other") }
    if NotebookPath.isStream(options.notebooks[0]) {
      throw ValidationError("'--ranks' takes a file: each rank reads the notebook")
    }
    if options.settings.limits.sandbox != .none {
      throw ValidationError(
        "'--ranks' and '--sandbox' exclude each other: a sandbox has no network, and MPI needs one")
    }
  }

  /// Which rank this process is; nil for a call without ranks.
  ///
  /// - Throws: `NotebookError.noRanks` if no launcher has started it.
  func link() throws(NotebookError) -> (any RankLink)? {
    guard ranks != nil else { return nil }
    let environment = ProcessInfo.processInfo.environment
    guard let launched = LaunchedRank(environment) else {
      throw .noRanks(
        reason: "no launcher has started them; '--ranks 4' starts four, and 'mpirun' or 'srun' any number")
    }
    let library = try MPILibrary.choose(for: launched, environment)
    return launched.rank == 0 ? try RankHost(launched, library) : RankGuest(launched, library)
  }
}
