import Foundation
import Notebooks
import Testing

struct CellSourceTests {
  private func outline(lastExpressionOffset offset: Int?) -> CellOutline {
    let item =
      offset.map {
        #"{"_kind":"top_level_code_decl","range":{"start":\#($0),"end":\#($0)},"body":{"elements":[{"_kind":"call_expr"}]}}"#
      } ?? ""
    return CellOutline(
      parseDump: #"{"_kind":"source_file","items":[\#(item)]}"#, of: Cell(number: 1, code: "", firstLine: 1))
  }

  @Test func `A cell keeps its own lines`() {
    let cell = Cell(number: 1, code: "let a = 1\nlet b = 2", firstLine: 7)
    let source = CellSource(
      of: cell, fileName: "x.md", outline: outline(lastExpressionOffset: nil), implicitImports: ["CNN"],
      after: [])
    #expect(
      source.text == """
        @_exported import CNN
        enum __Cell_1 {}
        #sourceLocation(file: "x.md", line: 7)
        let a = 1
        let b = 2

        """)
    #expect(source.wrappers == [nil])
  }

  @Test func `The last expression is shown and keeps its line and column`() {
    let cell = Cell(number: 1, code: "let é = 1; é + 1\n// done", firstLine: 7)
    let source = CellSource(
      of: cell, fileName: "x.md", outline: outline(lastExpressionOffset: 12), implicitImports: [], after: [])
    #expect(
      source.text == """
        enum __Cell_1 {}
        #sourceLocation(file: "x.md", line: 7)
        let é = 1;\u{20}
        #sourceLocation(file: "x.md", line: 6)
         display(
                    é + 1
        // done
        )

        """)
    #expect(
      source.wrappers
        == [CellSource.Wrapper(line: 6, column: 2, expression: SourceLocation(line: 7, column: 13))])
  }

  @Test func `A hidden last expression is evaluated and not shown`() {
    let cell = Cell(number: 1, code: "  f();", firstLine: 3)
    let outline = CellOutline(
      parseDump: #"""
        {"_kind":"source_file","items":[{"_kind":"top_level_code_decl","range":{"start":2,"end":2},
        "body":{"elements":[{"_kind":"call_expr","trailing_semi":true}]}}]}
        """#, of: cell)
    let source = CellSource(of: cell, fileName: "x.md", outline: outline, implicitImports: [], after: [])
    #expect(source.text == "enum __Cell_1 {}\n#sourceLocation(file: \"x.md\", line: 2)\n _ =\n  f();\n")
  }

  /// Cells of which the second one imports something, and declares a member that is called like a variable.
  private static let earlier: [CompiledCell] = {
    var member = Declaration(kind: "func", name: "member")
    (member.owner, member.isInExtension) = ("Int", true)
    return [
      CompiledCell(
        moduleName: "Cell_1", library: "", imports: ["Foundation"],
        declarations: ["x", "f", "member", "default"].map { Declaration(kind: "var", name: $0) }),
      CompiledCell(
        moduleName: "Cell_2", library: "", imports: ["struct Glibc.tm"],
        declarations: [Declaration(kind: "struct", name: "x"), member]),
      CompiledCell(moduleName: "Cell_4", library: "", declarations: [Declaration(kind: "func", name: "f")]),
    ]
  }()

  @Test func `A cell exports those before it, and takes names from before another import one by one`() {
    let source = CellSource(
      of: Cell(number: 5, code: "", firstLine: 1), fileName: "x.md", outline: nil, implicitImports: ["CNN"],
      after: CellSourceTests.earlier)
    #expect(
      source.text.split(separator: "\n").prefix { !$0.hasPrefix("#") } == [
        "@_exported @testable import Cell_4", "@testable import enum Cell_1.__Cell_1",
        "@testable import enum Cell_2.__Cell_2", "import struct Glibc.tm",
        "@testable import var Cell_1.`default`", "enum __Cell_5 {}",
      ])
  }

  @Test func `A cell exports what it imports, behind its code`() {
    let cell = Cell(number: 1, code: "import Glibc", firstLine: 4)
    var outline = outline(lastExpressionOffset: nil)
    outline.imports = ["Glibc"]
    let source = CellSource(of: cell, fileName: "x.md", outline: outline, implicitImports: [], after: [])
    #expect(source.text.hasSuffix("import Glibc\n#sourceLocation()\n@_exported public import Glibc\n"))
  }
}
