import Foundation
import Notebooks
import Testing

/// Where the pieces of running text stand in the file.
@Suite struct SourceRangeTests {
  /// Returns what the author wrote for the pieces of `kind`.
  private func sources(_ kind: String, in text: String) -> [String] {
    MarkdownParsing.pieces(of: text).filter { $0.kind == kind }.map(\.source)
  }

  @Test func piecesOverSeveralLinesAreFound() {
    let text = """
      A *first* `code
      over` two <b
      c> x [l
      m](a.md
      "t") y ![p
      q](x.png){width=50%} z [r][a] \\
      hard `e`  
      and ***a*** **b *c* d** &amp; \\* ~~no~~ [^n]

      [a]: b.md

      [^n]: Note `f`
      """
    #expect(sources("code", in: text) == ["`code\nover`", "`e`", "`f`"])
    #expect(sources("html", in: text) == ["<b\nc>"])
    #expect(sources("link", in: text) == ["[l\nm](a.md\n\"t\")", "[r][a]"])
    #expect(sources("image", in: text) == ["![p\nq](x.png){width=50%}"])
    #expect(sources("strong", in: text) == ["**a**", "**b *c* d**"])
    #expect(sources("emphasis", in: text) == ["*first*", "***a***", "*c*"])
    #expect(sources("strikethrough", in: text) == ["~~no~~"])
    #expect(sources("text", in: text).contains(" &amp; \\* "))
    #expect(sources("footnoteReference", in: text) == ["[^n]"])
  }

  @Test func piecesInQuotesListsAndTablesAreFound() {
    let text = """
      > quote `a`
      > more **c**
      lazy `d`

      - item `e`
          goes *on*
        - > inner `g`
          > more `h`

      before `i`
      | a `j` | b |
      |---|:-:|
      | `c\\|d` *e* | f `k` |
        | g | **h** |
      `l`

      > | x |
      > |---|

      [d]: a.md
      [f]: b.md
      after `m`

      Setext `n`
      *r*
      ======

      ## `o` {#sec-a}

      1. [ ] task `p`
      """
    #expect(
      sources("code", in: text) == [
        "`a`", "`d`", "`e`", "`g`", "`h`", "`i`", "`j`", "`c\\|d`", "`k`", "`l`", "`m`", "`n`", "`o`", "`p`",
      ])
    #expect(sources("strong", in: text) == ["**c**", "**h**"])
    #expect(sources("emphasis", in: text) == ["*on*", "*e*", "*r*"])
  }

  @Test func piecesAroundFormulasAndValuesAreFound() {
    let text = """
      a $x$ b `{swift} y` *c $z$ d*
      $$
      w
      $$ {#eq-w} e `f` [g $h$](i.md)

      ::: {.callout-note}
      j `k` $l$ m
      :::
      """
    let pieces = MarkdownParsing.pieces(of: text)
    #expect(
      pieces.filter { $0.kind == "text" }.map(\.source) == [
        "a ", " b ", " ", "c ", " d", " e ", " ", "g ", "j ", " ", " m",
      ])
    #expect(
      pieces.filter { $0.kind == "formula" }.map(\.source) == [
        "$x$", "$z$", "$$\nw\n$$ {#eq-w}", "$h$", "$l$",
      ])
    #expect(pieces.filter { $0.kind == "value" }.map(\.source) == ["`{swift} y`"])
    #expect(pieces.filter { $0.kind == "code" }.map(\.source) == ["`f`", "`k`"])
    #expect(pieces.filter { $0.kind == "link" }.map(\.source) == ["[g $h$](i.md)"])
  }

  @Test(arguments: try handouts())
  func eachPieceOfTheHandoutsIsWhereItSays(_ path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for piece in MarkdownParsing.pieces(of: text) {
      let source =
        piece.source.contains("\n") ? piece.source.replacing(#/\n[ >]*/#, with: "\n") : piece.source
      switch piece.kind {
      case "text":
        let plain = !source.contains("\\") ? source : source.replacing(#/\\([!-\/:-@\[-`{-~])/#) { $0.1 }
        #expect(plain == piece.content || source.contains("&"), "\(piece)")
      case "code":
        let count = source.prefix { $0 == "`" }.count
        let inner = source.dropFirst(count).dropLast(count).replacing("\n", with: " ")
          .trimmingCharacters(in: [" "])
        // In a table a bar of code is escaped.
        let content = piece.content.trimmingCharacters(in: [" "])
        #expect(inner == content || inner.replacing("\\|", with: "|") == content, "\(piece)")
      case "html": #expect(source == piece.content, "\(piece)")
      case "link", "image":
        #expect(source.last.map { ")]}>".contains($0) } == true || source == piece.content, "\(piece)")
      default: break
      }
    }
  }

  private static func handouts() throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folders = ["notebooks", "docs", "Tests/NotebooksTests/Fixtures"].map { root.appending(path: $0).path }
    return folders.flatMap { folder in
      (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? [])
        .filter { $0.hasSuffix(".md") }.sorted().map { folder + "/" + $0 }
    }
  }
}
