internal import ArgumentParser
internal import Notebooks

/// Shows what a run would do, and why.
struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Show for each cell whether it would run, and why.")

  @Argument(help: "The markdown file.", completion: .file(extensions: ["md"]))
  var notebook: String

  @OptionGroup
  var settings: RunSettings

  func run() throws {
    try exit { () throws(NotebookError) in
      if settings.limits.sandbox == .container {
        try StandardOutput.write("every cell runs: a container has no cache\n")
        return .succeeded
      }
      var document = try MarkdownReader.read(path: try NotebookFolder.notebook(at: notebook))
      try document.apply(try settings.parameters.overrides())
      document.apply(settings.variant)
      let configuration = try RunConfiguration.beside(
        notebook: document.path, cache: CacheUse(), confinement: try settings.limits.confinement())
      guard let cache = RunCache(document, configuration) else {
        try StandardOutput.write("every cell runs: there is no folder for a cache\n")
        return .succeeded
      }
      let plans = cache.plans()
      for problem in cache.problems { Console.write("warning: cache: \(problem)\n") }
      let width = plans.map(\.name.count).max() ?? 0
      let lines = plans.map { name, plan in
        let words =
          switch plan {
          case .cached: "cached"
          case .runs(let reason): "runs: \(reason)"
          }
        return name + String(repeating: " ", count: width - name.count) + "  \(words)\n"
      }
      try StandardOutput.write(lines.joined())
      return .succeeded
    }
  }
}
