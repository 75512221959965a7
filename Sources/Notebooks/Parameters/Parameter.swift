internal import Display

/// A constant of a notebook that a run may be given another value for.
public struct Parameter: Sendable, Equatable {
  /// What cells call it.
  public var name: String
  /// Its value: the one of the front matter, or that of the run.
  public var value: ParameterValue
  /// The values that it may have; nil for any of its type.
  public var range: ParameterRange?
  /// Where the front matter names it.
  public var location: SourceLocation

  /// Creates a parameter.
  public init(name: String, value: ParameterValue, range: ParameterRange? = nil, location: SourceLocation) {
    self.name = name
    self.value = value
    self.range = range
    self.location = location
  }

  /// The declaration that cells see, which takes the value from the worker.
  var declaration: String { "let \(name): \(value.kind.swiftType) = \"\(name)\"._parameterValue()" }

  /// The declaration with the value in it.
  var literalDeclaration: String { "let \(name): \(value.kind.swiftType) = \(value.literal)" }
}

extension Notebook {
  /// The cell that declares the parameters, which runs before all others; nil if there are none.
  ///
  /// It is the same for all values. Each declaration stands on the line that names the parameter in the front matter.
  var parameterCell: Cell? { parameterCell(of: \.declaration) }

  /// What runs: the cell with the parameters, and those of the notebook that are not only shown.
  var cellsToRun: [Cell] { [parameterCell].compactMap(\.self) + cells.filter(\.options.runs) }

  /// The same cell with the values in it, for a script that no worker runs.
  var literalParameterCell: Cell? { parameterCell(of: \.literalDeclaration) }

  /// What the worker is sent before any cell, one message for each parameter.
  var parameterMessages: [String] {
    frontMatter.parameters.map { ParameterValues.message($0.name, $0.value.texts) }
  }

  private func parameterCell(of declaration: KeyPath<Parameter, String>) -> Cell? {
    let parameters = frontMatter.parameters
    guard let first = parameters.map(\.location.line).min(),
      let last = parameters.map(\.location.line).max()
    else { return nil }
    let parametersByLine = Dictionary(grouping: parameters, by: \.location.line)
    let lines = (first...last).map { line in
      (parametersByLine[line] ?? []).map { $0[keyPath: declaration] }.joined(separator: "; ")
    }
    return Cell(number: 0, code: lines.joined(separator: "\n"), firstLine: first)
  }
}

extension Cell {
  /// Whether the cell is the one that declares the notebook's parameters.
  var declaresParameters: Bool { number == 0 }
}
