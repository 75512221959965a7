import Notebooks
import Testing

struct CompilerMessagesTests {
  let cell = Cell(number: 3, code: "let a = 1\na + b", firstLine: 10, indentation: 2)

  private func diagnostics(_ text: String, wrapper: CellSource.Wrapper? = nil) -> [Diagnostic] {
    CompilerMessages.diagnostics(in: text, fileName: "x.md", cells: [cell], wrappers: [wrapper])
  }

  @Test func `An error is at the file's line, and at the column with the indentation`() {
    let text = """
      x.md:11:5: error: cannot find 'b' in scope [#missing]
       2 | a + b
         |     `- error: cannot find 'b' in scope
      """
    #expect(
      diagnostics(text) == [
        Diagnostic(.error, "cannot find 'b' in scope", at: SourceLocation(line: 11, column: 7))
      ])
  }

  @Test func `Notes belong to what they follow, and lose places outside the notebook`() {
    let text = """
      x.md:10:1: warning: odd
      x.md:4:9: note: earlier cell
      /usr/include/x.h:3:4: note: 'Cell_2.f' declared here
      <unknown>:0: error: module missing
      """
    #expect(
      diagnostics(text) == [
        Diagnostic(
          .warning, "odd", at: SourceLocation(line: 10, column: 3),
          notes: [
            Diagnostic(.note, "earlier cell", at: SourceLocation(line: 4, column: 11)),
            Diagnostic(.note, "'f' declared here", at: nil),
          ]),
        Diagnostic(.error, "module missing", at: SourceLocation(line: 10, column: 3)),
      ])
  }

  @Test func `What is said of the wrapper of the last expression is said of the expression, or not at all`() {
    let wrapper = CellSource.Wrapper(line: 10, column: 11, expression: SourceLocation(line: 11, column: 1))
    let text = """
      x.md:10:1: error: in the line above
      x.md:10:11: warning: will never be executed
      x.md:11:1: note: a call to a never-returning function
      x.md:10:18: error: generic parameter 'Value' could not be inferred
      x.md:11:3: error: no
      """
    #expect(
      diagnostics(text, wrapper: wrapper).map {
        "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)"
      }
        == ["10:3 in the line above", "11:3 generic parameter 'Value' could not be inferred", "11:5 no"])
  }

  @Test func `A later cell may extend an earlier one's type without a warning`() {
    let text = """
      x.md:10:1: warning: … if the owners of 'Cell_2' introduce this conformance in the future
      x.md:10:1: note: add '@retroactive' to silence this warning
      """
    #expect(diagnostics(text).isEmpty)
  }

  @Test func `A later cell may extend a library's type by an earlier one's protocol without a warning`() {
    func diagnostics(_ name: String) -> [Diagnostic] {
      let text = """
        x.md:10:1: warning: extension declares a conformance of imported type 'String' to imported protocol '\(name)'; …
        x.md:10:1: note: add '@retroactive' to silence this warning
        """
      let earlier = CompiledCell(
        moduleName: "Cell_1", library: "", imports: [], declarations: [.init(kind: "protocol", name: "P")])
      return CompilerMessages.diagnostics(in: text, fileName: "x.md", cells: [cell], after: [earlier])
    }
    #expect(diagnostics("P").isEmpty)
    #expect(diagnostics("CustomStringConvertible").count == 1)
  }
}
