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
    #expect(read.authors == ["Ada", "Grace"])
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

  @Test func oneAuthorNeedsNoList() { #expect(read("author: Ada").authors == ["Ada"]) }

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
