import Display
import Foundation
import Testing

extension EndToEnd {
  /// What editors get of what is no Swift, from the text of a notebook alone.
  @Suite struct NotebookAnswerTests {
    private func names(_ completion: JSON) -> [String] { completion["items"].list.map { $0["label"].string } }

    private func item(_ name: String, of completion: JSON) throws -> JSON {
      try #require(completion["items"].list.first { $0["label"].string == name }, "\(name) is not proposed")
    }

    @Test(arguments: ["\n", "\r\n"])
    func `Names and values of options are completed`(lineEnd: String) throws {
      let client = try LanguageClient("")
      func completion(_ text: String) throws -> JSON {
        try client.completion(text.replacing("\n", with: lineEnd))
      }
      let keys = try completion("# Größe 🙂\n\n```swift\n//| label: fig-a\n//| e¦\n1\n```\n")
      #expect(names(keys).contains("eval") && !names(keys).contains("label"), "'label' is given")
      let echo = try item("echo", of: keys)
      #expect(echo["detail"].string == "true or false" && echo["kind"] == .int(10))
      #expect(echo["documentation"].string == "whether the code is shown")
      #expect(try client.line(with: echo) == "//| echo: ")
      // As it comes, the item is complete.
      guard case .object(let members) = echo else { return }
      #expect(try client.ask("completionItem/resolve", members)["result"] == echo)

      let empty = try completion("ü\n\n- ```swift\n  #|¦")
      #expect(try client.line(with: item("echo", of: empty)) == "  #| echo: ", "a fence that is never closed")
      let renamed = try completion("```swift\n//| ec¦ho: false\n```\n")
      #expect(try client.line(with: item("eval", of: renamed)) == "//| eval: false")

      let choice = try completion("> ```{swift}\n> //| echo: t¦\n> 1\n> ```\n")
      #expect(names(choice) == ["true", "false"])
      #expect(try client.line(with: item("true", of: choice)) == "> //| echo: true")
      let failure = try completion("```swift\n//|expect:¦\n```\n")
      #expect(names(failure) == ["compile-error", "trap", "throws", "failure", "timeout"])
      #expect(try client.line(with: item("trap", of: failure)) == "//|expect: trap")
      #expect(try item("trap", of: failure)["detail"].string == "the cell is expected to trap")
      #expect(try names(completion("```swift\n//| exercise: ¦\n```\n")) == ["stub", "solution"])
      #expect(try names(completion("```swift\n//| label: 🙂¦\n```\n")) == ["fig-", "tbl-", "lst-"])
    }

    @Test func `Where there are no options, none are proposed`() throws {
      let client = try LanguageClient("")
      for text in [
        "```swift\n1\n//| ¦\n```\n", "```python\n//| ¦\n```\n", "//| ¦\n", "# A ¦\n", "    //| ¦\n",
        "```swift\n//| timeout: ¦\n```\n", "---\ntitle: a\n---\nto ¦", "¦",
      ] {
        #expect(try client.completion(text, trigger: " ") == .null, "\(text)")
      }
    }

    @Test func `Keys and values of the front matter are completed, however broken it is`() throws {
      let client = try LanguageClient("")
      let keys = try client.completion("---\ntitle: Größe 🙂\nli¦\nparams: {\n---\n# A\n")
      #expect(names(keys).contains("license") && !names(keys).contains("title"))
      let item = try self.item("line-numbers", of: keys)
      #expect(item["documentation"].string == "whether code has the numbers of its lines in the file")
      #expect(try client.line(with: item) == "line-numbers: ")
      #expect(try names(client.completion("---\ntitle: \"x\npaper: ¦\n\n# A\n")) == ["a4", "letter"])
      let languages = try client.completion("---\r\nlang: ¦\r\n---\r\n")
      #expect(try self.item("de", of: languages)["detail"].string == "as in 'Abbildung\u{A0}1'")
      #expect(try client.completion("---\nparams:\n  e¦\n---\n") == .null, "names of parameters are free")
    }

    private let text = """
      ---
      references:
        lecun1989: "Y. LeCun, *Backpropagation*"
      ---
      # Größe {#sec-size}

      $$ a = b $$ {#eq-a}

      ```swift
      //| label: fig-loss
      //| fig-cap: "The loss, as in @eq-¦"
      1
      ```

      """

    @Test func `What can be referred to is completed`() throws {
      let client = try LanguageClient("")
      for sentence in [
        "Ü🙂 see @¦", "Ü🙂 see @fig-¦", "- Ü 🙂 [see @¦, p. 3]", "图@¦", "```quiz\nWhat is @¦?\n```",
      ] {
        let found = try client.completion(text.replacing("¦", with: "a") + sentence)
        #expect(
          Set(["fig-loss", "eq-a", "sec-size", "lecun1989"]).isSubset(of: names(found)),
          "\(sentence): \(found)")
        let figure = try item("fig-loss", of: found)
        #expect(
          figure["detail"].string == "Figure\u{A0}1"
            && figure["documentation"].string.hasPrefix("The loss, as"))
        let line = sentence.split(separator: "\n").first { $0.contains("@") } ?? ""
        let written = line.replacing(/@[^¦]*¦/, with: "@fig-loss")
        #expect(try client.line(with: figure) == written)
        #expect(try item("eq-a", of: found)["documentation"].string == "a = b")
        #expect(try item("sec-size", of: found)["documentation"].string == "Größe")
        #expect(try item("lecun1989", of: found)["detail"].string == "Y. LeCun, *Backpropagation*")
      }
      #expect(try names(client.completion(text)).contains("eq-a"), "in a caption")
      let plain = text.replacing("¦", with: "a")
      for sentence in ["me@fi¦", "`@fi¦`", "```python\n@fi¦\n```", "@fig-loss ¦", "[@lecun1989]¦"] {
        #expect(try client.completion(plain + sentence, trigger: "@") == .null, "\(sentence)")
      }
    }

    @Test func `Labels of other notebooks are completed`() throws {
      let folder = try Fixtures.makeFolder()
      try FileManager.default.createDirectory(
        at: folder.appending(path: "week1"), withIntermediateDirectories: true)
      for (name, text) in [
        ("nbrun.yml", "course: A\n"), ("edited.md", "# Not as it is edited {#sec-old}\n"),
        ("other.md", "# The *other* one\n\n```swift\n//| label: fig-x\n//| fig-cap: An x\n1\n```\n"),
        ("week1/hw.md", "# Homework\n\n## Größe {#sec-hw}\n"), ("README.md", "# Read me\n"),
      ] { try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8) }
      let client = try LanguageClient("", in: folder)
      let found = try client.completion("# A {#sec-a}\n\nÜ: @o¦")
      #expect(names(found) == ["sec-a", "hw#", "other#"])
      let other = try item("other#", of: found)
      #expect(other["detail"].string == "The other one")
      #expect(try client.line(with: other) == "Ü: @other#")
      let labels = try client.completion("Ü: @other#f¦")
      #expect(names(labels) == ["fig-x"])
      #expect(try client.line(with: item("fig-x", of: labels)) == "Ü: @other#fig-x")
      #expect(try item("fig-x", of: labels)["documentation"].string == "An x")
      #expect(try names(client.completion("@hw#¦")) == ["sec-hw"])
      #expect(try names(client.completion("@week1/hw#¦")) == ["sec-hw"])
      #expect(try names(client.completion("@nowhere#¦")) == [])
    }

    @Test(arguments: ["\n", "\r\n"])
    func `The outline has headings, and what has a label`(lineEnd: String) throws {
      let client = try LanguageClient("")
      client.change(
        to: """
          ---
          title: Outline
          ---
          Before, $$ a $$ {#eq-a}

          # One 🙂 {#sec-one}

          ### Three

          ```swift
          //| label: fig-loss
          //| fig-cap: The *loss*
          1
          ```

          ## Two

          ::: {#fig-both}
          ![A cat](cat.png){#fig-cat}

          Both.
          :::

          | a |
          |---|
          | 1 |

          : Sizes {#tbl-a}

          # Four

          ```swift
          //| label: setup
          let a = 1
          ```

          ##

          ```{#lst-a .python lst-cap="A loop"}
          for
          """.replacing("\n", with: lineEnd))
      func described(_ item: JSON) -> String {
        let (range, title) = (item["range"], item["selectionRange"])
        let inner = item["children"].list.map(described)
        return "\(item["name"].string)|\(item["detail"].string)|\(range["start"]["line"].number + 1)-"
          + "\(range["end"]["line"].number + 1):\(title["start"]["line"].number + 1)-"
          + "\(title["end"]["character"].number)" + (inner.isEmpty ? "" : "(\(inner.joined(separator: " ")))")
      }
      let items = try client.askAboutAll("documentSymbol").list.map(described)
      #expect(
        items == [
          "eq-a|a|4-4:4-23",
          "One 🙂|sec-one|6-28:6-19(Three||8-14:8-9(fig-loss|The *loss*|10-14:10-3) "
            + "Two||16-28:16-6(fig-both|Both.|18-22:18-15(fig-cat|A cat|19-19:19-27) tbl-a|Sizes|24-28:24-16))",
          "Four||30-40:30-6(setup||32-35:32-3 ##||37-40:37-2(lst-a|A loop|39-40:39-3))",
        ], "\(items)")
      let folds = try client.askAboutAll("foldingRange").list.map {
        "\($0["startLine"].number + 1)-\($0["endLine"].number + 1)"
      }
      #expect(
        folds == ["1-3", "6-28", "8-14", "10-14", "16-28", "18-22", "30-40", "32-35", "37-40", "39-40"],
        "\(folds)")
      #expect(try client.ask("textDocument/documentSymbol", [:])["result"] == .null)
    }
  }
}
