import Notebooks
import Testing

struct DiagnosticTextTests {
  @Test func `The caret stands below the column, whatever is before it`() {
    let text = DiagnosticText(
      path: "notebooks/x.md", lines: ["é = b", "\tlet c"], style: TerminalStyle(isColored: false))
    let diagnostic = Diagnostic(
      .error, "no 'b'", at: SourceLocation(line: 1, column: 6),
      notes: [
        Diagnostic(.note, "here", at: SourceLocation(line: 2, column: 2)),
        Diagnostic(.note, "there", at: nil),
      ])
    #expect(
      text.text(of: diagnostic) == """
        notebooks/x.md:1:6: error: no 'b'
        1 │ é = b
          │     ^
        notebooks/x.md:2:2: note: here
        2 │ \tlet c
          │ \t^
        notebooks/x.md: note: there

        """)
  }

  @Test func `Colors are used only where they are wanted`() {
    let diagnostic = Diagnostic(.warning, "w", at: nil)
    let plain = DiagnosticText(path: "x", lines: [], style: TerminalStyle(isColored: false))
    let colored = DiagnosticText(path: "x", lines: [], style: TerminalStyle(isColored: true))
    #expect(plain.text(of: diagnostic) == "x: warning: w\n")
    #expect(colored.text(of: diagnostic).contains("\u{1B}[33mwarning:\u{1B}[0m"))
  }
}
