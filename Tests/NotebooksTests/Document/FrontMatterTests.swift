import Notebooks
import Testing

@Suite struct FrontMatterTests {
  private func read(_ yaml: String) -> FrontMatter {
    let notebook = MarkdownReader.read(text: "---\n\(yaml)\n---\n", path: "a.md")
    #expect(notebook.problems == [])
    return notebook.frontMatter
  }

  @Test func everyKey() {
    let yaml = """
      title: Backpropagation
      subtitle: 'through "convolutions"'
      author: [Ada, Grace]
      course: 2024
      chapter: 12
      seed: 18446744073709551615
      timeout: 2m
      toc: false
      lang: pt-BR
      """
    let read = read(yaml)
    #expect(read.title == "Backpropagation")
    #expect(read.subtitle == "through \"convolutions\"")
    #expect(read.authors == [Author(name: "Ada"), Author(name: "Grace")])
    #expect(read.course == "2024")
    #expect(read.chapter == 12)
    #expect(read.seed == .max)
    #expect(read.timeout == 120)
    #expect(!read.hasTableOfContents)
    #expect(read.language == "pt-BR")
  }

  @Test(arguments: [("60s", 60), ("2m", 120), ("500ms", 0.5), ("7", 7), ("1.5 s", 1.5), ("1h", 3600)])
  func timeouts(text: String, seconds: Double) {
    #expect(read("timeout: \(text)").timeout == seconds)
  }

  @Test func oneAuthorNeedsNoList() { #expect(read("author: Ada").authors == [Author(name: "Ada")]) }

  @Test(arguments: [
    (
      "author:\n  name: Ada\n  affiliation: X\n  email: a@b.c",
      Author(name: "Ada", affiliation: "X", email: "a@b.c")
    ),
    (
      "author:\n  - name: Ada\n    affiliation: [X, Y]\n    orcid: 1",
      Author(name: "Ada", affiliation: "X, Y")
    ),
    ("author:\n  name: Ada\n  affiliation:\n    name: X\n    city: Y", Author(name: "Ada", affiliation: "X")),
    ("author:\n  name: Ada\n  affiliations: X", Author(name: "Ada", affiliation: "X")),
  ])
  func anAuthorMayHaveAnAffiliation(yaml: String, author: Author) { #expect(read(yaml).authors == [author]) }

  @Test func whatAPageSaysOfItself() {
    let read = read("date: 2026-11-28\nlicense: CC BY 4.0\nkeywords: [a, b]\ndescription: All of it.")
    #expect(read.date == "2026-11-28")
    #expect(read.license == "CC BY 4.0")
    #expect(read.keywords == ["a", "b"])
    #expect(read.description == "All of it.")
  }

  @Test(arguments: FrontMatter.help.map(\.name))
  func noKeyIsSaidToBeAnotherProgram(name: String) {
    let problems = MarkdownReader.read(text: "---\n\(name):\n  x: [[1]]\n---\n", path: "a.md").problems
    #expect(!problems.contains { $0.message.contains("is not read") })
  }

  @Test func emptyFrontMatterChangesNothing() {
    #expect(read("") == FrontMatter())
    #expect(read("# a comment") == FrontMatter())
  }

  @Test func helpNamesEveryKeyOnce() {
    let names = FrontMatter.help.map(\.name) + CellOptions.help.map(\.name)
    #expect(Set(FrontMatter.help.map(\.name)).count == FrontMatter.help.count)
    #expect(Set(CellOptions.help.map(\.name)).count == CellOptions.help.count)
    // Both have these.
    #expect(
      Set(names).count >= names.count
        - ["timeout", "compile-timeout", "optimize", "tolerance", "line-numbers"].count)
    #expect(names.contains("references") && names.contains("exercise"))
  }

  @Test func everyOption() {
    let options = """
      //| label: fig-loss
      //| fig-cap: "Loss: **lower** is better"
      //| fig-alt: A falling curve
      //| echo: false
      //| eval: false
      //| output: false
      //| fold: true
      //| timeout: 90s
      """
    let cell = MarkdownReader.read(text: "```swift\n\n\(options)\nplot()\n```\n", path: "a.md").cells[0]
    #expect(cell.visibleCode == "plot()")
    #expect(cell.options.label == "fig-loss")
    #expect(cell.options.figureCaption == "Loss: **lower** is better")
    #expect(cell.options.figureAlternative == "A falling curve")
    #expect(!cell.options.showsCode && !cell.options.runs && !cell.options.showsOutput)
    #expect(cell.options.foldsCode)
    #expect(cell.options.timeout == 90)
  }
}
