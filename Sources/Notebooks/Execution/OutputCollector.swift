package import Display

/// Turns what a cell sends into outputs, in the order in which it put them out.
package struct OutputCollector {
  /// The most that is kept of each stream of one cell, in bytes.
  package static let streamLimit = 10 << 20

  private let cell: Cell
  private let sourceLines: [String]
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
  }

  /// Creates a collector for what `cell` of a file with `sourceLines` puts out.
  package init(cell: Cell, sourceLines: [String]) {
    self.cell = cell
    self.sourceLines = sourceLines
  }

  /// Takes in what the cell printed.
  package mutating func print(_ bytes: [UInt8]) { standardOutput.append(bytes) }

  /// Takes in what the cell wrote to standard error.
  package mutating func printError(_ bytes: [UInt8]) { standardError.append(bytes) }

  /// Takes in something that the cell shows; returns it as an output, or nil for nothing but warnings.
  ///
  /// What an inline value displays on its way has no place in the sentence and is dropped.
  package mutating func show(_ bundle: MIMEBundle) -> Output? {
    if cell.isInline, bundle.bytes(of: MIMEType.inlineText) == nil { return nil }
    var output: Output?
    if bundle.representations.contains(where: { $0.type != MIMEType.warnings }) {
      let shown = Output(bundle, figureName: nextFigureName)
      if case .figure = shown { figureCount += 1 }
      append(shown)
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
      outputs.append(
        .diagnostic(
          Diagnostic(
            .warning,
            "the cell wrote \(stream.total) bytes to \(name); the first \(OutputCollector.streamLimit) are kept",
            at: SourceLocation(line: cell.start.line, column: 1))))
    }
    return outputs
  }

  private mutating func append(_ output: Output) {
    flush()
    outputs.append(output)
  }

  private mutating func flush() {
    if !standardOutput.bytes.isEmpty {
      outputs.append(.standardOutput(String(decoding: standardOutput.bytes, as: UTF8.self)))
      standardOutput.bytes = []
    }
    if !standardError.bytes.isEmpty {
      outputs.append(.standardError(String(decoding: standardError.bytes, as: UTF8.self)))
      standardError.bytes = []
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
