internal import Digest

/// A markdown file that has been read: its prose, and the cells to run.
public struct Notebook: Sendable {
  /// The path as it was given, for messages.
  public var path: String
  /// The file's text, line by line, without line ends.
  public var lines: [String]
  /// The SHA-256 digest of the file as it was read, in hexadecimal digits.
  public var digest: String
  /// What the top of the file says.
  public var frontMatter: FrontMatter
  /// The number of lines that the front matter takes, both `---` included.
  public var frontMatterLineCount: Int
  /// The cells in the order in which they run, inline values and those with `eval: false` included.
  public var cells: [Cell]
  /// What stands below the front matter, as it was read.
  var prose = Prose()
  /// The lines of the answers that the variant leaves out, in order; `prose` is without them.
  var answersLeftOut: [ClosedRange<Int>] = []
  /// The labels in these answers.
  var labelsLeftOut: Set<String> = []
  /// What is wrong with the file itself: bad options, bad front matter.
  ///
  /// With an error among them nothing runs.
  public var problems: [Diagnostic]
  /// The folder, without symbolic links, whose subfolders the output folder has; nil if nothing is known of other
  /// notebooks.
  public var root: String?
  /// When reading it began, from which on its time counts.
  var readingBegan = ContinuousClock.now
  /// The lines that a submission has added; nil if there is none.
  var submitted: SubmittedLines?
  /// What the submission has reached, for the top of the page; nil if it has not been graded.
  package var grade: Grade?
  /// Whom the handout is for; `apply(_:)` sets it.
  public internal(set) var variant = Variant.solution

  /// Whether its author is a stranger, whose page holds nothing but what is in the notebook's folder; `apply(_:)` sets it.
  public internal(set) var isOfStranger = false

  /// Creates a notebook.
  public init(
    path: String, lines: [String], frontMatter: FrontMatter = .init(), frontMatterLineCount: Int = 0,
    cells: [Cell], problems: [Diagnostic] = []
  ) {
    self.path = path
    self.lines = lines
    digest = SHA256.text(of: lines.map { $0 + "\n" }.joined().utf8)
    self.frontMatter = frontMatter
    self.frontMatterLineCount = frontMatterLineCount
    self.cells = cells
    self.problems = problems
  }

  /// The file's name without folder and extension; the handout is named so.
  public var name: String { Notebook.name(ofFileAt: path) }

  /// The file's name without its folder, with `_` for what can stand neither in a line directive nor in a comment.
  public var fileName: String { Notebook.fileName(ofFileAt: path) }

  /// Returns the `name` of a notebook at `path`.
  static func name(ofFileAt path: String) -> String {
    let file = FilePath.name(of: path)
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
    // The names of folders that are there already are none for one of ours.
    let stem = file[..<dot]
    return stem.allSatisfy { $0 == "." } ? file : String(stem)
  }

  /// Returns the `fileName` of a notebook at `path`.
  static func fileName(ofFileAt path: String) -> String {
    let scalars = FilePath.name(of: path).unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control || scalar == "\"" || scalar == "\\" ? "_" : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// The cells by their numbers.
  var cellsByNumber: [Int: Cell] { Dictionary(cells.map { ($0.number, $0) }) { $1 } }

  /// The fenced cells in order.
  public var fencedCells: [Cell] { cells.filter { !$0.isInline } }

  /// Returns the fenced cell that `line` of the file belongs to.
  public func cell(atLine line: Int) -> Cell? {
    fencedCells.last { cell in
      let count = cell.code.split(separator: "\n", omittingEmptySubsequences: false).count
      return (cell.firstLine..<cell.firstLine + max(count, 1)).contains(line)
    }
  }
}
