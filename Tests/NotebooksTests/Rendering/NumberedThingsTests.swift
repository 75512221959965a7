import Foundation
import Notebooks
import Testing

/// Pictures, tables and listings with numbers and captions, and references to them.
struct NumberedThingsTests {
  /// The smallest picture there is.
  private static let picture =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

  private func page(_ text: String) throws -> Rendered {
    try Rendered(text.replacing("x.png", with: Self.picture))
  }

  @Test func `A picture with a label is a figure with a caption, counted together with those of cells`()
    throws
  {
    let figure = Output.figure(
      .init(name: "fig-loss", lightPNG: [1], darkPNG: nil, width: 1, height: 1, description: "d", data: ""))
    let page = try Rendered(
      """
      See @fig-net, @fig-loss and @fig-last.

      ![A *net* of $n$ layers](\(Self.picture)){#fig-net width=50% alt="Boxes"}

      ```swift
      //| label: fig-loss
      1
      ```

      > ![Last](\(Self.picture)){#fig-last}
      """, [figure])
    #expect(page.problems == [])
    #expect(
      page.main.contains(
        "See <a href=\"#fig-net\">Figure\u{A0}1</a>, <a href=\"#fig-loss\">Figure\u{A0}2</a> and "
          + "<a href=\"#fig-last\">Figure\u{A0}3</a>."))
    #expect(
      page.main.contains(
        "<figure id=\"fig-net\"><img src=\"\(Self.picture)\" alt=\"Boxes\" style=\"width: 50%\"><figcaption>"
          + "<span class=\"number\">Figure\u{A0}1.</span> A <em>net</em> of <span class=\"katex\">"))
    #expect(page.main.contains("<figure id=\"fig-loss\">"))
    #expect(page.main.contains("<span class=\"number\">Figure\u{A0}3.</span> Last</figcaption>"))
  }

  @Test(arguments: [
    ("a ![b](x.png){width=20px height=1.5em} c", "alt=\"b\" style=\"width: 20px; height: 1.5em\"> c</p>"),
    ("![b](x.png){width=300}", "alt=\"b\" style=\"width: 300px\"></p>"),
    ("![b](x.png){#here .left}", "alt=\"b\" id=\"here\"></p>"),
    ("![b](x.png){alt=\"“c” & d\"}", "alt=\"“c” &amp; d\"></p>"),
    ("![b](x.png) {width=20px}", "alt=\"b\"> {width=20px}</p>"),
    ("![b](x.png){no attributes}", "alt=\"b\">{no attributes}</p>"),
    ("![b](x.png){}", "alt=\"b\">{}</p>"),
    ("![b](x.png){#a", "alt=\"b\">{#a</p>"),
  ])
  func `What stands in braces behind a picture is its size, name and description`(text: String, html: String)
    throws
  {
    let page = try page(text)
    #expect(page.main.contains(html))
    #expect(page.problems == [])
  }

  @Test func `A size that is none is reported`() throws {
    #expect(
      try page("a\n![b](x.png){width=\"1px; x: url(y)\"}").problems == [
        "2:\(Self.picture.count + 8): warning: 'width' takes a length such as '50%', '300px' or '6cm', not '1px; x: url(y)'"
      ])
  }

  @Test(arguments: [
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n: What $x$ is {#tbl-a}\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n: What $x$ is {#tbl-a}\n",
    "Table: What $x$ is {#tbl-a}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
  ])
  func `A table has the caption that stands beside it`(table: String) throws {
    let page = try page("See @tbl-a.\n\n" + table)
    #expect(page.problems == [])
    #expect(page.main.contains("See <a href=\"#tbl-a\">Table\u{A0}1</a>."))
    #expect(
      page.main.contains(
        "<figure class=\"table\" id=\"tbl-a\"><figcaption><span class=\"number\">Table\u{A0}1.</span> What <span class=\"katex\">"
      ))
    #expect(
      page.main.contains(
        "<tbody><tr><td class=\"align-right\">1</td><td class=\"align-right\">2</td></tr></tbody>"))
    #expect(!page.main.contains("{#tbl-a}"))
  }

  @Test func `Tables of cells and prose are counted together`() throws {
    let table = Output.table(.init(caption: "Own", columns: ["a"], alignments: [], rows: [["1"]]))
    let text = """
      @tbl-b and @tbl-a

      | a |
      |---|
      | 1 |

      : Without a label

      ```swift
      //| label: tbl-b
      //| tbl-cap: "*Given*"
      1
      ```

      | a |
      |---|

      : {#tbl-a}
      """
    let page = try Rendered(text, [table, table])
    #expect(page.problems == [])
    #expect(
      page.main.contains("<a href=\"#tbl-b\">Table\u{A0}2</a> and <a href=\"#tbl-a\">Table\u{A0}4</a>"))
    let captions = page.main.matches(of: /<figcaption>(.*?)<\/figcaption>/).map { String($0.1) }
    let number = { (number: Int) in "<span class=\"number\">Table\u{A0}\(number).</span>" }
    let expected: [String] = [
      number(1) + " Without a label", number(2) + " <em>Given</em>", number(3) + " Own", number(4),
    ]
    #expect(captions == expected)
    #expect(page.main.contains("<section class=\"cell\" id=\"cell-1\""))
    #expect(
      try Rendered(text).problems == ["10:5: warning: this is the label of a table, but the cell shows none"])
  }

  @Test func `Listings of cells and prose are counted together`() throws {
    let page = try page(
      """
      @lst-a, @lst-b

      ```{#lst-a .python lst-cap="In *Python*"}
      print(1)
      ```

      ```swift
      //| label: lst-b
      //| lst-cap: In Swift
      print(1)
      ```
      """)
    #expect(page.problems == [])
    #expect(
      page.main.contains("<a href=\"#lst-a\">Listing\u{A0}1</a>, <a href=\"#lst-b\">Listing\u{A0}2</a>"))
    #expect(
      page.main.contains(
        "<figure class=\"listing\" id=\"lst-a\"><figcaption><span class=\"number\">Listing\u{A0}1.</span> In "
          + "<em>Python</em></figcaption><pre class=\"listing\" tabindex=\"0\"><code class=\"language-python\">"
      ))
    #expect(
      page.main.contains(
        "<figure class=\"listing\" id=\"lst-b\"><figcaption><span class=\"number\">Listing\u{A0}2.</span> In Swift"
      ))
  }

  @Test(arguments: [
    ("@tbl-x", "1:1: warning: no table is labeled 'tbl-x'"),
    ("@lst-x", "1:1: warning: no listing is labeled 'lst-x'"),
    (
      "@fig-nett ![a](x.png)\n\n![a](x.png){#fig-net}",
      "1:1: warning: no figure is labeled 'fig-nett'; did you mean '@fig-net'?"
    ),
    (
      "![a](x.png){#fig-a}\n\n![b](x.png){#fig-a}",
      "3:\(picture.count + 8): error: the label 'fig-a' is already taken in line 1"
    ),
  ])
  func `A reference without its thing, and a label twice, are reported`(text: String, problem: String) throws
  {
    #expect(try page(text).problems == [problem])
  }

  @Test func `A div with a label is a figure with parts`() throws {
    let figure = Output.figure(
      .init(name: "fig-c", lightPNG: [1], darkPNG: nil, width: 1, height: 1, description: "d", data: ""))
    let page = try Rendered(
      """
      See @fig-a, @fig-b, @fig-c, @fig-all and @fig-next.

      ::: {#fig-all layout-ncol=2}
      ![First](\(Self.picture)){#fig-a}

      ![Without a label](\(Self.picture))

      ![Third](\(Self.picture)){#fig-b width=50%}

      ```swift
      //| label: fig-c
      //| fig-cap: Fourth
      1
      ```

      All of *them*.
      :::

      ![Next](\(Self.picture)){#fig-next}
      """, [figure])
    #expect(page.problems == [])
    let references = [
      ("a", "1(a)"), ("b", "1(c)"), ("c", "1(d)"), ("all", "1"), ("next", "2"),
    ].map { "<a href=\"#fig-\($0)\">Figure\u{A0}\($1)</a>" }
    for reference in references { #expect(page.main.contains(reference)) }
    #expect(
      page.main.contains(
        "<figure class=\"parts\" id=\"fig-all\"><div class=\"columns\" style=\"--columns: 2\">\n<figure id=\"fig-a\">"
      ))
    for part in ["(a)</span> First", "(b)</span> Without a label", "(c)</span> Third", "(d)</span> Fourth"] {
      #expect(page.main.contains("<figcaption><span class=\"number\">\(part)</figcaption>"))
    }
    #expect(
      page.main.contains(
        "</div><figcaption><span class=\"number\">Figure\u{A0}1.</span> All of <em>them</em>.</figcaption></figure>"
      ))
    #expect(page.main.contains("<figcaption><span class=\"number\">Figure\u{A0}2.</span> Next</figcaption>"))
  }

  @Test func `Parts are counted beyond z, and inside of divs without a label`() throws {
    let pictures = (1...28).map { "![P\($0)](x.png)\n" }.joined(separator: "\n")
    let page = try page("::: {#fig-all}\n:::: {layout-nrow=7}\n\(pictures)::::\n:::\n\n![N](x.png){#fig-n}\n")
    #expect(page.problems == [])
    #expect(page.main.contains("<div class=\"columns\" style=\"--columns: 4\">"))
    for part in ["(z)</span> P26", "(aa)</span> P27", "(ab)</span> P28", "Figure\u{A0}2.</span> N"] {
      #expect(page.main.contains(part))
    }
    // Without a label they are pictures side by side.
    let plain = try self.page("::: {layout-ncol=2}\n![a](x.png)\n\n![b](x.png){#fig-b}\n:::\n")
    #expect(plain.main.contains("<p><img") && plain.main.contains("Figure\u{A0}1.</span> b"))
  }

  @Test(arguments: [
    ("::: {layout-ncol=0}\na\n:::", "1:1: warning: 'layout-ncol' takes a whole number from 1 to 12"),
    (
      "::: {layout=\"[[1,1],[1]]\"}\na\n:::",
      "1:1: warning: 'layout' is not read: 'layout-ncol=2' sets columns"
    ),
    ("![b](x.png){fig-align=left}", "'fig-align' is not read: a picture takes 'width', 'height' and 'alt'"),
    (
      "a ![b](x.png){#fig-b}",
      "this picture is no figure, and has no number, since it is not alone in its paragraph"
    ),
  ])
  func `What a picture or a div cannot be told is a warning`(text: String, message: String) throws {
    let problems = try page(text).problems
    #expect(problems.count == 1 && problems[0].hasSuffix(message), "\(problems)")
  }
}
