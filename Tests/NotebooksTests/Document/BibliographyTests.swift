import Foundation
import Notebooks
import Testing

/// Works from files of BibTeX, and defaults from `nbrun.yml`.
final class BibliographyTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func save(_ text: String, _ name: String) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func read(_ text: String, _ name: String = "a.md") throws -> Notebook {
    try save(text, name)
    return try MarkdownReader.read(path: folder.appending(path: name).path)
  }

  /// Returns what becomes of `bibtex`: the works, and the problems without their places.
  private func works(_ bibtex: String) throws -> (works: [String: String], problems: [String]) {
    try save(bibtex, "works.bib")
    let notebook = try read("---\ntitle: T\nbibliography: works.bib\n---\n")
    #expect(notebook.problems.allSatisfy { $0.location?.line == 3 && $0.severity == .warning })
    return (notebook.frontMatter.references, notebook.problems.map(\.message))
  }

  @Test(arguments: [
    (
      "@article{k, author = {LeCun, Yann and Bottou, L{\\'e}on and others}, title = {Gradient-based {L}earning},\n journal = \"Proceedings of the IEEE\", volume = 86, number = {11}, pages = {2278--2324}, year = 1998, doi = {10.1109/5.726791} }",
      "Yann LeCun, Léon Bottou, et al.: Gradient-based Learning. *Proceedings of the IEEE* 86(11), 2278–2324, 1998, doi:10.1109/5.726791"
    ),
    (
      "@InProceedings(k, author={Kaiming He and von Neumann, Jr., John}, title={Why?}, booktitle=cvpr # { '16}, year=2016)",
      "Kaiming He, John von Neumann Jr.: Why? *cvpr ’16*, 2016"
    ),
    (
      "@book{k, editor={{Google Brain} and M{\\\"u}ller, K.-R.}, title={A_b*c}, publisher={X \\& Y}, year={1998}, url={https://a.b/c\\_d}}",
      "Google Brain, K.-R. Müller: A\\_b\\*c. X & Y, 1998, <https://a.b/c_d>"
    ),
    (
      "@misc{k, author={A. Mądry and \\L{}ukasz \\v{C}ech and {\\O}re, {\\aa}sa}, title={On $x^2$ --- \\emph{new}}, eprint={1603.07285}, archivePrefix={arXiv}, year=2016}",
      "A. Mądry, Łukasz Čech, åsa Øre: On $x^2$ — *new*. 2016, [arXiv:1603.07285](<https://arxiv.org/abs/1603.07285>)"
    ),
    (
      "@phdthesis{k, author={B}, title={``T''}, school={S~U}, date={1999-05-01}}",
      "B: “T”. PhD thesis, S\u{A0}U, 1999"
    ),
    ("@online{k, title={No one}, year={2020}}", "No one. 2020"),
  ])
  func `An entry is written out`(bibtex: String, text: String) throws {
    let (works, problems) = try works("Words between entries, a@b.org.\n@string{cvpr2 = {X}}\n" + bibtex)
    #expect(works == ["k": text])
    #expect(problems == [])
  }

  @Test func `Abbreviations, comments and parts of books are understood`() throws {
    let (works, problems) = try works(
      """
      @string{ieee = "Proc. " # {IEEE}}
      @preamble{"\\\\newcommand{\\\\x}{}"}
      @comment{@article{no, title={}}}
      @inbook{part, title={Part}, crossref={whole}}
      @article{a, title={A}, journal=ieee, month=jan,
        year=2000,
      }
      @book{whole, title={Whole}, year=2001}
      """)
    #expect(problems == [])
    #expect(works == ["part": "Part. *Whole*, 2001", "a": "A. *Proc. IEEE*, 2000", "whole": "Whole. 2001"])
  }

  @Test func `What is wrong with an entry is told and costs that entry only`() throws {
    let (works, problems) = try works(
      "@article{a, title={A}}\n@article{b, title={B\n@article{c, title={C}}\n@misc{d title={D}}\n@misc{a, title={E}}\n@misc{, title={F}}\n@book{g, year=}\n@book{h, title=\"H\"}\n"
    )
    #expect(works == ["a": "A", "c": "C", "h": "H"])
    #expect(
      problems == [
        "works.bib, line 2: the entry that begins here is never closed",
        "works.bib, line 4: 'd' takes fields 'name = {text},'; a comma or a brace is missing here",
        "works.bib, line 5: 'a' is there already",
        "works.bib, line 6: this '@misc' has no key",
        "works.bib, line 7: a value is missing",
      ])
  }

  @Test func `Many open braces and accents end`() throws {
    let deep = String(repeating: "{", count: 100_000) + String(repeating: "}", count: 100_000)
    let accents = String(repeating: "\\'", count: 100_000)
    let (works, problems) = try works("@misc{a, title={x\(deep)}}\n@misc{b, title={x\(accents)}}\n")
    #expect(works["a"] == "x" && works["b"]?.hasPrefix("x") == true && problems == [])
  }

  @Test func `What the notebook says of a work counts before its files, and these in their order`() throws {
    try save("@misc{a, title={A1}}\n@misc{b, title={B1}}\n", "one.bib")
    try save("@misc{b, title={B2}}\n@misc{c, title={C2}}\n", "sub/two.bib")
    let notebook = try read(
      "---\nreferences:\n  a: A0\nbibliography: [one.bib, sub/two.bib]\n---\nSee [@a; @b; @c].\n")
    #expect(notebook.problems == [])
    #expect(notebook.frontMatter.references == ["a": "A0", "b": "B1", "c": "C2"])
  }

  @Test func `Notebooks begin with what the nearest nbrun.yml says`() throws {
    try save(
      "course: Nets\nlang: de\nauthor: Ada\nseed: 7\nreferences:\n  a: A\n  b: B\nbibliography: works.bib\n",
      "nbrun.yml")
    try save("@misc{c, title={C}}\n", "works.bib")
    let notebook = try read("---\nauthor: Emmy\nreferences:\n  a: A2\n---\n# T\n", "week1/a.md")
    #expect(notebook.problems == [])
    let matter = notebook.frontMatter
    #expect(matter.course == "Nets" && matter.language == "de" && matter.seed == 7)
    #expect(matter.authors == [Author(name: "Emmy")])
    #expect(matter.references == ["a": "A2", "b": "B", "c": "C"])
    // Without front matter, too; and a nearer file counts alone.
    #expect(try read("# T\n", "week1/b.md").frontMatter.course == "Nets")
    try save("license: CC0\n", "week2/nbrun.yml")
    let other = try read("# T\n", "week2/a.md").frontMatter
    #expect(other.license == "CC0" && other.course == nil)
    #expect(ProjectDefaults.folder(above: folder.appending(path: "week1").path)?.hasSuffix("week1") == false)
  }

  @Test(arguments: [
    ("cuorse: x", "error: nbrun.yml, line 1: unknown key 'cuorse'; did you mean 'course'?"),
    ("\ntoc: maybe", "error: nbrun.yml, line 2: 'toc' takes true or false, not 'maybe'"),
    (
      "title: x",
      "warning: nbrun.yml, line 1: 'title' is not read: it is about one notebook, which says it at its own top"
    ),
    ("parts:\n  A: [b]", "warning: nbrun.yml, line 1: 'parts' is not read: 'index.md' lists them at its top"),
    ("format: html", "warning: nbrun.yml, line 1: 'format' is not read: 'nbrun --to' chooses formats"),
    ("bibliography: no.bib", "no.bib: there is no such file"),
    ("# nothing", nil), ("", nil),
  ])
  func `What is wrong with nbrun.yml is told in each notebook`(yaml: String, message: String?) throws {
    try save(yaml, "nbrun.yml")
    let problems = try read("# T\n").problems.map { "\($0.severity): \($0.message)" }
    #expect(problems.count == (message == nil ? 0 : 1))
    #expect(message == nil || problems.first?.hasSuffix(message ?? "") == true, "\(problems)")
  }
}
