internal import ArgumentParser

/// Helps editors with the Swift in notebooks.
struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Start a language server: completion, documentation and errors in notebooks.",
    discussion: """
      Editors start it for markdown files and use the Language Server Protocol on standard input and output; \
      docs/editors.md says how to set them up. Errors are those of a run; completion, documentation and definitions \
      in cells come from the toolchain's sourcekit-lsp. Options, front matter and references are completed, too.
      """)

  func run() throws {
    let status = LanguageServer().run()
    if status != 0 { throw ExitCode(status) }
  }
}
