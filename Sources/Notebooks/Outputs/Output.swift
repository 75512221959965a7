/// One output of a cell, as data; how it looks is the format's business.
public enum Output: Sendable, Equatable {
  /// What the cell printed.
  case standardOutput(String)
  /// What the cell wrote to standard error.
  case standardError(String)
  /// A value as text.
  case text(String)
  /// A number that the cell has recorded.
  case recorded(RecordedValue)
  /// A table.
  case table(TableOutput)
  /// A figure.
  case figure(FigureOutput)
  /// An expectation that was checked.
  case expectation(ExpectationOutput)
  /// An error, warning or note about the cell.
  case diagnostic(Diagnostic)
}

/// A table as data.
public struct TableOutput: Sendable, Equatable, Codable {
  /// What the table is about; empty for none.
  public var caption: String
  /// The heading of each column.
  public var columns: [String]
  /// `left` or `right` for each column.
  public var alignments: [String]
  /// The cells, row by row.
  public var rows: [[String]]

  /// Creates a table.
  public init(caption: String = "", columns: [String], alignments: [String], rows: [[String]]) {
    self.caption = caption
    self.columns = columns
    self.alignments = alignments
    self.rows = rows
  }
}

/// A figure: its pictures and its numbers.
public struct FigureOutput: Sendable, Equatable {
  /// The name of the picture's file, without extension.
  public var name: String
  /// The picture for a light page, PNG.
  public var lightPNG: [UInt8]
  /// The picture for a dark page, PNG; nil if there is one for both.
  public var darkPNG: [UInt8]?
  /// The width at which it is shown, in CSS pixels; nil if unknown.
  public var width: Double?
  /// The height at which it is shown, in CSS pixels; nil if unknown.
  public var height: Double?
  /// What it shows, in words.
  public var description: String
  /// What it shows, as JSON text with the data series.
  public var data: String

  /// Creates a figure.
  public init(
    name: String, lightPNG: [UInt8], darkPNG: [UInt8]?, width: Double?, height: Double?,
    description: String, data: String
  ) {
    self.name = name
    self.lightPNG = lightPNG
    self.darkPNG = darkPNG
    self.width = width
    self.height = height
    self.description = description
    self.data = data
  }
}

/// An expectation that was checked.
public struct ExpectationOutput: Sendable, Equatable, Codable {
  /// Whether it holds.
  public var passed: Bool
  /// Why the cell does not fail although it does not hold; nil if it holds, or if the cell fails.
  public var exemption: Exemption?
  /// What the author calls it; empty when nothing was said.
  public var comment: String
  /// The source line of the expectation.
  public var code: String
  /// What was expected and what was found, when it failed.
  public var details: String
  /// Where the expectation is.
  public var location: SourceLocation

  /// Why an expectation may be unmet.
  public enum Exemption: String, Sendable, Codable, CaseIterable {
    /// It is about an example of the author's, and the reader has changed the data.
    case changedExample = "changed-example"
    /// It depends on an exercise that nobody has begun.
    case openExercise = "open-exercise"
  }

  /// Creates an expectation.
  public init(
    passed: Bool, exemption: Exemption? = nil, comment: String, code: String, details: String,
    location: SourceLocation
  ) {
    self.passed = passed
    self.exemption = exemption
    self.comment = comment
    self.code = code
    self.details = details
    self.location = location
  }

  /// Whether the cell fails because of it.
  public var isFailure: Bool { !passed && exemption == nil }
}

extension ExpectationOutput.Exemption {
  /// What is reported of the expectation.
  var words: String { PageWords.english.exemption(self) }
}
