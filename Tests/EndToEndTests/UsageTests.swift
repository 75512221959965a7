import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Wrong calls and wrong notebooks: nothing runs, and it is said why.
  struct UsageTests {
    static let usage = Int32(RunStatus.usage.rawValue)

    @Test func `A missing file is named`() throws {
      let run = try NBRunProcess(["nowhere.md"])
      #expect(run.status == Self.usage)
      #expect(run.messages == "nowhere.md: error: there is no such file\n")
      #expect(!FileManager.default.fileExists(atPath: run.folder.path))
    }

    @Test func `A wrong call is told with the status of a wrong call`() throws {
      let run = try NBRunProcess(["--no-such-option", "state.md"])
      #expect(run.status == Self.usage)
      #expect(run.messages.contains("Unknown option '--no-such-option'"))
    }

    @Test(arguments: [
      ["-o", "", "figure.md"], ["-o", "-", "figure.md"], ["check", "--review", "", "figure.md"],
      ["check", "--review", "-", "figure.md"], ["merge", "a", "-o", "-"], ["watch", "-o", "-", "figure.md"],
    ])
    func `No folder is none, and not the root, and '-' is none`(arguments: [String]) throws {
      let run = try NBRunProcess(arguments, takesOutput: false)
      #expect(run.status == Self.usage)
      #expect(run.messages.contains("takes the path of a folder"), "\(run.messages)")
    }

    @Test(arguments: [
      ["convert", "figure.md", "-o", ""], ["bench", "--json", ""], ["bench", "--json", "-"],
    ])
    func `No file is none`(arguments: [String]) throws {
      let run = try NBRunProcess(arguments, takesOutput: false)
      #expect(run.status == Self.usage)
      #expect(run.messages.contains("takes the path of a file"), "\(run.messages)")
    }

    @Test func `An unknown cell option is told at its place, with the nearest one, and nothing runs`() throws
    {
      let run = try NBRunProcess(fixture: "unknown-option")
      #expect(run.status == Self.usage)
      #expect(
        run.messages.contains(
          "unknown-option.md:13:5: error: unknown option 'fig-capt'; did you mean 'fig-cap'?\n"))
      let result = try run.results("unknown-option")
      #expect(result.cells.map(\.outcome) == [.notRun, .notRun, .notRun])
      #expect(try run.handout("unknown-option").contains("unknown-option.md:13:5"))
    }

    @Test func `An unknown key in the front matter is told at its place`() throws {
      let run = try NBRunProcess(fixture: "bad-front-matter")
      #expect(run.status == Self.usage)
      #expect(
        run.messages.contains(
          "bad-front-matter.md:3:1: error: unknown key 'timout'; did you mean 'timeout'?\n")
      )
    }

    @Test(arguments: [
      (["figure.md", "nowhere.md"], "nowhere.md: error: there is no such file\n"),
      (["chek", "figure.md"], "chek: error: there is no such command or file; did you mean 'check'?\n"),
      (
        ["chek", "--exact", "figure.md"],
        "chek: error: there is no such command or file; did you mean 'check'?\n"
      ),
      (["figure.md", "accpt"], "accpt: error: there is no such command or file; did you mean 'accept'?\n"),
      (
        ["-q", "watch", "figure.md"],
        "watch: error: there is no such command or file; did you mean 'nbrun watch …'?\n"
      ),
      (["figure"], "figure: error: there is no such command or file; did you mean 'figure.md'?\n"),
      (["check", "figure.md", "nowhere.md"], "nowhere.md: error: there is no such file\n"),
      (["accept", "nowhere.md", "figure.md"], "nowhere.md: error: there is no such file\n"),
      (["figure.md", "-j", "2", "nowhere.md", "state.md"], "nowhere.md: error: there is no such file\n"),
      (
        ["figure.md", "-"],
        "-: error: this is a stream, not a file, and it has to be the only notebook of a call; save it to a file first\n"
      ),
    ])
    func `A word that is no notebook stops the call before anything runs`(
      arguments: [String], message: String
    )
      throws
    {
      let run = try NBRunProcess(arguments)
      #expect(run.status == Self.usage)
      #expect(run.messages == message)
      #expect(!FileManager.default.fileExists(atPath: run.folder.path))
    }

    @Test(arguments: [
      ("x.ipynb", "this is a Jupyter notebook; 'nbrun convert x.ipynb -o x.md' converts it"),
      ("x.qmd", "this is a Quarto document; 'nbrun convert x.qmd -o x.md' converts it"),
      (
        "my x.Rmd",
        "this is an R Markdown document; 'nbrun convert \"my x.Rmd\" -o \"my x.md\"' converts it"
      ),
      (
        "setup.sh",
        "this is not a notebook; notebooks are markdown files ('.md'), and 'nbrun new setup.md' creates one"
      ),
      (
        "README",
        "this is not a notebook; notebooks are markdown files ('.md'), and 'nbrun new README.md' creates one"
      ),
    ])
    func `A file that is no notebook is refused with what helps`(name: String, message: String) throws {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for name in [name, "a.md"] { try Data("# A\n".utf8).write(to: folder.appending(path: name)) }
      for command in ["run", "check", "accept", "verify", "why", "watch"] {
        let takesSeveral = !["why", "watch"].contains(command)
        let run = try NBRunProcess(
          [command] + (takesSeveral ? ["a.md"] : []) + [name], in: folder, takesOutput: false)
        #expect(run.status == Self.usage)
        #expect(run.messages.hasPrefix("\(name): error: \(message)"), "\(command): \(run.messages)")
      }
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "output").path))
    }

    @Test func `A notebook without a Swift cell runs, and that is told`() throws {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("# Prose\n".utf8).write(to: folder.appending(path: "prose.md"))
      let run = try NBRunProcess(["prose.md"], in: folder)
      #expect(run.status == 0)
      #expect(run.messages.hasPrefix("prose.md · no Swift cell: nothing to run\n"), "\(run.messages)")
      #expect(try run.handout("prose").contains("Prose"))
    }
  }
}
