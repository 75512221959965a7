import Display
import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// What editors get of the cells, from the toolchain's own language server.
  @Suite(
    .enabled(
      if: (try? Toolchain.current()).map {
        FileManager.default.isExecutableFile(atPath: $0.languageServer)
      } == true, "no sourcekit-lsp in the toolchain"))
  struct LanguageServerTests {
    private let text = """
      ---
      params:
        epochs: 5
      ---
      # Edited

      ```swift
      let picture = Tensor(repeating: 1, shape: [4, 4])
      /// Doubles a number.
      func doubled(_ number: Int) -> Int { 2 * number }
      ```

      Prose, with a value `{swift} picture.count` in it.

      - An item

        ```swift
        let picture = "shadowed"
        let length = doubled(epochs) + picture.count
        ```

      ```swift
      //| expect: compile-error "cannot convert"
      let wrong: Int = "text"
      ```

      ```swift
      length + 1
      ```

      """

    @Test func `Names of earlier cells and members of the library are completed`() throws {
      let client = try LanguageClient(text)
      #expect(try client.diagnostics { $0.count == 1 }[0].hasPrefix("24:18: cannot convert"))
      let proposed = try client.ask("completion", at: "picture.count`", 8)
      #expect(proposed["items"].list.contains { $0["label"].string.hasPrefix("reshaped(") })
      try client.replace("length + 1", with: "length + doub")
      let names = try client.ask("completion", at: "+ doub", 6)["items"].list
      let item = try #require(names.first { $0["label"].string.hasPrefix("doubled(") })
      let start = item["textEdit"]["range"]["start"]
      #expect(start["line"] == .int(27) && start["character"] == .int(9))
      let whole = try client.ask("completionItem/resolve", members(of: item))["result"]
      #expect(whole["label"] == item["label"])
    }

    @Test func `A name is explained and found where it is declared`() throws {
      let client = try LanguageClient(text)
      _ = try client.diagnostics { $0.count == 1 }
      let hover = try client.ask("hover", at: "doubled(epochs")
      #expect("\(hover["contents"])".contains("func doubled(_ number: Int) -> Int"))
      #expect("\(hover["contents"])".contains("Doubles a number."))
      #expect("\(try client.ask("hover", at: "picture.count`"))".contains("picture: Tensor"))
      #expect("\(try client.ask("hover", at: "picture.count\n"))".contains("picture: String"))
      func line(_ mark: String) throws -> Int {
        let places = try client.ask("definition", at: mark).list
        #expect(places.allSatisfy { $0["uri"].string == client.uri } && places.count == 1)
        return (places.first?["range"]["start"]["line"].number ?? -1) + 1
      }
      #expect(try line("doubled(epochs") == 10, "a function of an earlier cell")
      #expect(try line("length + 1") == 19, "a variable of an earlier cell")
      #expect(try line("picture.count\n") == 18, "a variable of the cell itself")
      #expect(try line("epochs)") == 3, "a parameter")
      try client.replace("# Edited", with: "# Edited\n\nMore.")
      #expect(try line("doubled(epochs") == 12, "the cell has moved, its module has not")
      #expect(try client.ask("hover", at: "Prose") == .null)
      #expect(try client.ask("completion", at: "An item", 3) == .null)
    }

    @Test func `An error is told at the notebook's own place, and goes when it is mended`() throws {
      let client = try LanguageClient(text)
      try client.replace("doubled(epochs) + picture", with: "doubled(\"ü\") + picture")
      let found = try client.diagnostics { $0.count == 2 }
      #expect(found[0].hasPrefix("19:24: cannot convert value of type 'String'"))
      try client.replace("doubled(\"ü\") + picture", with: "doubled(epochs) + picture")
      _ = try client.diagnostics { $0.count == 1 }
      // What a cell declares is missing below when it is gone.
      try client.replace("func doubled(", with: "func tripled(")
      #expect(try client.diagnostics { $0.count == 2 }[0].contains("cannot find 'doubled'"))
      try client.replace("func tripled(", with: "func doubled(")
      _ = try client.diagnostics { $0.count == 1 }
      try client.replace("params:", with: "parms:")
      #expect(try client.diagnostics { $0.count > 1 }[0].hasPrefix("2:1: "))
    }

    @Test func `What a run refuses is told while it is written`() throws {
      let client = try LanguageClient(text)
      _ = try client.diagnostics { $0.count == 1 }
      try client.replace(
        "# Edited",
        with: """
          # Edited

          ```swift
          func again() -> Int { 1 }
          ```

          ```{swift}
          print(later)
          let later = 1
          ```

          ```swift
          let later = later + 1
          ```

          ```swift
          func again() -> String { "" }
          ```

          ```Swift
          let waited = await again()
          Task { print(1) }
          ```

          ```swift
          //| compile-timeout: 1ms
          let tooLate = 1
          ```
          """)
      let found = try client.diagnostics {
        $0.count >= 6 && $0.contains { $0.contains("still being compiled") }
      }
      for message in [
        "'later' is used before this cell declares it\nnote: 'later' is declared here",
        "'later' is used before",
        "'again()' cannot be declared again with another type", "'await' is not allowed",
        "this task may go on", "the cell was still being compiled after 0.001 s",
      ] { #expect(found.contains { $0.contains(message) }, "\(message) is not in \(found)") }
    }

    @Test func `Garbage and calls out of turn are refused, and the server goes on`() throws {
      let client = try LanguageClient(text)
      _ = try client.diagnostics { $0.count == 1 }
      client.send(raw: "Content-Length: 5\r\n\r\n{bad}Content-Length: x\r\n\r\nnoise\r\n\r\n")
      #expect(try client.next { $0["id"] == .null && $0["error"] != .null }["error"]["code"].number == -32700)
      #expect(try client.ask("workspace/symbol", [:])["error"]["code"].number == -32601)
      client.tell("textDocument/didChange", ["textDocument": .object(["uri": .string("file:///no.md")])])
      client.tell("textDocument/didChange", [:])
      for place in [-1, 4, 1_000_000] {
        let position = JSON.object(["line": .int(place), "character": .int(1_000_000)])
        let answer = try client.ask(
          "textDocument/hover",
          ["textDocument": .object(["uri": .string(client.uri)]), "position": position])
        #expect(answer["result"] == .null)
      }
      #expect("\(try client.ask("hover", at: "doubled(epochs"))".contains("func doubled"))
      #expect(try client.ask("shutdown", [:])["result"] == .null)
      #expect(try client.ask("shutdown", [:])["error"]["code"].number == -32600)
      client.tell("exit", [:])
      client.process.waitUntilExit()
      #expect(client.process.terminationStatus == 0)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `A server that is ended by a signal leaves no files`(signal: Int32) throws {
      let scratch = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
      // sourcekit-lsp has files of its own there.
      func own() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.path).filter { $0.hasPrefix("nbrun-") }
      }
      let client = try LanguageClient(text, temporaryFolder: scratch)
      _ = try client.ask("hover", at: "picture.count`")
      #expect(try own().count == 1)
      kill(client.process.processIdentifier, signal)
      client.process.waitUntilExit()
      #expect(try own() == [])
    }

    private func members(of value: JSON) -> JSON.Members {
      guard case .object(let members) = value else { return [:] }
      return members
    }
  }
}
