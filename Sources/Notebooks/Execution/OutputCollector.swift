package import Display

/// Turns what a cell sends into outputs, in the order in which it sent them.
package struct OutputCollector {
  /// The most that is kept of each stream of one cell, in bytes.
  package static let streamLimit = 10 << 20

  /// What comes of a cell while it runs.
  package enum Event {
    /// An output, as soon as it is whole; and whether it is the value of the cell's last expression.
    case output(Output, isResult: Bool)
    /// The outputs so far are to go: at once, or when the next output comes.
    case cleared(waits: Bool)
    /// The cell waits for a line.
    case inputWanted(LineOfInput)
  }

  /// Takes what comes.
  package typealias Receiver = (Event) -> Void

  private let cell: Cell
  private let sourceLines: [String]
  /// Who gets the outputs while the cell runs; nil if they are kept until it has ended.
  private let receive: Receiver?
  private var outputs: [Output] = []
  private var figureCount = 0
  private var standardOutput = StreamBuffer()
  private var standardError = StreamBuffer()

  /// What was written to a stream and is not an output yet.
  private struct StreamBuffer {
    var bytes: [UInt8] = []
    var total = 0

    mutating func append(_ chunk: [UInt8]) {
      let capacity = OutputCollector.streamLimit - min(total, OutputCollector.streamLimit)
      bytes += chunk.prefix(capacity)
      total += chunk.count
    }

    /// Takes out what has come, up to the last whole character.
    mutating func takeText() -> String {
      // The first byte of a character that is not whole says how many follow.
      let start = bytes.suffix(3).lastIndex { $0 >= 0xC0 } ?? bytes.endIndex
      let length = start < bytes.endIndex ? (bytes[start] >= 0xF0 ? 4 : bytes[start] >= 0xE0 ? 3 : 2) : 0
      let end = bytes.endIndex - start < length ? start : bytes.endIndex
      defer { bytes.removeFirst(end) }
      return String(decoding: bytes[..<end], as: UTF8.self)
    }
  }

  /// Creates a collector for the outputs of `cell`, which is in a file with `sourceLines`.
  ///
  /// - Parameter receive: Takes the outputs one by one, which are not kept then.
  package init(cell: Cell, sourceLines: [String], receive: Receiver? = nil) {
    self.cell = cell
    self.sourceLines = sourceLines
    self.receive = receive
  }

  /// Takes in what the cell printed.
  package mutating func print(_ bytes: [UInt8]) {
    standardOutput.append(bytes)
    if receive != nil { passOn(standardOutput.takeText(), as: Output.standardOutput) }
  }

  /// Takes in what the cell wrote to standard error.
  package mutating func printError(_ bytes: [UInt8]) {
    standardError.append(bytes)
    guard receive != nil, !FailureReport.mayBegin(in: standardError.bytes) else { return }
    passOn(standardError.takeText(), as: Output.standardError)
  }

  /// Takes in something that the cell shows; returns it as an output, or nil for nothing but warnings.
  ///
  /// What an inline value displays on its way has no place in the sentence and is dropped.
  package mutating func show(_ bundle: MIMEBundle) -> Output? {
    if cell.isInline, bundle.bytes(of: MIMEType.inlineText) == nil { return nil }
    if let mode = bundle.bytes(of: MIMEType.clear) {
      clear(waits: !mode.isEmpty)
      return nil
    }
    var output: Output?
    if bundle.representations.contains(where: { $0.type != MIMEType.warnings }) {
      let shown = Output(bundle, figureName: nextFigureName)
      if case .figure = shown { figureCount += 1 }
      append(shown, isResult: bundle.bytes(of: MIMEType.result) != nil)
      output = shown
    }
    let warnings = bundle.bytes(of: MIMEType.warnings).map { String(decoding: $0, as: UTF8.self) } ?? ""
    for warning in warnings.split(separator: "\n") {
      show(Diagnostic(.warning, String(warning), at: SourceLocation(line: cell.start.line, column: 1)))
    }
    return output
  }

  /// Takes in a checked expectation; returns it as an output.
  package mutating func show(_ expectation: Expectation) -> Output {
    let index = expectation.line - 1
    let line = sourceLines.indices.contains(index) ? sourceLines[index] : ""
    // The compiler gives the place of the parenthesis after the function's name.
    let parenthesis = expectation.column + cell.indentation
    let before = line.utf8.prefix(parenthesis - 1)
    let name = before.reversed().prefix { $0 != UInt8(ascii: " ") }.count
    let quizValue = cell.inlineValues.first { $0.isExpectation && $0.location.line == expectation.line }
    let output = Output.expectation(
      ExpectationOutput(
        passed: expectation.passed,
        exemption: expectation.passed || expectation.isBinding ? nil : .changedExample,
        comment: expectation.comment,
        code: quizValue?.expression ?? ExpectationSource.text(in: sourceLines, at: index),
        details: expectation.details.withoutCellModules,
        location: quizValue?.location ?? SourceLocation(line: expectation.line, column: parenthesis - name)))
    append(output)
    return output
  }

  /// Takes in a diagnostic about the cell.
  package mutating func show(_ diagnostic: Diagnostic) { append(.diagnostic(diagnostic)) }

  /// Removes the Swift runtime's report of a failed check from the end of standard error; returns what it says.
  ///
  /// The report becomes a diagnostic at the cell's own line, which says more.
  package mutating func takeFailureReport() -> (message: String, location: (file: String, line: Int)?)? {
    guard let report = FailureReport.split(String(decoding: standardError.bytes, as: UTF8.self)) else {
      return nil
    }
    // The line end before a report that names no place belongs to what was written before.
    let isCut = report.location == nil && !report.before.isEmpty
    standardError.bytes = Array((report.before + (isCut ? "\n" : "")).utf8)
    return (report.message, report.location)
  }

  /// Returns all outputs.
  package mutating func finish() -> [Output] {
    flush()
    for (name, stream) in [("standard output", standardOutput), ("standard error", standardError)]
    where stream.total > OutputCollector.streamLimit {
      append(
        .diagnostic(
          Diagnostic(
            .warning,
            "the cell wrote \(stream.total) bytes to \(name); the first \(OutputCollector.streamLimit) are kept",
            at: SourceLocation(line: cell.start.line, column: 1))))
    }
    return outputs
  }

  private mutating func append(_ output: Output, isResult: Bool = false) {
    flush()
    if let receive { receive(.output(output, isResult: isResult)) } else { outputs.append(output) }
  }

  private mutating func clear(waits: Bool) {
    flush()
    outputs = []
    figureCount = 0
    receive?(.cleared(waits: waits))
  }

  private func passOn(_ text: String, as output: (String) -> Output) {
    if !text.isEmpty { receive?(.output(output(text), isResult: false)) }
  }

  private mutating func flush() {
    var texts: [Output] = []
    if !standardOutput.bytes.isEmpty {
      texts.append(.standardOutput(String(decoding: standardOutput.bytes, as: UTF8.self)))
      standardOutput.bytes = []
    }
    if !standardError.bytes.isEmpty {
      texts.append(.standardError(String(decoding: standardError.bytes, as: UTF8.self)))
      standardError.bytes = []
    }
    if let receive {
      for text in texts { receive(.output(text, isResult: false)) }
    } else {
      outputs += texts
    }
  }

  private var nextFigureName: String {
    figureCount == 0 ? cell.name : "\(cell.name)-\(figureCount + 1)"
  }
}

extension String {
  /// The text without spaces and line ends at both ends.
  var trimmingSpaces: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
