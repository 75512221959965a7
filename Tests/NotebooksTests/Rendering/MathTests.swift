import Glibc
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

  @Test func `A page that is written again has the macros that it defines now`() throws {
    for (letter, bold) in [("P", "𝐏"), ("P", "𝐏"), ("Q", "𝐐")] {
      let page = try Rendered("$\\gdef\\again{\\mathbf{\(letter)}}$ and $\\again y$")
      #expect(page.main.contains("<mi>\(bold)</mi><mi>y</mi>"))
      #expect(page.problems.isEmpty)
    }
  }

  @Test func aMacroHoldsForTheFormulasBelow() throws {
    let page = try Rendered("$\\gdef\\W{\\mathbf{W}}$ and $\\W x$")
    #expect(page.problems == [])
    #expect(page.main.contains("<mi>𝐖</mi>"))
  }

  @Test func withoutKaTeXFormulasAreShownAsTeXAndThatIsSaidOnce() {
    let notebook = MarkdownReader.read(text: "# A\n\nSo $a < b$ and $c$.\n", path: "a.md")
    let handout = HTMLHandout.render(
      notebook: notebook, result: NotebookResult(cells: []),
      cache: MarkupCache(folder: nil, program: "", page: [], mathLibrary: "/nowhere/katex.js"))
    #expect(
      handout.html.contains(
        "<code>$a &lt; b$</code> and <span class=\"unbroken\"><code>$c$</code>.</span>"))
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

  @Test(arguments: [
    ("M\\operatorname{vec}(w)", true), ("2\\log(x)", true), ("f(x)\\log_2(y)", true), ("x_1\\max(y)", true),
    ("= \\log(x)", false), ("\\log(x)", false), ("(\\log(x))", false),
  ])
  func aFunctionHasRoomAfterWhatItIsMultipliedWith(tex: String, hasSpace: Bool) throws {
    let main = try Rendered("$\(tex)$").main
    #expect(main.contains("mspace") == hasSpace, "\(main)")
    if hasSpace { #expect(!main.contains("</mspace><mo>") && main.contains("</mspace><m")) }
  }

  @Test(arguments: [
    ("a = -1", 1), ("(-5, -3)", 2), ("x \\to -\\infty", 1), ("\\max(-1, +2)", 2), ("a = \\pm 1", 1),
    ("x - 1", 0), ("f(x) - 1", 0), ("x_1 + 1", 0), ("x! - 1", 0), ("x' - 1", 0),
    ("\\lfloor x \\rfloor - 1", 0),
  ])
  func aSignAfterAnOperatorIsAPrefix(tex: String, count: Int) throws {
    let main = try Rendered("$\(tex)$").main
    #expect(main.ranges(of: "<mo form=\"prefix\">").count == count, "\(main)")
  }

  @Test func punctuationStaysWithItsFormula() throws {
    let main = try Rendered("So ($a$), $b$-th and $c$ or $d$.\n").main
      .replacing(/<span class="katex">.*?<\/math><\/span>/, with: "M")
    let kept = "<span class=\"unbroken\">"
    #expect(
      main.contains("<p>So \(kept)(M),</span> \(kept)M-</span>th and M or \(kept)M.</span></p>"), "\(main)")
  }

  @Test(.timeLimit(.minutes(60)))
  func whatTakesTooLongIsAnErrorAtTheFormula() throws {
    let deep = String(repeating: "\\frac{1}{", count: 3000) + "x" + String(repeating: "}", count: 3000)
    let page = try Rendered("a $\(deep)$\n")
    #expect(page.problems == ["1:2304: error: TeX: the groups are nested more than 255 deep"])
    let left = String(repeating: "\\left(", count: 300) + "x" + String(repeating: "\\right)", count: 300)
    #expect(try Rendered("$\(left)$\n").problems.first?.contains("nested more than 255 deep") == true)
    // What it defines is lost with the engine, rather than asked for again.
    let wide = "\\gdef\\q{y}" + String(repeating: "\\frac{a}{b}", count: 70_000)
    let later = try Rendered("one $\(wide)$\n\ntwo $x+y$\n")
    #expect(
      later.problems == ["1:6: error: TeX: the formula takes more than 2 s or too much memory"])
    #expect(later.main.contains("<mi>y</mi>"), "later formulas are typeset all the same")
  }

  /// Returns the page of `text` whose time is up `seconds` after it was read.
  private func page(of text: String, within seconds: Double) -> Handout {
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    return HTMLHandout.render(
      notebook: notebook, result: NotebookResult(cells: []), cache: MarkupCache(),
      until: notebook.deadline(Confinement(limits: ResourceLimits(time: seconds))))
  }

  @Test func onceTheTimeIsUpFormulasAreShownAsTeXAndThatIsSaidOnce() {
    let page = page(of: "a $x$ and $y$\n", within: 1e-9)
    #expect(!page.isComplete && page.problems.count == 1)
    #expect(page.html.contains("<code>$y$</code>"))
    // A run that used all of its time still gets its page.
    let notebook = MarkdownReader.read(text: "a $x$ and $y$\n", path: "a.md")
    let over = notebook.deadline(Confinement(limits: ResourceLimits(time: 1e-9)))
    #expect(
      HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: []), deadline: over).isComplete)
  }

  /// A formula that takes far longer than any may.
  private func endless(_ name: Character) -> String {
    "$" + (0..<100_000).map { "\(name)_{\($0)}" }.joined(separator: " + ") + "$"
  }

  @Test func aFormulaEndsInTheMiddleWhenTheNotebooksTimeIsUp() {
    let text = endless("x") + " and $y_{4711}$\n"
    // The formula begins within that time, and would go on for a second after it.
    let rest = ContinuousClock().measure { _ = page(of: text, within: 1e-9) }
    let handout = page(of: text, within: rest / .seconds(1) + 1)
    #expect(!handout.isComplete)
    #expect(handout.problems.count == 1)
    #expect(
      handout.problems[0].message.hasSuffix("('time-limit'); formulas from here on are shown as TeX"))
    #expect(handout.html.contains("<code>$y_{4711}$</code>"))
  }

  @Test func aFormulaEndsSoonAfterItsTimeIsUp() {
    func processorTime(_ body: () -> Void) -> Double {
      var times = [timespec(), timespec()]
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &times[0])
      body()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &times[1])
      return Double(times[1].tv_sec - times[0].tv_sec) + Double(times[1].tv_nsec - times[0].tv_nsec) * 1e-9
    }
    let text = endless("z")
    // What reading and writing takes, for which nobody stops KaTeX.
    let rest = processorTime { _ = page(of: text, within: 1e-9) }
    let all = processorTime { #expect(page(of: text, within: 1e9).problems.count == 1) }
    #expect(all - rest < 2 * 2, "the formula may take 2 s")
  }

  @Test(arguments: [
    ("$\\text{for $i$ odd}$.", ["\\text{for $i$ odd}"]), ("$x$$y$ end", ["x", "y"]),
    ("$\\mbox{a $b$}$ $c$", ["\\mbox{a $b$}", "c"]), ("$\\textbf{$a$} + b$", ["\\textbf{$a$} + b"]),
    ("$\\text{open $i$", ["\\text{open"].filter { _ in false } + ["i"]),
    ("$\\text{a \\} $i$}$", ["\\text{a \\} $i$}"]),
    ("cost $5 and $6", []),
  ])
  func formulasInTextAndSideBySide(text: String, expected: [String]) {
    #expect(InlineExtractor(text, codeLines: []).formulas.map(\.tex) == expected)
  }
}
