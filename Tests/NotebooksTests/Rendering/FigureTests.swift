import Notebooks
import Testing

@Suite struct FigureTests {
  private func figure(_ name: String, dark: [UInt8]? = [9], width: Double? = 640.4) -> Output {
    .figure(
      FigureOutput(
        name: name, lightPNG: [1, 2, 3], darkPNG: dark, width: width, height: 400,
        description: "what \"\(name)\" shows",
        data: "{}"))
  }

  private func render(_ text: String, _ outputs: [[Output]]) throws -> (html: String, problems: [Diagnostic])
  {
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    let cells = zip(notebook.cells, outputs).map {
      CellResult(number: $0.number, name: $0.name, outcome: .succeeded, outputs: $1)
    }
    let handout = HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: cells))
    return (handout.html, handout.problems)
  }

  private let text = """
    See @fig-b, @fig-a. And (@fig-c-), me@fig-tree, [link @fig-a](x), `@fig-a`, @fig-.

    ```swift
    //| label: fig-a
    //| fig-cap: The *first* $x$
    a
    ```
    ```swift
    plain
    ```
    ```swift
    //| label: fig-b
    //| fig-alt: The "second"
    b
    ```
    ```swift
    //| label: fig-c
    c
    ```
    """

  @Test func figuresAreNumberedInOrderAndLinked() throws {
    let outputs = [[figure("a"), figure("a2")], [figure("p")], [.text("t"), figure("b")], []]
    let html = try render(text, outputs).html
    #expect(
      html.contains(
        "<p>See <a href=\"#fig-b\">Figure\u{A0}3</a>, <a href=\"#fig-a\">Figure\u{A0}1</a>. "
          + "And (<a href=\"#cell-4\">Figure\u{A0}?</a>-), me@fig-tree, <a href=\"x\">link Figure\u{A0}1</a>, "
          + "<code>@fig-a</code>, @fig-.</p>"))
    #expect(html.ranges(of: "<figcaption>").count == 3)
    #expect(html.contains("<figure id=\"fig-a\">") && html.contains("<figure id=\"fig-b\">"))
    #expect(
      html.contains(
        "<figcaption><span class=\"number\">Figure\u{A0}1.</span> The <em>first</em> <span class=\"katex\">"))
    #expect(html.contains("<figcaption><span class=\"number\">Figure\u{A0}2.</span></figcaption>"))
  }

  @Test func pictures() throws {
    let html = try render(text, [[figure("a")], [figure("p")], [figure("b", dark: nil, width: nil)], []]).html
    #expect(
      html.contains(
        "<figure id=\"fig-a\"><label class=\"zoom\" style=\"--width: 640px\"><input type=\"checkbox\" "
          + "autocomplete=\"off\" aria-label=\"Enlarge Figure 1\"><picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"data:image/png;base64,CQ==\">"
          + "<img src=\"data:image/png;base64,AQID\" alt=\"what &quot;a&quot; shows\" width=\"640\" height=\"400\"></picture></label>"
      ))
    #expect(html.contains("alt=\"what &quot;p&quot; shows\""))
    #expect(
      html.contains(
        "<span class=\"light-only\"><img src=\"data:image/png;base64,AQID\" alt=\"The &quot;second&quot;\" height=\"400\">"
      ))
  }

  @Test func theAlternativeTellsTheDataAndRepeatsNoCaption() {
    let text = """
      ```swift
      //| fig-cap: A caption
      a
      ```
      ```swift
      //| fig-cap: A caption
      //| fig-alt: The author's words
      b
      ```
      ```swift
      //| fig-cap: A caption
      c
      ```
      """
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    let result = NotebookResult(
      cells: ["Loss falls to 0.1", "Loss falls to 0.2", ""].enumerated().map { index, description in
        let figure = FigureOutput(
          name: "f\(index)", lightPNG: [1], darkPNG: nil, width: nil, height: nil, description: description,
          data: "{}")
        return CellResult(
          number: index + 1, name: "cell-\(index + 1)", outcome: .succeeded, outputs: [.figure(figure)])
      })
    let html = HTMLHandout.render(notebook: notebook, result: result).html
    let markdown = PlainMarkdown.text(of: notebook, result)
    let jupyter = JupyterNotebook.text(of: notebook, result)
    for words in ["Loss falls to 0.1", "The author's words", "A caption"] {
      let escaped = words.replacing("'", with: "&#39;")
      #expect(html.ranges(of: "alt=\"\(escaped)\"").count == 1)
      #expect(markdown.ranges(of: "alt=\"\(escaped)\"").count == 1)
      #expect(jupyter.ranges(of: "\"alt\": \"\(words)\"").count == 1)
    }
    #expect(html.ranges(of: "A caption</figcaption>").count == 3)
  }

  @Test func aReferenceToNothingIsTold() throws {
    let (html, problems) = try render(
      "a\n\nSee @fig-los.\n\n```swift\n//| label: fig-loss\n1\n```", [[figure("l")]])
    #expect(html.contains("<p>See @fig-los.</p>"))
    #expect(
      problems == [
        .init(
          .warning, "no figure is labeled 'fig-los'; did you mean '@fig-loss'?", at: .init(line: 3, column: 5)
        )
      ])
  }

  @Test func stepsAreShownOneByOneWithoutScript() throws {
    func page(_ data: String, head: String = "") throws -> String {
      let figure = FigureOutput(
        name: "s", lightPNG: [1], darkPNG: nil, width: 800, height: 400, description: "d", data: data)
      return try render("\(head)```swift\n1\n```", [[.figure(figure)]]).html
    }
    func data(_ steps: String) -> String { #"{"steps":\#(steps),"width":800,"height":400,"panels":[]}"# }
    let html = try page(data("[[8,8,380,180],[412,8,380,180]]"))
    #expect(
      html.contains(
        "<figure class=\"steps\"><div class=\"window\" style=\"--step-width:392px;--step-ratio:392/192;--zoom:204.1%;"
          + "--x1:-0.25%;--y1:-0.5%;--x2:-50.75%;--y2:-0.5%\"><label class=\"zoom\" style=\"--width: 800px\">"
      ))
    #expect(
      html.contains(
        "<div class=\"choice\" role=\"group\" aria-label=\"Steps\"><label><input type=\"radio\" name=\"steps-1-0\" "
          + "autocomplete=\"off\" checked=\"\"><span>all</span></label><label><input type=\"radio\" name=\"steps-1-0\" "
          + "autocomplete=\"off\"><span>1</span></label>"))
    #expect(html.ranges(of: "type=\"radio\"").count == 3)
    // The picture is there once.
    #expect(html.ranges(of: "data:image/png").count == 1)
    #expect(
      try page(data("[[8,8,380,180],[412,8,380,180]]"), head: "---\nlang: de\n---\n").contains(">alle<"))
    let ten = "[" + Array(repeating: "[8,8,20,20]", count: 10).joined(separator: ",") + "]"
    for steps in [
      "[[8,8,380,180]]", ten, "[[8,8,380],[1,2,3]]", "[[8,8,900,180],[8,8,900,180]]", "[[8,8,0,0],[8,8,0,0]]",
    ] {
      #expect(try !page(data(steps)).contains("type=\"radio\""), "\(steps)")
    }
  }
}
