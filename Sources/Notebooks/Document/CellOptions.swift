/// What the lines `//| key: value` at the top of a cell ask for.
///
/// To add an option: a property here, and its line in `OptionKeys.swift`.
public struct CellOptions: Sendable, Equatable {
  /// `label`: the name of the cell, and of its figure, table or code when it begins with `fig-`, `tbl-` or `lst-`.
  public var label: String?
  /// `fig-cap`: the caption below the cell's figure, markdown.
  public var figureCaption: String?
  /// `tbl-cap`: the caption of the cell's table, markdown.
  public var tableCaption: String?
  /// `lst-cap`: the caption above the cell's code, markdown.
  public var listingCaption: String?
  /// `fig-alt`: what the figure shows, for those who don't see it.
  public var figureAlternative: String?
  /// `echo`: whether the code is shown.
  public var showsCode = true
  /// `eval`: whether the cell runs.
  public var runs = true
  /// `output`: whether what the cell shows is shown.
  public var showsOutput = true
  /// `fold`: whether the code is folded away at first.
  public var foldsCode = false
  /// `line-numbers`: whether the code has the numbers of its lines in the file; nil leaves it to the front matter.
  public var numbersLines: Bool?
  /// `exercise`: what the cell is to an exercise; nil if it belongs to none.
  public var exercise: ExercisePart?
  /// `points`: what the cell's expectations are worth when the notebook is graded, or an exercise; nil for nothing.
  package var points: Points?
  /// `stub-digest`: the digest of a stub as it was handed out; nil in the author's notebook.
  public var stubDigest: String?
  /// Whether the cell is a stub that is as it was handed out.
  public internal(set) var isUntouched = false
  /// The numbers of the stubs that the cell depends on, if all of them are untouched; empty otherwise.
  package internal(set) var openStubs: [Int] = []
  /// Whether the variant of the handout has no place for the cell.
  public internal(set) var isLeftOut = false
  /// `timeout`: the time after which the cell is ended, in seconds.
  public var timeout: Double?
  /// `compile-timeout`: how long compilers and the linker may work on it, all together, in seconds.
  public var compileTimeout: Double?
  /// `optimize`: whether the compiler optimizes the cell; nil leaves it to the front matter.
  public var optimizes: Bool?
  /// `expect`: the failure that the cell is there to show; nil for a cell that has to succeed.
  public var expectedFailure: ExpectedFailure?
  /// `tolerance`: how far its numbers may be from the stored ones; nil takes the notebook's.
  public var tolerance: Double?

  /// Creates the options of a cell that says nothing.
  public init() {}
}
