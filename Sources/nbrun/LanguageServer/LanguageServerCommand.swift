internal import ArgumentParser

/// Helps editors with the Swift in notebooks.
struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Serve an editor: completion, explanations and errors in the cells of a notebook.",
    discussion: """
      Editors start it for markdown files and talk to it by the Language Server Protocol, on standard input and \
      output. docs/editors.md tells how to set that up. Errors are the ones that a run would tell; completion, \
      explanations and definitions come from the toolchain's sourcekit-lsp.
      """)

  func run() throws {
    let status = LanguageServer().run()
    if status != 0 { throw ExitCode(status) }
  }
}
