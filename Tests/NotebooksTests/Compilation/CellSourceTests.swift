import Foundation
import Notebooks
import Testing

struct CellSourceTests {
  private func outline(lastExpressionOffset offset: Int?) -> CellOutline {
    let item =
      offset.map {
        #"{"_kind":"top_level_code_decl","range":{"start":\#($0)},"body":{"elements":[{"_kind":"call_expr"}]}}"#
      } ?? ""
    return CellOutline(parseDump: Data(#"{"_kind":"source_file","items":[\#(item)]}"#.utf8))!
  }

  @Test func `A cell keeps its own lines`() {
    let cell = Cell(number: 1, code: "let a = 1\nlet b = 2", firstLine: 7)
    let source = CellSource(
      of: cell, fileName: "x.md", outline: outline(lastExpressionOffset: nil), implicitImports: ["CNN"],
      after: [])
    #expect(
      source.text == """
        import CNN
        #sourceLocation(file: "x.md", line: 7)
        let a = 1
        let b = 2

        """)
    #expect(source.wrapper == nil)
  }

  @Test func `The last expression is shown and keeps its line and column`() {
    let cell = Cell(number: 1, code: "let é = 1; é + 1\n// done", firstLine: 7)
    let source = CellSource(
      of: cell, fileName: "x.md", outline: outline(lastExpressionOffset: 12), implicitImports: [], after: [])
    #expect(
      source.text == """
        #sourceLocation(file: "x.md", line: 7)
        let é = 1;\u{20}
        #sourceLocation(file: "x.md", line: 6)
         display(
                    é + 1
        // done
        )

        """)
    #expect(
      source.wrapper
        == CellSource.Wrapper(line: 6, column: 2, expression: SourceLocation(line: 7, column: 13)))
  }

  @Test func `A hidden last expression is evaluated and not shown`() {
    let cell = Cell(number: 1, code: "  f();", firstLine: 3)
    let outline = CellOutline(
      parseDump: Data(
        #"""
        {"_kind":"source_file","items":[{"_kind":"top_level_code_decl","range":{"start":2},
        "body":{"elements":[{"_kind":"call_expr","trailing_semi":true}]}}]}
        """#.utf8))
    let source = CellSource(of: cell, fileName: "x.md", outline: outline, implicitImports: [], after: [])
    #expect(source.text == "#sourceLocation(file: \"x.md\", line: 2)\n _ =\n  f();\n")
  }

  @Test func `Names come from the latest cell that declares them`() {
    let earlier = [
      CompiledCell(
        moduleName: "Cell_1", library: "", imports: ["Foundation", "CNN"],
        declarations: [.init(kind: "var", name: "x"), .init(kind: "func", name: "f")]),
      CompiledCell(
        moduleName: "Cell_2", library: "",
        declarations: [.init(kind: "struct", name: "x"), .init(kind: "var", name: "default")]),
    ]
    let source = CellSource(
      of: Cell(number: 3, code: "", firstLine: 1), fileName: "x.md", outline: nil, implicitImports: ["CNN"],
      after: earlier)
    #expect(
      source.text.split(separator: "\n").prefix { !$0.hasPrefix("#") } == [
        "import CNN", "import Foundation", "@testable import Cell_1", "@testable import Cell_2",
        "@testable import func Cell_1.`f`", "@testable import var Cell_2.`default`",
        "@testable import struct Cell_2.`x`",
      ])
  }
}
