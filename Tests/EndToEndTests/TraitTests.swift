import Foundation
import Notebooks
import Testing

/// Notebooks of other tools, each with a trait that public ones have: what becomes of their cells, what is not understood,
/// and that nothing is lost on the way to Jupyter and back.
struct TraitTests {
  /// A notebook below `Fixtures/formats/traits`.
  struct Trait: CustomTestStringConvertible {
    var file: String
    /// How many cells run.
    var cellCount: Int
    /// What is not understood, as the beginnings of the messages.
    var warnings: [String]

    init(_ file: String, _ cellCount: Int, _ warnings: String...) {
      (self.file, self.cellCount, self.warnings) = (file, cellCount, warnings)
    }

    var testDescription: String { file }
  }

  static let folder = Fixtures.folder.appending(path: "formats/traits")

  static let traits = [
    Trait("adjacent-math.ipynb", 1),
    Trait("admonitions.ipynb", 1),
    Trait("attachments.ipynb", 1, "the cell has no attachment 'gone.png'"),
    Trait("byte-order-mark.ipynb", 1),
    Trait("byte-order-mark.md", 1),
    Trait("carriage-returns.ipynb", 1),
    Trait("carriage-returns.md", 1),
    Trait("chunks.Rmd", 3, "'output' is not read", "'{r}' does not run"),
    Trait("empty-cells.ipynb", 2),
    Trait("jupytext.md", 1, "'slideshow' of 2 cells is not read"),
    Trait("kernel-of-python.ipynb", 0, "the notebook is for a kernel of 'python'"),
    Trait("kernel-without-language.ipynb", 1),
    Trait("listing-in-prose.ipynb", 1),
    Trait("magics.ipynb", 2),
    Trait("myst-directives.md", 1),
    Trait("myst-options.md", 3, "'slideshow' of 2 cells is not read"),
    Trait(
      "myst-unknown.md", 1, "'{mermaid}' does not run", "'{grid}' is a directive", "the role '{odd}'",
      "'{list-table}' is a directive"),
    Trait("no-metadata.ipynb", 1, "the notebook names no kernel"),
    Trait("open-fence.ipynb", 2),
    Trait("other-dialects.ipynb", 1),
    Trait("outputs.ipynb", 1),
    Trait("parameters.ipynb", 3, "'parameters' is not read"),
    Trait("quarto-options.ipynb", 2, "'warning' is not read", "'mine' is not read"),
    Trait(
      "quarto.qmd", 1, "'format' is not read", "'code-summary' is not read", "'{python}' does not run",
      "the shortcode 'video'"),
    Trait("quiz-in-prose.ipynb", 1),
    Trait("raises-exception.ipynb", 3),
    Trait("raw-cells.ipynb", 1),
    Trait("raw-html.ipynb", 1, "raw HTML is shown as it is written"),
    Trait("source-as-text.ipynb", 2),
    Trait("tags.ipynb", 7, "'mine' of 2 cells is not read", "'slideshow' of 2 cells is not read"),
    Trait("tex-delimiters.ipynb", 1),
    Trait("version-4.0.ipynb", 1),
  ]

  @Test func `The table lists every trait`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: TraitTests.folder.path)
    #expect(files.sorted() == TraitTests.traits.map(\.file).sorted())
  }

  @Test(arguments: traits)
  func `A trait is read, goes to Jupyter and comes back`(trait: Trait) throws {
    let source = try NotebookSource.notebook(
      ofFileAt: TraitTests.folder.appending(path: trait.file).path)
    let notebook = MarkdownReader.read(text: source.markdown, path: "a.md")
    #expect(notebook.fencedCells.count { $0.options.runs } == trait.cellCount, "\(source.markdown)")
    let problems = (source.problems + notebook.problems).sorted {
      ($0.location?.line ?? 0) < ($1.location?.line ?? 0)
    }
    #expect(
      problems.count == trait.warnings.count
        && zip(problems, trait.warnings).allSatisfy { $0.message.hasPrefix($1) }, "\(problems)")
    #expect(problems.allSatisfy { $0.severity == .warning })
    for result in [nil, NotebookResult(cells: [])] {
      let there = JupyterNotebook.text(of: notebook, result)
      let back = try JupyterImport.notebook(of: there, path: "a.ipynb")
      #expect(TraitTests.lines(back.markdown) == TraitTests.lines(source.markdown))
    }
  }

  /// The lines that are not blank.
  private static func lines(_ markdown: String) -> [Substring] {
    markdown.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
