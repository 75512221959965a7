import Notebooks
import Testing

@Suite struct ReferenceTests {
  private let text = """
    # Title {#sec-title}

    See @eq-one, (@eq-two), @sec-second and [@sec-first](#top).

    ## First *part* {#sec-first}

    $$ a $$ {#eq-one}

    $$ b $$ and in a list:

    - $$ c $$ {#eq-two}

    ### Below

    ## Second {#sec-second}
    """

  @Test func equationsAreNumberedAndLinked() throws {
    let page = try Rendered(text)
    #expect(page.problems == [])
    #expect(
      page.main.contains(
        "<p>See <a href=\"#eq-one\">Equation\u{A0}(1)</a>, (<a href=\"#eq-two\">Equation\u{A0}(2)</a>), "
          + "<a href=\"#sec-second\">“Second”</a> and <a href=\"#top\">“First part”</a>.</p>"))
    #expect(page.main.ranges(of: "<span class=\"equation-number\">").count == 2)
    #expect(page.main.contains("<span class=\"equation\" id=\"eq-one\"><span class=\"math-display\""))
    #expect(page.main.contains("</span><span class=\"equation-number\">(2)</span></span>"))
    #expect(page.main.contains("<h2 id=\"sec-first\">First <em>part</em> <a"))
    #expect(!page.page.contains("{#"))
  }

  @Test func eachProblemIsWhereItIsWritten() throws {
    let page = try Rendered(
      """
      The code `@fig-a`, @fig-a and
        > @fig-a, @fig-a.

      | a | `x` [it](#no) |
      |---|---|
      | `[it](#no)` | [it][no] and @fig-a |

      `{{< a >}}` and {{< a >}}, `{w}` and {w}`x`

      [no]: #no
      """)
    let columns = page.problems.map { $0.prefix { $0 != " " } }
    #expect(columns == ["1:20:", "2:5:", "2:13:", "4:16:", "6:21:", "6:30:"])
    #expect(
      page.notebook.problems.map(\.location) == [.init(line: 8, column: 17), .init(line: 8, column: 38)])
  }

  @Test(arguments: [
    ("如@eq-one所示", true), ("و@eq-one", true), ("図1の@eq-one。", true), ("x@eq-one", false),
    ("é@eq-one", false), ("Ж@eq-one", false), ("2@eq-one", false),
  ])
  func aLetterWithoutCapitalsMayPrecedeAReference(sentence: String, isReference: Bool) throws {
    let page = try Rendered("\(sentence)\n\n$$ a $$ {#eq-one}\n").main
    #expect(page.contains("<a href=\"#eq-one\">Equation\u{A0}(1)</a>") == isReference)
  }

  @Test func sectionsHaveNumbersIfTheAuthorWantsThem() throws {
    let page = try Rendered("---\nnumber-sections: true\n---\n" + text).main
    #expect(
      page.contains("<a href=\"#sec-second\">Section\u{A0}2</a> and <a href=\"#top\">Section\u{A0}1</a>"))
    #expect(page.contains("<h3 id=\"below\"><span class=\"section-number\">1.1</span> Below"))
    #expect(!page.contains("Title"))
  }

  @Test(arguments: [
    ("a @eq-on\n\n$$x$$ {#eq-one}", "1:3: warning: no equation is labeled 'eq-on'; did you mean '@eq-one'?"),
    ("é\n@sec-none", "2:1: warning: no section is labeled 'sec-none'"),
    ("$$x$$ {#eq-a}\n\n$$y$$ {#eq-a}", "3:1: error: the label 'eq-a' is already taken in line 1"),
    ("# A {#eq-a}\n\n$$y$$ {#eq-a}", "1:5: error: the label 'eq-a' is already taken in line 3"),
    ("x\n\n::: {.callout-note}\ny", "3:1: warning: this ':::' is never closed; end it with a line ':::'"),
    ("x\n :::\n", "2:2: warning: this ':::' closes nothing"),
  ])
  func mistakesAreToldAtTheirPlaces(text: String, problem: String) throws {
    #expect(try Rendered(text).problems == [problem])
  }

  @Test func worksAreCitedInOrder() throws {
    let matter = "---\nreferences:\n  b: Second *work*\n  a: First\n---\n"
    let page = try Rendered(matter + "x [@a], [@d; no], [@b] [@a]. [@c]")
    #expect(
      page.main.contains(
        "x <a href=\"#ref-1\" role=\"doc-biblioref\">[1]</a>, [@d; no], "
          + "<a href=\"#ref-2\" role=\"doc-biblioref\">[2]</a> <a href=\"#ref-1\""))
    #expect(page.main.contains("<li id=\"ref-1\">First</li><li id=\"ref-2\">Second <em>work</em></li>"))
    #expect(page.problems == ["6:31: warning: no work 'c'; expected one of 'a', 'b'"])
    #expect(try Rendered("plain [@c]").problems == [])
  }

  @Test(arguments: [
    (
      "::: {.callout-tip}\n## T *t*\ntext\n:::\nafter",
      "<div class=\"alert tip\" role=\"note\"><p class=\"alert-title\">T <em>t</em></p><p>text</p>⏎</div>⏎<p>after</p>⏎"
    ),
    (
      "::: {.callout-note title=\"<b>\" collapse=\"true\"}\n- a\n:::",
      "<details class=\"alert note\"><summary class=\"alert-title\">&lt;b&gt;</summary>"
        + "<ul><li>a⏎</li></ul>⏎</details>⏎"
    ),
    (
      ":::: box\n::: {.callout-caution}\nx\n:::\n::::",
      "<div class=\"div\">⏎<div class=\"alert caution\" role=\"note\"><p class=\"alert-title\">Caution</p>"
        + "<p>x</p>⏎</div>⏎</div>⏎"
    ),
    (
      "a ::: b\n\n    ::: {.x}",
      "<p>a ::: b</p>⏎<pre class=\"listing\" tabindex=\"0\"><code>::: {.x}⏎</code></pre>⏎"
    ),
    (
      "|a|b|\n|-|-|\n|1,5|x|\n|−2|3|",
      "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th class=\"align-right\" scope=\"col\">a</th>"
        + "<th scope=\"col\">b</th></tr></thead><tbody><tr><td class=\"align-right\">1,5</td><td>x</td></tr>"
        + "<tr><td class=\"align-right\">−2</td><td>3</td></tr></tbody></table></div>⏎"
    ),
  ])
  func fencedDivsAndTables(markdown: String, html: String) throws {
    #expect(try String(Rendered(markdown).main.trimmingPrefix("\n")).replacing("\n", with: "⏎") == html)
  }

  @Test func rawMarkupPassesOnlyIfTheFrontMatterSaysSo() throws {
    let text = "a <kbd>x</kbd>\n\n<section>\nb\n</section>\n"
    #expect(try Rendered(text).main.contains("a &lt;kbd&gt;x&lt;/kbd&gt;"))
    let page = try Rendered("---\nhtml: true\n---\n" + text).main
    #expect(page.contains("a <kbd>x</kbd>") && page.contains("<section>\nb\n</section>"))
  }

  @Test(arguments: [
    ("[@a; @b]", "[<1>, <2>]"), ("[@a, p. 3]", "[<1>, p. 3]"),
    ("[see @a, p. 3; also @b]", "[see <1>, p. 3, also <2>]"),
    ("by @a and (@b).", "by <[1]> and (<[2]>)."), ("[@a] [@a]", "<[1]> <[1]>"),
    ("@a's", "<[1]>&#39;s"),
    // These are none.
    ("me@a", "me@a"), ("[me@a]", "[me@a]"), ("[1, 2] @c", "[1, 2] @c"), ("[@a; no]", "[<[1]>; no]"),
    ("[[@a]]", "[<[1]>]"), ("[@a; @fig-x", "[<[1]>; @fig-x"),
  ])
  func severalWorksStandInOneBracket(text: String, shown: String) throws {
    let page = try Rendered("---\nreferences:\n  a: First\n  b: Second\n---\n\n\(text)\n").main
    let html = page.replacing(/<a href="#ref-\d" role="doc-biblioref">([^<]*)<\/a>/) { "<\($0.1)>" }
    #expect(html.contains("<p>\(shown)</p>"))
  }

  @Test func aWorkThatIsUnknownIsToldAmongOthers() throws {
    let page = try Rendered("---\nreferences:\n  a: First\n---\n\nx [@a; @b, p. 2]\n")
    #expect(page.problems == ["6:8: warning: no work 'b'; expected 'a'"])
    #expect(page.main.contains("</a>, @b, p. 2]"))
  }

  @Test func documentsAreLinked() throws {
    let works =
      "  a: 'First, doi:10.1038/323533a0.'\n  b: 'Second, https://doi.org/10.1/x'\n  c: '[third](https://x.org/doi:10.1000/1)'"
    let page = try Rendered("---\nreferences:\n\(works)\n---\n\n[@a; @b; @c]\n").main
    #expect(page.contains("First, <a href=\"https://doi.org/10.1038/323533a0\">doi:10.1038/323533a0</a>."))
    #expect(page.contains("<a href=\"https://doi.org/10.1/x\">"))
    #expect(page.contains("<a href=\"https://x.org/doi:10.1000/1\">third</a>"))
  }
}
