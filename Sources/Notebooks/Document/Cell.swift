/// A piece of Swift that runs: a fenced block, or the inline values between two of them.
public struct Cell: Sendable, Equatable {
  /// The position among the fenced blocks, from 1; inline values are counted behind the last of those.
  public var number: Int
  /// The code without its fence, with its option lines.
  public var code: String
  /// The line of the file on which the code begins, from 1.
  public var firstLine: Int
  /// The number of columns that the fence is indented by, as in a list; they are missing from `code`.
  public var indentation: Int
  /// What the lines that begin with `//|` ask for; `#|`, as others write it, has become that.
  public var options: CellOptions
  /// The expressions in the prose that this cell is made of; empty for a fenced block.
  package var inlineValues: [InlineValue] = []
  /// The number of the cell in whose captions the values stand; nil if they stand in the prose.
  var captionedCell: Int?

  /// Whether somebody else than the notebook's author has written the code, to be graded.
  package internal(set) var isSubmitted = false

  /// Creates a cell.
  public init(number: Int, code: String, firstLine: Int, indentation: Int = 0, options: CellOptions = .init())
  {
    self.number = number
    self.code = code
    self.firstLine = firstLine
    self.indentation = indentation
    self.options = options
  }

  /// What the cell is called in messages and files: its label, or `cell-` and its number.
  public var name: String { options.label ?? (isInline ? "values-\(number)" : "cell-\(number)") }

  /// Whether the cell is made of inline values.
  public var isInline: Bool { !inlineValues.isEmpty }

  /// The name of the module that the cell becomes.
  var moduleName: String { "Cell_\(number)" }

  /// Where the author's code begins.
  var start: SourceLocation {
    inlineValues.first?.location ?? SourceLocation(line: firstLine + optionLineCount, column: 1)
  }

  /// The code, line by line.
  var lines: [Substring] {
    code.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
  }

  /// The number of lines at the top that hold options, blank lines among them; a reader doesn't see them.
  public var optionLineCount: Int {
    var (count, top) = (0, 0)
    var rest = code.utf8[...]
    while true {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      let bare = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard bare.isEmpty || bare.starts(with: "//|".utf8) else { return count }
      top += 1
      if !bare.isEmpty { count = top }
      guard line.endIndex < rest.endIndex else { return count }
      rest = rest[line.endIndex...].dropFirst()
    }
  }

  /// The code that a reader sees: without the option lines.
  public var visibleCode: String { lines.dropFirst(optionLineCount).joined(separator: "\n") }
}
