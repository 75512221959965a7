import Foundation
import Testing

extension EndToEnd {
  /// The recipes of docs/editors.md, as they stand there, in the editors that are installed.
  @Suite struct EditorTests {
    private let notebook = """
      ---
      title: Small
      ---
      # Größe {#sec-size}

      ```swift
      //| ech
      func tripledSize(_ number: Int) -> Int { 3 * number }
      let wrong: Int = "ü"
      _ = tripl
      ```

      Ü: @sec-

      """

    @Test(.enabled(if: Editor.hasNeovim, "no Neovim on the PATH; install the Debian package 'neovim'"))
    func `Neovim shows messages and completes`() throws {
      let folder = try self.folder(with: notebook)
      let version = try Shell.run("nvim --version", in: folder).text.firstMatch(of: /NVIM v0\.(\d+)/)?.1
      let minor = try #require(version.flatMap { Int($0) })
      try recipe(minor >= 11 ? "From 0.11 on" : "From 0.7 to 0.10").write(
        to: folder.appending(path: "init.lua"), atomically: true, encoding: .utf8)
      let script = Fixtures.folder.appending(path: "editors/neovim.lua").path
      // Of several names that fit, Emacs shows a list.
      try check(
        "nvim --headless -n -i NONE -u init.lua -S '\(script)'", in: folder,
        alsoFor: ["completed: _ = tripledSize("])
    }

    @Test(
      .enabled(
        if: Editor.hasEmacs,
        "no Emacs with Eglot and Markdown mode; install the Debian packages 'emacs-nox', 'elpa-eglot' and 'elpa-markdown-mode'"
      ))
    func `Emacs shows messages and completes`() throws {
      let folder = try self.folder(with: notebook)
      try recipe("Emacs").write(
        to: folder.appending(path: "init.el"), atomically: true, encoding: .utf8)
      let script = Fixtures.folder.appending(path: "editors/emacs.el").path
      try check("emacs --batch --eval '(package-initialize)' --load init.el --load '\(script)'", in: folder)
    }

    /// Runs an editor on the notebook, and looks at what it saw.
    private func check(_ command: String, in folder: URL, alsoFor more: [String] = []) throws {
      let programs = Fixtures.program.deletingLastPathComponent().path
      let run = try Shell.run(
        "export HOME=$PWD XDG_CONFIG_HOME=$PWD XDG_STATE_HOME=$PWD XDG_DATA_HOME=$PWD PATH='\(programs)':$PATH\n"
          + command, in: folder)
      #expect(run.status == 0, "\(run.text)")
      for line in [
        "message: 7:5: expected 'option: value'", "message: 9:18: cannot convert value of type 'String'",
        "completed: //| echo: ", "completed: Ü: @sec-size",
      ] + more {
        #expect(run.text.contains(line), "\(line) is not in \(run.text)")
      }
    }

    private func folder(with notebook: String) throws -> URL {
      let folder = try Fixtures.makeFolder()
      try notebook.write(to: folder.appending(path: "notebook.md"), atomically: true, encoding: .utf8)
      return folder
    }

    /// Returns the first block of code below `heading` in docs/editors.md.
    private func recipe(_ heading: String) throws -> String {
      let page = try String(
        contentsOf: Fixtures.folder.appending(path: "../../../docs/editors.md"), encoding: .utf8)
      let section = try #require(page.firstRange(of: "# \(heading)\n"), "no section '\(heading)'")
      let block = try #require(page[section.upperBound...].firstMatch(of: /```\w+\n(?s:(.*?))```\n/))
      return String(block.1)
    }
  }
}

/// The editors that are there.
private enum Editor {
  static let hasNeovim = succeeds("nvim --version")
  static let hasEmacs = succeeds(
    "emacs --batch --eval '(progn (package-initialize) (require (quote eglot)) (require (quote markdown-mode)))'"
  )

  private static func succeeds(_ command: String) -> Bool {
    (try? Shell.run(command, in: FileManager.default.temporaryDirectory))?.status == 0
  }
}
