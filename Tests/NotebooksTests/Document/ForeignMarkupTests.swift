import Notebooks
import Testing

/// Markup of other tools that means nothing here.
struct ForeignMarkupTests {
  private func told(_ text: String) -> [String] {
    MarkdownReader.read(text: text, path: "a.md").problems.map {
      "\($0.location?.line ?? 0):\($0.location?.column ?? 0): \($0.severity): \($0.message)"
    }
  }

  @Test(arguments: [
    (
      "a\n\n```{list-table}\n* - b\n```\n",
      "3:1: warning: '{list-table}' is a directive that is not understood; it is shown as code"
    ),
    (
      "```{python}\nx\n```\n",
      "1:1: warning: '{python}' does not run, since cells are Swift; it is shown as code"
    ),
    (
      "> ```{code-cell}\n> x\n> ```\n",
      "1:3: warning: '{code-cell}' is for MyST, whose notebooks 'nbrun convert' reads; it is shown as code"
    ),
    (
      "a\n\n:::{margin} A title\nb\n:::\n",
      "3:1: warning: '{margin}' is a directive that is not understood; what it holds is shown as other text"
    ),
    (
      "::: {.content-visible when-format=\"pdf\"}\na\n:::\n",
      "1:1: warning: 'content-visible' is not understood; what the div holds is shown as other text"
    ),
    ("a\nb {kbd}`x` c\n", "2:3: warning: the role '{kbd}' is not understood; it is shown as it is written"),
    (
      "a *b {{< pagebreak >}}*\n",
      "1:6: warning: the shortcode 'pagebreak' is not understood; it is shown as it is written"
    ),
    (
      "(here)=\n\na\n",
      "1:1: warning: the label 'here' is not understood; write '{#sec-here}' behind a heading"
    ),
  ])
  func itIsToldWhereItStands(text: String, problem: String) { #expect(told(text) == [problem]) }

  @Test(arguments: [
    "::: {.callout-note}\na\n:::\n", "::: mine\na\n:::\n", "```{=html}\nx\n```\n", "```{.python}\nx\n```\n",
    "```{#lst-a .python lst-cap=\"b\"}\nx\n```\n", "```{{list-table}}\nx\n```\n",
    "`{kbd}` and `` {ref}`x` ``\n",
    "f(x)= 3\n", "{ a } `b`\n",
  ])
  func ourOwnIsNot(text: String) { #expect(told(text) == []) }
}
