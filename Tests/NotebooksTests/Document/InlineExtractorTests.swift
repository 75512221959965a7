import Notebooks
import Testing

@Suite struct InlineExtractorTests {
  /// The formulas of a text in short: place, kind and TeX.
  private func formulas(_ text: String, codeLines: Set<Int> = []) -> [String] {
    InlineExtractor(text, codeLines: codeLines).formulas.map {
      "\($0.location.line):\($0.location.column) \($0.isDisplay ? "display" : "inline") \($0.tex)"
    }
  }

  @Test(arguments: [
    ("a $x$ b", ["1:3 inline x"]),
    ("$a$ and $b$", ["1:1 inline a", "1:9 inline b"]),
    ("costs $5 and $6", []),
    ("costs $5, then $6", []),
    ("from US$5 to US$6", []),
    ("a $ x$ b", []),
    ("a $x $ b", []),
    ("$x$5", []),
    ("$20,000 and 30$", ["1:1 inline 20,000 and 30"]),
    ("\\$x$ y", []),
    ("$a\\$b$", ["1:1 inline a\\$b"]),
    ("`$x$`", []),
    ("``a ` $x$``", []),
    ("`open $x$", ["1:7 inline x"]),
    ("a $5 and `$x` b$", []),
    ("$$x$$", ["1:1 display x"]),
    ("$$\n\\frac{1}{2}\n$$", ["1:1 display \n\\frac{1}{2}\n"]),
    ("text\n\n$$ a $$ and $b$\n", ["3:1 display  a ", "3:13 inline b"]),
    ("$x\ny$", ["1:1 inline x\ny"]),
    ("$x\n\ny$", []),
    ("$$x\n\ny$$", []),
    ("$$ $$", []),
    ("é $x$", ["1:4 inline x"]),
    ("> $$\n> a\n> $$", ["1:3 display \n a\n "]),
    ("$", []), ("$$", []), ("", []), ("\\", []),
  ])
  func cutting(text: String, expected: [String]) {
    #expect(formulas(text) == expected)
  }

  @Test(arguments: [
    ("$$x$$ {#eq-a}", "eq-a", "z"), ("$$x$${#eq-a-1} b", "eq-a-1", "z b"), ("$$x$$ {#eq-}", nil, "z {#eq-}"),
    ("$$x$$ {#fig-a}", nil, "z {#fig-a}"), ("$$x$$ {#eq-a", nil, "z {#eq-a"),
    ("$x$ {#eq-a}", nil, "z {#eq-a}"),
  ])
  func namesOfEquations(text: String, label: String?, rest: String) {
    let cut = InlineExtractor(text, codeLines: [])
    #expect(cut.formulas.map(\.label) == [label])
    #expect(cut.text.replacing("\(cut.mark)0\(cut.mark)", with: "z") == rest + "\n")
  }

  @Test func linesOfCodeAreLeftAlone() {
    let text = "a $x\n```\n$0 $1$\n```\nb$"
    #expect(formulas(text, codeLines: [2, 3, 4]) == [])
    #expect(InlineExtractor(text, codeLines: [2, 3, 4]).text == text + "\n")
  }

  @Test func placeholdersKeepTheNumbersOfLines() {
    let cut = InlineExtractor("$$\na\n$$\n\nword\n$b\nc$ d\n", codeLines: [])
    let mark = cut.mark
    #expect(cut.text == "\(mark)0\(mark)\n\nword\n\(mark)1\(mark) d\n")
    #expect((1...4).map(cut.fileLine) == [1, 4, 5, 6])
  }

  @Test func theMarkIsNoCharacterOfTheText() {
    let cut = InlineExtractor("\u{E000}0\u{E000} $x$", codeLines: [])
    #expect(cut.mark == "\u{E001}")
    #expect(cut.text.hasPrefix("\u{E000}0\u{E000} "))
  }

  @Test func openDisplayMathIsTold() {
    let problem = InlineExtractor("a\n\nb $$ x\n", codeLines: []).problems
    #expect(
      problem == [
        .init(.warning, "this '$$' is never closed in its paragraph", at: .init(line: 3, column: 3))
      ])
  }
}
