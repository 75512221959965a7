import Foundation
import Notebooks
import Testing

/// Notebooks of Jupyter, Jupytext, MyST and Quarto in our words.
struct ImportTests {
  /// A notebook of Jupyter with these cells, which are JSON.
  private func jupyter(
    _ cells: String..., metadata: String = #"{"kernelspec": {"name": "swift", "display_name": "Swift"}}"#
  ) throws -> ImportedNotebook {
    let text = #"{"nbformat": 4, "metadata": \#(metadata), "cells": [\#(cells.joined(separator: ", "))]}"#
    return try JupyterImport.notebook(of: text, path: "a.ipynb")
  }

  private func code(_ source: String, _ metadata: String = "{}") -> String {
    #"{"cell_type": "code", "metadata": \#(metadata), "source": "\#(source)"}"#
  }

  private func prose(_ source: String) -> String {
    #"{"cell_type": "markdown", "metadata": {}, "source": "\#(source)"}"#
  }

  @Test func listingsAndQuizzesInJupytersProseDoNotRun() throws {
    let markdown = try jupyter(
      prose(
        #"---\nSee\n\n```swift\nlet a = 1\n```\n\n- item\n\n  ```{swift}\n  b\n  ```\n\n```quiz\nWhat?\n- [x] this\n```"#
      ),
      code("let c = 2")
    ).markdown
    let notebook = MarkdownReader.read(text: markdown, path: "a.md")
    #expect(notebook.fencedCells.map(\.code) == ["let c = 2"])
    #expect(notebook.problems.isEmpty)
    #expect(markdown.hasPrefix("***\nSee\n\n```{{swift}}\nlet a = 1\n```\n\n- item\n\n  ```{{swift}}\n"))
    #expect(markdown.contains("```{{quiz}}\nWhat?\n"))
  }

  @Test(arguments: [#"open\n```\nlet a = 1"#, #"> ~~~~python\n> x"#, #"- a\n\n  ```swift\n  b"#])
  func aFenceThatJupytersProseLeavesOpenEndsWithItsCell(source: String) throws {
    let markdown = try jupyter(prose(source), code("let c = 2"), prose("words")).markdown
    let notebook = MarkdownReader.read(text: markdown, path: "a.md")
    #expect(notebook.fencedCells.map(\.code) == ["let c = 2"])
    #expect(notebook.problems.isEmpty)
    #expect(markdown.hasSuffix("\n\nwords\n"))
  }

  /// What is said of a cell, in the four ways of saying it: Jupyter's metadata, Jupytext's attributes, and MyST's options
  /// as a block and as lines.
  @Test(arguments: [
    (#"{"tags": ["hide-input"]}"#, ["fold: true"]), (#"{"tags": ["hide-cell"]}"#, ["fold: true"]),
    (#"{"tags": ["remove_input", "remove-output"]}"#, ["echo: false", "output: false"]),
    (#"{"tags": ["remove-cell"]}"#, ["echo: false", "output: false"]),
    (#"{"tags": ["raises-exception", "skip-execution"]}"#, ["expect: failure", "eval: false"]),
    (#"{"jupyter": {"source_hidden": true}}"#, ["fold: true"]),
    (#"{"label": "fig-a", "fig-cap": "A: b"}"#, ["label: fig-a", #"fig-cap: "A: b""#]),
  ])
  func oneTableReadsTagsAndMetadata(metadata: String, options: [String]) throws {
    let cell = "```swift\n" + options.map { "//| \($0)\n" }.joined() + "a\n```\n"
    #expect(try jupyter(code("a", metadata)).markdown == cell)
    let attributes = metadata.dropFirst().dropLast().replacing(#/"([a-z-]+)": (?=[\["{])/#) { "\($0.1)=" }
      .replacing("], ", with: "] ").replacing("\", f", with: "\" f")
    #expect(MarkdownImport.notebook(of: "```swift \(attributes)\na\n```\n").markdown == cell)
    #expect(MarkdownImport.notebook(of: "```{code-cell}\n---\n\(metadata)\n---\na\n```\n").markdown == cell)
    if let tags = metadata.firstMatch(of: /\[.*\]/) {
      #expect(
        MarkdownImport.notebook(of: "```{code-cell} swift\n:tags: \(tags.0)\n\na\n```\n").markdown == cell)
    }
  }

  @Test func quartosOptionsBecomeOurs() {
    let notebook = MarkdownImport.notebook(
      of: "```{swift}\n#| label: fig-a\n#| code-fold: true\n#| warning: false\n#| include: false\nx\n```\n")
    #expect(
      notebook.markdown
        == "```swift\n//| label: fig-a\n//| fold: true\n//| echo: false\n//| output: false\nx\n```\n")
    #expect(notebook.problems.map(\.message) == ["'warning' is not read"])
  }

  @Test func namesThatMeanNothingAreTold() throws {
    let slide = #"{"slideshow": {"slide_type": "slide"}, "tags": ["mine"], "scrolled": true}"#
    let notebook = try jupyter(
      prose("a"), code("b", slide), code("c", slide), code("d", #"{"tags": ["parameters"]}"#))
    let told = notebook.problems.map { "\($0.location?.line ?? 0): \($0.message)" }
    #expect(
      told == [
        "3: 'slideshow' of 2 cells is not read", "3: 'mine' of 2 cells is not read",
        "11: 'parameters' is not read: constants below 'params:' in the front matter are what '-p' changes",
      ])
    let lines = notebook.markdown.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[2] == "```swift" && lines[10] == "```swift")
  }

  @Test func cellsOfOtherLanguagesAreListings() throws {
    #expect(try jupyter(code(#"%%bash\necho hi"#)).markdown == "```bash\necho hi\n```\n")
    #expect(try jupyter(code(#"%%time\nf()"#)).markdown == "```swift\n// %%time\nf()\n```\n")
    let python = try jupyter(code("x"), metadata: #"{"kernelspec": {"name": "python3"}}"#)
    #expect(python.markdown == "```python\nx\n```\n")
    #expect(
      python.problems.map(\.message).first?.hasPrefix("the notebook is for a kernel of 'python'") == true)
    let raw = #"{"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": "<b>x</b>"}"#
    #expect(
      try jupyter(raw, raw.replacing("html", with: "latex")).markdown == "<b>x</b>\n\n```\n<b>x</b>\n```\n")
    let myst =
      "---\nkernelspec:\n  name: python3\n---\n\n```{code-cell} ipython3\nx\n```\n\n```{raw-cell}\ny\n```\n"
    #expect(MarkdownImport.notebook(of: myst).markdown == "```python\nx\n```\n\n```\ny\n```\n")
  }

  @Test func whatJupytextTookForListingsAreSome() {
    let text = "---\njupyter:\n  jupytext:\n    formats: md\n---\n\n```quiz\nWhat?\n```\n"
    #expect(MarkdownImport.notebook(of: text).markdown == "```{{quiz}}\nWhat?\n```\n")
    let list = "- a\n\n```swift nbrun={\"fence\": \"  ```swift\"}\nb\n```\n"
    #expect(MarkdownImport.notebook(of: list).markdown == "- a\n\n  ```swift\n  b\n  ```\n")
  }

  @Test func inMySTAFenceCalledSwiftIsAListing() {
    let text = "```swift\na\n```\n\n```\nopen\n\n```{code-cell}\nb\n```\n"
    #expect(
      MarkdownImport.notebook(of: text).markdown
        == "```{{swift}}\na\n```\n\n```\nopen\n\n```\n```swift\nb\n```\n")
  }

  @Test(arguments: [
    (":::{note}\nwords\n:::", "::: {.callout-note}\nwords\n:::"),
    (
      "```{admonition} A title\n:class: tip dropdown\nwords\n```",
      "::: {.callout-tip title=\"A title\" collapse=\"true\"}\nwords\n:::"
    ),
    ("::::{danger}\n:::{hint}\nin\n:::\n::::", "::: {.callout-caution}\n::: {.callout-tip}\nin\n:::\n:::"),
    ("```{math}\n:label: grad\nx\n```\n{eq}`grad`", "$$\nx\n$$ {#eq-grad}\n@eq-grad"),
    ("$$\nx\n$$ (a:b)\n\n{eq}`a:b`", "$$\nx\n$$ {#eq-a-b}\n\n@eq-a-b"),
    (
      "(part)=\n## A part\n\n{ref}`part`, {ref}`there <part>`",
      "## A part {#sec-part}\n\n@sec-part, [there](#sec-part)"
    ),
    (
      "```{figure} x.png\n:name: net\n:width: 50%\nA *net*\n```\n\n{numref}`fig-net`, {ref}`net`",
      "![A *net*](x.png){#fig-net width=50%}\n\n@fig-net, @fig-net"
    ),
    ("```{image} x.png\n:alt: boxes\n```", "![boxes](x.png)"),
    ("```{table} Sizes\n:name: s\n| a |\n|---|\n| b |\n```", "| a |\n|---|\n| b |\n\n: Sizes {#tbl-s}"),
    ("```{code-block} swift\na\n```", "```{{swift}}\na\n```"),
    ("{math}`x^2` {cite:p}`a,b` {doc}`next <b>`", "$x^2$ [@a; @b] [next](b.md)"),
    ("`` {math}`x` ``\n\n```{list-table}\n* - a\n```", "`` $x$ ``\n\n```{list-table}\n* - a\n```"),
    (
      "```{list-table} Sizes\n:header-rows: 1\n:stub-columns: 1\n:name: sizes\n\n* - a\n  - b\n* - c | d\n  - e\n    f\n```\n{numref}`sizes`",
      "| a | b |\n|---|---|\n| **c \\| d** | e f |\n\n: Sizes {#tbl-sizes}\n@tbl-sizes"
    ),
    (
      "```{list-table}\n:header-rows: 1\n* - a\n  -\n*   - b\n    - ![c](d.png)\n```",
      "| a |  |\n|---|---|\n| b | ![c](d.png) |"
    ),
    // What no table of markdown holds stays.
    (
      "```{list-table}\n:header-rows: 1\n\n* - a\n* - - b\n```",
      "```{list-table}\n:header-rows: 1\n\n* - a\n* - - b\n```"
    ),
    (
      "```{list-table}\n:header-rows: 1\n\n* - a\n  - b\n* - c\n```",
      "```{list-table}\n:header-rows: 1\n\n* - a\n  - b\n* - c\n```"
    ),
    ("A {abbr}`CNN (neural network)`, {abbr}`CNN (neural network)`", "A CNN (neural network), CNN"),
    ("H{sub}`2`O {kbd}`Ctrl` {strong}`x`", "H$_{\\text{2}}$O `Ctrl` **x**"),
    (
      "````{tab-set}\n```{tab-item} One {math}`x`\n:sync: a\nfirst\n```\n```{tab-item} Two\n- second\n```\n````",
      "**One $x$**\n\nfirst\n\n**Two**\n\n- second\n"
    ),
    ("See \\eqref{eq:a} and $\\ref{b}$, not `\\eqref{c}`", "See @eq-a and @eq-b, not `\\eqref{c}`"),
    ("+++\n\na", "+++\n\na"),
  ])
  func directivesAndRolesBecomeOurs(source: String, expected: String) {
    #expect(MarkdownImport.notebook(of: source).markdown == expected)
  }

  @Test(arguments: [
    (#"<img src="a.png">"#, "![](a.png)"),
    (
      #"See <img alt='A [b]' src='a b.png' width=300 style="height: 50%; margin:0"/>."#,
      #"See ![A \[b\]](<a b.png>){width=300 height=50%}."#
    ),
    ("`<img src=a.png>`\n\n```\n<img src=a.png>\n```", "`<img src=a.png>`\n\n```\n<img src=a.png>\n```"),
    ("<p>\n<img src=a.png>\n</p>", "<p>\n<img src=a.png>\n</p>"), ("<img alt=b>", "<img alt=b>"),
  ])
  func picturesInHTMLAreThoseOfMarkdown(html: String, markdown: String) throws {
    let source = try #require(String(data: JSONEncoder().encode(html), encoding: .utf8)).dropFirst()
      .dropLast()
    #expect(try jupyter(prose(String(source))).markdown == markdown + "\n")
  }

  @Test func rawHTMLIsToldOnce() throws {
    let told = try jupyter(prose("$a<b>c$ and a<br>b <!-- c -->"), prose("<b>a</b>"), prose("<i>b</i>"))
      .problems
    #expect(
      told.map { "\($0.location?.line ?? 0): \($0.message)" }
        == ["3: raw HTML is shown as it is written unless the front matter says 'html: true'"])
    let raw = #"{"cell_type": "raw", "metadata": {}, "source": "---\nhtml: true\n---"}"#
    #expect(try jupyter(raw, prose("<b>a</b>")).problems.isEmpty)
  }

  @Test func labelsAreThoseOfTheWholeNotebook() throws {
    let text =
      "{ref}`part` {abbr}`A (b)`\n\n```{code-cell} swift\nx\n```\n\n(part)=\n# Part\n\n{abbr}`A (b)`\n"
    #expect(
      MarkdownImport.notebook(of: text).markdown
        == "@sec-part A (b)\n\n```swift\nx\n```\n\n# Part {#sec-part}\n\nA\n")
    #expect(
      try jupyter(prose("{ref}`part`"), prose("(part)=\\n# Part")).markdown
        == "@sec-part\n\n# Part {#sec-part}\n")
  }

  @Test func directivesMayEndBelowACell() {
    let text = """
      % of MyST

      $$
      % of TeX
      $$

      :::{note}
      a

      ```{code-cell} swift
      x
      ```

      b
      :::
      """
    #expect(
      MarkdownImport.notebook(of: text).markdown == """
        <!-- of MyST -->

        $$
        % of TeX
        $$

        ::: {.callout-note}
        a

        ```swift
        x
        ```

        b
        :::
        """)
  }

  @Test func aFenceCalledSwiftIsAListingInQuarto() {
    let text = "```swift\na\n```\n\n```{swift}\nb\n```\n\n```{swift fig-a, echo=FALSE}\nc\n```\n"
    #expect(
      MarkdownImport.notebook(of: text, isQuarto: true).markdown
        == "```{{swift}}\na\n```\n\n```{swift}\nb\n```\n\n```swift\n//| label: fig-a\n//| echo: false\nc\n```\n"
    )
  }

  @Test func lineEndsOfWindowsAreRead() throws {
    let text = "---\r\nkernelspec:\r\n  name: swift\r\n---\r\n\r\n```{code-cell}\r\na\r\n```\r\n"
    #expect(MarkdownImport.notebook(of: text).markdown == "```swift\na\n```\n")
    #expect(
      try jupyter(prose(#"a\r\n\r\n```swift\r\nb\r\n```"#)).markdown == "a\n\n```{{swift}}\nb\n```\n")
  }

  @Test func constantsForPapermillBecomeParameters() throws {
    let tags = #"{"tags": ["parameters"]}"#
    let source =
      #"// Passes.\nlet epochs = 1_000 // all\nvar rate: Float = 1e-3\nlet name = \"a // b\"\nlet sizes = [1, -2]"#
    let matter =
      "---\nparams:\n  # Passes.\n  epochs: 1000  # all\n  rate: 1e-3\n  name: \"a // b\"\n  sizes: [1, -2]\n---\n"
    let whole = try jupyter(code(source, tags), code("epochs", #"{"tags": ["odd"]}"#))
    #expect(whole.markdown == matter + "\n```swift\nepochs\n```\n")
    #expect(whole.problems.map { "\($0.location?.line ?? 0): \($0.message)" } == ["10: 'odd' is not read"])
    let notebook = MarkdownReader.read(text: whole.markdown, path: "a.md")
    #expect(notebook.problems.isEmpty)
    #expect(
      notebook.frontMatter.parameters.map { "\($0.name): \($0.value.literal)" }
        == ["epochs: 1000", "rate: 1e-3", "name: \"a // b\"", "sizes: [1, -2]"])
    let text = "---\ntitle: T\n---\n\n```swift tags=[\"parameters\"]\nlet n = 1\n```\n\nn\n"
    #expect(MarkdownImport.notebook(of: text).markdown == "---\ntitle: T\nparams:\n  n: 1\n---\n\nn\n")
  }

  /// What is no constant, or would be one of another type.
  @Test(arguments: [
    "let rate = 0.5", "let n = f(1)", "let n: Int? = 1", "let n: Double = 1", "var sum = 0",
    "let s = \"\\(x)\"",
    "let (a, b) = (1, 2)", "let class = 1", "let x = [[1], [2]]",
  ])
  func whatIsNoConstantStaysInItsCell(line: String) throws {
    let text =
      "```swift tags=[\"parameters\"]\n// Words.\n\(line)\nlet n = 1\n```\n\n```swift\nsum += 1\n```\n"
    let notebook = MarkdownImport.notebook(of: text)
    #expect(
      notebook.markdown
        == "---\nparams:\n  n: 1\n---\n\n```swift\n// Words.\n\(line)\n```\n\n```swift\nsum += 1\n```\n")
    #expect(
      notebook.problems.count == 1 && notebook.problems[0].message.hasPrefix("'parameters' is not read"))
    let own = "---\nparams:\n  a: 1\n---\n\n```swift\nlet n = 1\n```\n"
    #expect(
      MarkdownImport.notebook(of: own.replacing("swift", with: "swift tags=[\"parameters\"]")).markdown == own
    )
  }

  @Test func whatJupytextTookAlongComesBack() {
    let region =
      #"<!-- #region nbrun={"shown": ["Figure 1\n", "b"], "source": ["@fig-a\n", "b"]} -->"#
      + "\nFigure 1\nb\n<!-- #endregion -->"
    #expect(MarkdownImport.notebook(of: region).markdown == "@fig-a\nb")
    #expect(
      MarkdownImport.notebook(of: region.replacing("1\nb", with: "1\nedited")).markdown == "Figure 1\nedited")
    #expect(
      MarkdownImport.notebook(of: "<!-- #region -->\n```swift\na\n```\n<!-- #endregion -->\n").markdown
        == "```{{swift}}\na\n```\n")
  }

  @Test(arguments: [
    ("```swift\nlet a = 1\n```", "```{{swift}}\nlet a = 1\n```"), ("```quiz\nQ\n```", "```{{quiz}}\nQ\n```"),
    ("a\n\n```swift\nlet a = 1", "a\n\n```{{swift}}\nlet a = 1\n```"), ("```python\nx", "```python\nx\n```"),
  ])
  func codeInProseOfOthersDoesNotRun(prose: String, markdown: String) throws {
    let source = try #require(String(data: JSONEncoder().encode(prose), encoding: .utf8))
    let other = """
      {"nbformat": 4, "metadata": {"kernelspec": {"name": "swift"}}, "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": \(source)},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "1 + 1"}]}
      """
    let text = try JupyterImport.notebook(of: other, path: "a.ipynb").markdown
    #expect(text == markdown + "\n\n```swift\n1 + 1\n```\n")
    #expect(MarkdownReader.read(text: text, path: "a.md").fencedCells.map(\.code) == ["1 + 1"])
  }

  @Test(arguments: [
    ("{\"tags\": [\"raises-exception\", \"hide-input\"]}", ["//| expect: failure", "//| fold: true"], []),
    ("{\"tags\": [\"remove-cell\"]}", ["//| echo: false", "//| output: false"], []),
    (
      "{\"tags\": [\"parameters\", \"odd\"]}", [],
      [
        "'parameters' is not read: constants below 'params:' in the front matter are what '-p' changes",
        "'odd' is not read",
      ]
    ),
    ("{\"jupyter\": {\"source_hidden\": true}, \"scrolled\": true}", ["//| fold: true"], []),
    ("{\"tags\": [\"skip-execution\"]}", ["//| eval: false"], []),
  ])
  func tagsBecomeOptions(metadata: String, options: [String], problems: [String]) throws {
    let other = """
      {"nbformat": 4, "metadata": {"kernelspec": {"name": "swift"}}, "cells": [
        {"cell_type": "code", "metadata": \(metadata), "outputs": [], "source": "1 + 1"}]}
      """
    let read = try JupyterImport.notebook(of: other, path: "a.ipynb")
    #expect(
      Set(read.markdown.split(separator: "\n").map(String.init).filter { $0.hasPrefix("//|") })
        == Set(options))
    #expect(read.problems.map(\.message) == problems)
    #expect(read.problems.allSatisfy { $0.severity == .warning })
  }

  @Test func mystIsConverted() {
    let other = """
      ---
      kernelspec:
        name: swift
      ---
      (first)=
      # One

      See {ref}`first`, {eq}`e` and {odd}`x`.

      ```{math}
      :label: e
      a
      ```

      :::{note}
      Inside.
      :::

      ```{code-cell} swift
      ---
      tags: [hide-input]
      ---
      1 + 1
      ```

      ```{code-cell} swift
      :tags: [raises-exception]

      2
      ```

      ```{mermaid}
      graph
      ```
      """
    let read = MarkdownImport.notebook(of: other)
    let notebook = MarkdownReader.read(text: read.markdown, path: "a.md")
    #expect(
      notebook.fencedCells.map(\.visibleCode).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } == [
        "1 + 1", "2",
      ])
    #expect(
      read.markdown.contains("//| fold: true\n1 + 1") && read.markdown.contains("//| expect: failure\n2"))
    #expect(
      read.markdown.contains("# One {#sec-first}") && read.markdown.contains("See @sec-first, @eq-e and"))
    #expect(read.markdown.contains("::: {.callout-note}\nInside.\n:::"))
    let problems = notebook.problems.map(\.message)
    #expect(problems.contains { $0.contains("'{odd}'") } && problems.contains { $0.contains("'{mermaid}'") })
    #expect(problems.count == 2, "\(problems)")
  }
}
