internal import Display
internal import Jupyter
internal import Notebooks

/// The requests of an editor of cells.
extension SwiftKernel {
  func complete(_ content: JSON) -> JSON.Members {
    let position = CodePosition(content)
    let before = position.before
    let prefix = before.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.count
    let word = String(before.suffix(prefix))
    let start = position.offset - word.unicodeScalars.count
    let list = ask("textDocument/completion", at: position)
    let items = list?.member("items")?.values ?? list?.values ?? []
    var seen: Set<String> = []
    let proposals = items.compactMap { item -> (text: String, kind: Int, detail: String)? in
      let text =
        item.member("textEdit")?.member("newText")?.stringValue ?? item.member("insertText")?.stringValue
        ?? item.member("label")?.stringValue ?? ""
      let label = item.member("label")?.stringValue ?? text
      // What has parameters is left open for them.
      let isCall = text.hasSuffix(")") && !label.contains("()")
      let proposal = isCall ? text.prefix { $0 != "(" } + "(" : text
      guard proposal.lowercased().hasPrefix(word.lowercased()), seen.insert(proposal).inserted else {
        return nil
      }
      return (proposal, item.member("kind")?.intValue ?? 0, label)
    }
    let types = proposals.map { proposal in
      JSON.object([
        "text": .string(proposal.text), "type": .string(Self.kind(proposal.kind)),
        "signature": .string(proposal.detail), "start": .int(start), "end": .int(position.offset),
      ])
    }
    return [
      "status": .string("ok"), "matches": .array(proposals.map { .string($0.text) }),
      "cursor_start": .int(start), "cursor_end": .int(position.offset),
      "metadata": .object(["_jupyter_types_experimental": .array(types)]),
    ]
  }

  func inspect(_ content: JSON) -> JSON.Members {
    let position = CodePosition(content)
    let (code, offset) = (position.code, position.offset)
    let scalars = Array(code.unicodeScalars)
    func isPartOfName(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
    }
    // Between parentheses, it is the function that counts.
    var end = offset
    if offset == 0 || !isPartOfName(scalars[offset - 1]),
      offset == scalars.count || !isPartOfName(scalars[offset])
    {
      var depth = 0
      end =
        scalars[..<offset].lastIndex { scalar in
          depth += scalar == ")" ? 1 : scalar == "(" ? -1 : 0
          return depth < 0
        } ?? offset
    }
    let start = end - scalars[..<end].reversed().prefix(while: isPartOfName).count
    let word = String(String.UnicodeScalarView(scalars[start...].prefix(while: isPartOfName)))
    var data: JSON.Members = [:]
    if !word.isEmpty {
      if let text = ask("textDocument/hover", at: CodePosition(code, at: start))?.member("contents")?.member(
        "value")?
        .stringValue
      {
        data = ["text/plain": .string(text), "text/markdown": .string(text)]
      } else if let text = try? Help.text(about: word, commands: []) {
        data = ["text/plain": .string(text)]
      }
    }
    return [
      "status": .string("ok"), "found": .bool(!data.list.isEmpty), "data": .object(data),
      "metadata": .object([:]),
    ]
  }

  func isComplete(_ content: JSON) -> JSON.Members {
    let code = content.member("code")?.stringValue ?? ""
    switch completeness(of: code) {
    case .complete: return ["status": .string("complete")]
    case .incomplete(let indentation):
      return ["status": .string("incomplete"), "indent": .string(String(repeating: " ", count: indentation))]
    case .invalid: return ["status": .string("invalid")]
    case nil: return ["status": .string("unknown")]
    }
  }

  /// Returns what Jupyter calls a kind of proposal of the language server.
  private static func kind(_ number: Int) -> String {
    switch number {
    case 2, 3, 4: "function"
    case 7, 8, 13, 22: "class"
    case 9: "module"
    case 14: "keyword"
    default: "instance"
    }
  }
}
