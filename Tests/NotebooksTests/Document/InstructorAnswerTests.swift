import Notebooks
import Testing

@Suite struct InstructorAnswerTests {
  private let text = """
    # T

    See @sec-why, @eq-a and `{swift} before`.

    - one

    ::: {.answer title="What they *may* find"}
    ## Why {#sec-why}

    Since `{swift} hidden`[^1].

    $$ a $$ {#eq-a}

    ```swift
    //| label: fig-answer
    let hidden = 1
    ```
    :::

    - two[^2]

    ```swift
    let after = 2
    ```

    ::: answer
    Plain.
    :::

    [^1]: A secret.
    [^2]: A note.
    """

  private func read(_ variant: Variant) -> Notebook {
    var notebook = MarkdownReader.read(text: text + "\n", path: "a.md")
    notebook.apply(variant)
    return notebook
  }

  private func handout(_ notebook: Notebook) -> Handout {
    let cells = notebook.cells.map {
      CellResult(
        number: $0.number, name: $0.name, outcome: $0.options.runs ? .succeeded : .skipped,
        outputs: $0.isInline && $0.options.runs ? [.text("seven")] : [])
    }
    return HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: cells))
  }

  @Test func instructorsSeeAnAnswerInABox() {
    let notebook = read(.instructor)
    #expect(notebook.problems == [])
    #expect(
      notebook.cells.map(\.code) == [
        "before", "hidden", "//| label: fig-answer\nlet hidden = 1", "let after = 2",
      ])
    #expect(notebook.cells.allSatisfy { $0.options.runs && !$0.options.isLeftOut })
    let handout = handout(notebook)
    #expect(
      handout.html.contains(
        "<div class=\"alert answer\" role=\"note\"><p class=\"alert-title\">What they *may* find</p>"))
    #expect(handout.html.contains("<p class=\"alert-title\">Answer</p><p>Plain.</p>"))
    #expect(handout.html.contains("A secret."))
    #expect(!handout.problems.contains { $0.message.contains("instructor") })
    let markdown = PlainMarkdown.text(of: notebook, NotebookResult(cells: []))
    #expect(markdown.contains("> **Answer**\n> \n> Plain.\n"))
  }

  @Test(arguments: [Variant.student, .solution])
  func othersGetNothingOfIt(variant: Variant) throws {
    let notebook = read(variant)
    #expect(notebook.cells.map(\.options.isLeftOut) == [false, true, true, false])
    #expect(notebook.cells.map(\.options.runs) == [true, false, false, true])
    let handout = handout(notebook)
    let start = try #require(handout.html.firstRange(of: "<main")).lowerBound
    for secret in ["What they", "Since", "hidden", "Plain", "secret", "id=\"sec-why\""] {
      #expect(!handout.html[start...].contains(secret), "\(secret)")
    }
    #expect(handout.html.contains("<li>two<sup><a href=\"#fn-1\""))
    #expect(handout.html.ranges(of: "<ul>").count == 2)
    #expect(
      handout.problems.filter { $0.severity == .warning }.map {
        "\($0.location?.line ?? 0):\($0.location?.column ?? 0): \($0.message)"
      } == [
        "3:5: 'sec-why' is in an answer, which only the variant 'instructor' shows; refer to it from an answer",
        "3:15: 'eq-a' is in an answer, which only the variant 'instructor' shows; refer to it from an answer",
      ])
    let index = CourseIndex.html(of: CourseList([(notebook, NotebookResult(cells: []), "")]))
    #expect(!index.contains("let hidden") && !index.contains("Since") && index.contains("let after"))
    let exports = [
      notebook.markdown, PlainMarkdown.text(of: notebook, NotebookResult(cells: [])),
      JupyterNotebook.text(of: notebook, nil),
    ]
    for export in exports { #expect(!export.contains("hidden") && !export.contains("Plain"), "\(export)") }
    #expect(notebook.markdown.contains("- one\n\n- two[^2]\n\n```swift\nlet after = 2\n```\n\n[^1]"))
    #expect(MarkdownReader.read(text: notebook.markdown, path: "a.md").problems == [])
  }

  @Test func aNotebookThatIsOnlyReadHasAll() {
    let notebook = MarkdownReader.read(text: text + "\n", path: "a.md")
    #expect(notebook.markdown == text + "\n")
    var edited = notebook
    edited.apply(.solution, keepsAnswers: true)
    #expect(edited.cells.allSatisfy { $0.options.runs })
  }
}
