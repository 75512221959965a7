import Foundation
import Notebooks
import Testing

/// Writes handouts to the folder `NBRUN_LOOK`, to be looked at in a browser.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["NBRUN_LOOK"] != nil))
struct LookTests {
  private let folder = URL(filePath: ProcessInfo.processInfo.environment["NBRUN_LOOK"] ?? "")

  /// Pictures that lie in the folder, if there are some.
  private func picture(_ name: String) -> [UInt8] {
    (try? Data(contentsOf: folder.appending(path: name + ".png"))).map { [UInt8]($0) } ?? []
  }

  @Test func sample() throws {
    let result = SampleNotebook.result(light: picture("light"), dark: picture("dark"))
    let handout = HTMLHandout.render(notebook: SampleNotebook.notebook, result: result)
    #expect(handout.problems.isEmpty, "\(handout.problems)")
    try Data(handout.html.utf8).write(to: folder.appending(path: "sample.html"))
  }

  @Test func mistakes() throws {
    let text = """
      ---
      titel: A notebook with mistakes
      ---
      # A notebook with mistakes

      A formula $\\frac{1}$ in a line, @fig-none, ![a cat](cat.png), <b>raw</b> and

      $$ \\begin{matrix} 1 & 2 \\nonsense \\end{matrix} $$

      > A quote
      > of two lines.

      > [!TIP]
      > A tip.

      > [!WARNING]
      > A warning.

      > [!CAUTION]
      > A caution.

      ```swift
      //| lable: fig-a
      #if os(Linux)
      @discardableResult func f<T: Equatable>(_ x: T) async throws -> [String: T] { ["a": x] }
      #endif
      ```
      """
    let notebook = MarkdownReader.read(text: text, path: "mistakes.md")
    let figure = FigureOutput(
      name: "a", lightPNG: picture("light"), darkPNG: nil, width: 320, height: 200, description: "d",
      data: "{}")
    let outputs: [Output] = [
      .figure(figure), .standardOutput("a \u{202E}b\u{0}c \u{1B}[31mred \u{1B}[1;33mwarn\u{1B}[0m\n"),
      .diagnostic(
        .init(.warning, "variable 'x' was never mutated;\nconsider 'let'", at: .init(line: 27, column: 6))),
    ]
    let result = NotebookResult(
      cells: [.init(number: 1, name: "cell-1", outcome: .succeeded, outputs: outputs)],
      problems: notebook.problems)
    let handout = HTMLHandout.render(notebook: notebook, result: result)
    #expect(handout.problems.count == 4)
    try Data(handout.html.utf8).write(to: folder.appending(path: "mistakes.html"))
  }
}
