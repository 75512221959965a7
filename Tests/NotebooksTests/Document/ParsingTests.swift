import Notebooks
import Synchronization
import Testing

/// How often cmark-gfm reads what.
struct ParsingTests {
  /// What a text is made of that has to be found in it.
  private let text = """
    ---
    title: The *title*
    abstract: What $x$ is.
    references:
      k: "A work"
    ---
    ## Part {#sec-part}

    See @fig-a, @sec-part and [@k]: $x$ is `{swift} 1 + 1`.[^1]

    ```swift
    //| label: fig-a
    //| fig-cap: A *caption*
    1
    ```

    ::: {.callout-note}
    | a |
    |---|
    | $b$ |

    : Caption {#tbl-a}
    :::

    ```quiz
    What is $1 + 1$?

    - [x] 2
    ```

    [^1]: A note.
    """

  /// Returns the texts that are parsed while `body` runs.
  private func texts<Value>(_ body: () throws -> Value) rethrows -> (value: Value, texts: [String]) {
    let texts = Mutex<[String]>([])
    let value = try MarkdownParsing.$observer.withValue({ text in texts.withLock { $0.append(text) } }) {
      try body()
    }
    return (value, texts.withLock { $0 })
  }

  @Test func `A notebook is parsed as it is read, and never again`() throws {
    let (notebook, read) = texts { MarkdownReader.read(text: text, path: "a.md") }
    #expect(notebook.problems == [])
    // Once for its blocks of code, in which a '$' is none; once with what stands for formulas and the like.
    #expect(read.count { $0.contains("A note.") } == 2)
    let plain = texts {
      MarkdownReader.read(text: "# A\n\n```swift\n1\n```\n\nPlain *prose*.\n", path: "a.md")
    }
    #expect(plain.texts.count == 1)

    let result = NotebookResult(
      cells: notebook.cells.map { CellResult(number: $0.number, name: $0.name, outcome: .succeeded) })
    let written = texts {
      [
        HTMLHandout.render(notebook: notebook, result: result).html, PlainMarkdown.text(of: notebook, result),
        JupyterNotebook.text(of: notebook, result),
        CourseIndex.html(of: CourseList([(notebook, result, "")], by: [], cache: MarkupCache())),
      ]
    }
    #expect(written.value.allSatisfy { !$0.isEmpty })
    // What stands alone, outside of the prose: the title, captions, the abstract, works.
    #expect(written.texts.allSatisfy { !$0.contains("\n\n") && !$0.contains("## Part") })
    #expect(written.texts.count { $0.contains("abstract") || $0.contains("caption") } <= 4)
  }
}
