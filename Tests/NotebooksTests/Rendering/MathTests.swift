import Notebooks
import Testing

@Suite struct MathTests {
  @Test func formulasBecomeMathML() throws {
    let main = try Rendered("Let $x_1 < y$ be.\n\n$$\\sum_i \\mathbf{w}_i$$\n").main
    #expect(main.contains("<math xmlns=\"http://www.w3.org/1998/Math/MathML\">"))
    #expect(main.contains("<msub><mi>x</mi><mn>1</mn></msub><mo>&lt;</mo><mi>y</mi>"))
    #expect(main.contains("<span class=\"math-display\" tabindex=\"0\">"))
    #expect(main.contains("display=\"block\""))
    #expect(main.contains("<mi>𝐰</mi>"))
  }

  @Test(arguments: [
    ("\\mathbb{R}", "ℝ"), ("\\mathbf{W}", "𝐖"), ("\\mathcal{L}", "ℒ"), ("\\mathfrak{g}", "𝔤"),
    ("\\mathbf{7}", "𝟕"),
    ("\\boldsymbol{\\theta}", "𝜽"), ("\\text{😀 <b>}", "😀\u{A0}&lt;b&gt;"),
  ])
  func styledLettersAreCharacters(tex: String, expected: String) throws {
    let main = try Rendered("$\(tex)$").main
    #expect(main.prefix { $0 != "\\" }.contains(expected))
    #expect(!main.contains("mathvariant=\"bold"))
  }

  @Test func marksOfMarkdownMeanNothingInsideFormulas() throws {
    let main = try Rendered(
      "$a_1 * b_2$ and $c * d$ | $[x](y)$ | $<b>$\n\n| $|x|$ | b |\n|---|---|\n| 1 | $a|b$ |\n"
    ).main
    #expect(!main.contains("<em>") && !main.contains("<a ") && !main.contains("<b>"))
    #expect(main.contains(" scope=\"col\"><span class=\"katex\">"))
    #expect(main.ranges(of: "<td").count == 2)
  }

  @Test func formulasInCodeAndAddressesStayAsTheyAre() throws {
    let main = try Rendered("[l](http://a/$b$) `$x$` ![p](https://a/$c$.png)\n\n    $indented$\n").main
    #expect(main.contains("href=\"http://a/$b$\""))
    #expect(main.contains("<code>$x$</code>"))
    #expect(main.contains("<code>$indented$\n</code>"))
    #expect(!main.contains("<math"))
  }

  @Test(arguments: [
    ("one\n\n\n\na $\\nope{x}$", "5:4: error: TeX: Undefined control sequence: \\nope"),
    (
      "$$\nx\n  \\frac{1}\n$$",
      "3:11: error: TeX: Unexpected end of input in a macro argument, expected '}' at the end of the formula"
    ),
    ("- $a^$", "1:5: error: TeX: Expected group after '^'"),
  ])
  func errorsAreToldAtTheirOwnLine(text: String, expected: String) throws {
    let page = try Rendered(text)
    #expect(page.problems == [expected])
    #expect(page.main.contains("<span class=\"math-error\"><code>$"))
  }

  @Test func aWrongFormulaIsShownInPlaceAndEscaped() throws {
    let main = try Rendered("a $\\nope<b>\"$ c").main
    #expect(
      main.contains(
        ">$\\nope&lt;b&gt;&quot;$</code> <span class=\"reason\">TeX: Undefined control sequence: \\nope</span></span> c"
      ))
  }

  @Test func hostileTeXMakesNoMarkup() throws {
    let main = try Rendered(
      #"$\href{javascript:alert(1)}{x}$ $\text{</span><script>x</script>}$ $\htmlClass{a}{b}$"#
    ).main
    #expect(!main.contains("<script"))
    #expect(!main.contains("href=\"javascript"))
    #expect(!main.contains("class=\"a\""))
  }

  @Test func aMacroHoldsForTheFormulasBelow() throws {
    let page = try Rendered("$\\gdef\\W{\\mathbf{W}}$ and $\\W x$")
    #expect(page.problems == [])
    #expect(page.main.contains("<mi>𝐖</mi>"))
  }

  @Test func withoutKaTeXFormulasAreShownAsTeXAndThatIsSaidOnce() {
    let notebook = MarkdownReader.read(text: "# A\n\nSo $a < b$ and $c$.\n", path: "a.md")
    let handout = HTMLHandout.render(
      notebook: notebook, result: NotebookResult(cells: []), mathLibrary: "/nowhere/katex.js")
    #expect(handout.html.contains("<code>$a &lt; b$</code> and <code>$c$</code>"))
    let message =
      "formulas cannot be typeset: /nowhere/katex.js is missing; install the package 'libjs-katex'"
    #expect(handout.problems == [Diagnostic(.error, message, at: SourceLocation(line: 3, column: 4))])
  }

  @Test(arguments: [
    ("\\ln 4", true), ("\\ln x", true), ("\\log_2 x", true), ("\\max \\frac{1}{2}", true), ("\\ln(4)", false),
    ("\\ln \\left(4\\right)", false), ("\\ln", false),
  ])
  func aFunctionHasRoomBeforeWhatItIsOfButNotBeforeABracket(tex: String, hasSpace: Bool) throws {
    let main = try Rendered("$\(tex)$").main
    #expect(main.contains("<mi>") && main.contains("mspace") == hasSpace, "\(main)")
  }
}
