import Display
import Notebooks
import Testing

/// What a collector hands on while a cell runs.
@Suite struct StreamedOutputTests {
  private final class Received { var texts: [String] = [] }

  private func collect(_ body: (inout OutputCollector) -> Void) -> [String] {
    let received = Received()
    let cell = Cell(number: 1, code: "", firstLine: 1)
    var collector = OutputCollector(cell: cell, sourceLines: [""]) { event in
      switch event {
      case .output(.standardOutput(let text), _): received.texts.append("out " + text)
      case .output(.standardError(let text), _): received.texts.append("err " + text)
      case .output(.text(let text), let isResult):
        received.texts.append((isResult ? "result " : "shown ") + text)
      case .output(let output, _): received.texts.append("\(output)")
      case .cleared(let waits): received.texts.append("cleared \(waits)")
      case .inputWanted: received.texts.append("input")
      }
    }
    body(&collector)
    received.texts.append("end")
    #expect(collector.finish().isEmpty)
    return received.texts
  }

  @Test func `what is printed is handed on at once and in order`() {
    let texts = collect { collector in
      collector.print(Array("a".utf8))
      collector.printError(Array("b".utf8))
      _ = collector.show(MIMEBundle(plainText: "c"))
      _ = collector.show(
        MIMEBundle([.init(type: MIMEType.plainText, text: "d"), .init(type: MIMEType.result, bytes: [])]))
      _ = collector.show(MIMEBundle([.init(type: MIMEType.clear, text: "wait")]))
    }
    #expect(texts == ["out a", "err b", "shown c", "result d", "cleared true", "end"])
  }

  @Test(arguments: ["ü", "€", "𝄞", "a𝄞b"])
  func `a character is handed on as a whole`(_ text: String) {
    let texts = collect { collector in for byte in text.utf8 { collector.print([byte]) } }
    #expect(texts.dropLast().map { String($0.dropFirst(4)) } == text.map(String.init))
  }

  @Test func `the report of a trap is taken out of standard error`() {
    let texts = collect { collector in
      collector.printError(Array("mine\n".utf8))
      collector.printError(Array("Cell_1/x.md:2: Fatal error: oh\nCurrent stack".utf8))
      collector.printError(Array(" trace:\n0  libswiftCore.so  0x00\n".utf8))
      #expect(collector.takeFailureReport()?.message == "fatal error: oh")
      _ = collector.finish()
    }
    #expect(texts == ["err mine\n", "end"])
  }

  @Test func `what only looks like a report is handed on at the end`() {
    let texts = collect { collector in
      collector.printError(Array("Fatal error handling works".utf8))
      _ = collector.show(MIMEBundle(plainText: "c"))
    }
    #expect(texts == ["err Fatal error handling works", "shown c", "end"])
  }
}
