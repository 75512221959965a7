import Notebooks
import Testing

/// Formulas without dollar signs.
struct LatexFormulaTests {
  private func formulas(_ prose: String) -> [String] {
    InlineExtractor(prose, codeLines: []).formulas.map {
      "\($0.location.line):\($0.location.column) \($0.isDisplay ? "display" : "inline") \($0.tex)"
        + ($0.label.map { " #\($0)" } ?? "")
    }
  }

  @Test(arguments: [
    (#"a \(x\) and \( y_1 \)."#, ["1:3 inline x", "1:13 inline  y_1 "]),
    (#"\\(x\\) `\(y\)`"#, []), (#"\(open, \(x"#, []), (#"\( \)"#, []),
    (#"a \[no\] b"#, []), (#"\[x\] b"#, []),
    ("a\n\\[\nx\n\\]\nb", ["2:1 display \nx\n"]), ("\\[x\\] {#eq-a}", ["1:1 display x #eq-a"]),
    ("> \\[\n> x\n> \\]", ["1:3 display \n x\n "]),
    (
      "\\begin{align}a &= b \\\\ c &= d\\end{align}",
      ["1:1 display \\begin{aligned}a &= b \\\\ c &= d\\end{aligned}"]
    ),
    ("a\n\\begin{equation*}\nx\n\\end{equation*}\nb", ["2:1 display \nx\n"]),
    ("\\begin{equation}\\label{eq:a}x\\end{equation}", ["1:1 display x #eq-a"]),
    (
      "\\begin{gather}\\begin{matrix}a\\end{matrix}\\end{gather}",
      ["1:1 display \\begin{gathered}\\begin{matrix}a\\end{matrix}\\end{gathered}"]
    ),
    ("see \\begin{align}x\\end{align}", []), ("\\begin{align}x", []),
  ])
  func theyAreFound(prose: String, expected: [String]) { #expect(formulas(prose) == expected) }

  @Test func linesBehindThemKeepTheirNumbers() {
    let cut = InlineExtractor("\\[\nx\n\\]\n\\(a\nb\\) $c$\n", codeLines: [])
    #expect(cut.formulas.map(\.location.line) == [1, 4, 5])
    #expect(cut.formulas.map(\.source) == ["\\[\nx\n\\]", "\\(a\nb\\)", "$c$"])
  }

  @Test(arguments: [
    ("\\(a_1 * b\\) and \\(c\\)", 2), ("\\[\na *b* c\n\\]", 1),
    ("\\begin{align}\na &= b \\\\\nc\n\\end{align}", 1),
    ("\\begin{equation*}\na\n\\end{equation*}", 1), ("a \\[ b \\] c", 0), ("`\\(a\\)`", 0),
    ("\\\\(a\\\\)", 0),
  ])
  func formulasOfLaTeX(text: String, count: Int) throws {
    let page = try Rendered(text).main
    #expect(page.ranges(of: "class=\"katex\"").count == count, "\(page)")
  }
}
