import Notebooks
import Testing

@Suite struct CodeLinesTests {
  private func texts(_ code: String) -> [String] { CodeLines(code).texts }

  @Test func `Comments and empty lines are left out, and places stay known`() {
    let lines = CodeLines("// a\nlet x = 1  // b\n\n/* c\n /* d */ \"e\n*/ let y = 2 /* f */ + x\n///g")
    #expect(lines.texts == ["let x = 1", "   let y = 2         + x"])
    #expect(lines.positions == [1, 5])
  }

  @Test(arguments: [
    "print(\"http://x\")", "let s = \"\"\"\n  // text\n\n  /* text */   \n  \"\"\"", "let p = \\[Int].count",
    "print(\"a \\(f(\"//b\", (1))) c\")", "let s = \"\\\"//\"", "a / b / c",
    "let t = \"\"\"\n  a \\\n  // b\n  \"\"\"",
  ])
  func `Texts are no comments`(code: String) {
    #expect(texts(code) == code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  @Test func `A comment in an interpolation of a text is one`() {
    #expect(
      texts("let s = \"\"\"\n  \\(1 /* a */ + 2)\n  \"\"\"  // b")
        == ["let s = \"\"\"", "  \\(1         + 2)", "  \"\"\""])
  }

  /// What is a comment is not certain, or the comment is shown.
  @Test(arguments: [
    "let r = /\\// // a", "let r = #/ // /#  // a", "expect(x == 1)  // a", "let s = \"open  // a", "/* open",
    "print(#line)  // a", "let s = \"\"\"\n  // a",
  ])
  func `Where in doubt all is kept`(code: String) {
    #expect(texts(code) == code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  @Test func `Codes that mean different things stay different`() {
    let codes = [
      "a\nb", "a b", "\"a\" // b", "\"a // b\"", "a /* \n */ b", "\"\"\"\na\n\n\"\"\"", "\"\"\"\na\n\"\"\"",
    ]
    for (index, first) in codes.enumerated() {
      for second in codes[..<index] { #expect(texts(first) != texts(second), "\(first) \(second)") }
    }
  }
}
