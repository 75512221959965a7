extension CellResult {
  /// Returns the result as it would be if the cell stood `lines` further down in the file.
  func moved(by lines: Int) -> CellResult {
    guard lines != 0 else { return self }
    var moved = self
    moved.outputs = outputs.map { output in
      switch output {
      case .expectation(var expectation):
        expectation.location.line += lines
        return .expectation(expectation)
      case .diagnostic(var diagnostic):
        diagnostic.location?.line += lines
        return .diagnostic(diagnostic)
      case .standardOutput, .standardError, .text, .recorded, .table, .figure: return output
      }
    }
    return moved
  }

  /// Whether texts among the outputs name lines of the file, which stay what they are when the cell moves.
  func tellsLines(of fileName: String) -> Bool {
    outputs.contains { output in
      switch output {
      case .standardOutput(let text), .standardError(let text), .text(let text): text.contains(fileName + ":")
      case .recorded, .table, .figure, .expectation, .diagnostic: false
      }
    }
  }
}
