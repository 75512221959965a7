/// What the YAML between the two `---` at the top of a notebook says.
///
/// To add a key: a property here, and its line in `OptionKeys.swift`.
public struct FrontMatter: Sendable, Equatable {
  /// `title`: the title; nil takes the first heading, or the file's name.
  public var title: String?
  /// `subtitle`: a line below the title.
  public var subtitle: String?
  /// `author`: who wrote it.
  public var authors: [String] = []
  /// `course`: the course that it belongs to.
  public var course: String?
  /// `seed`: the root of all randomness.
  public var seed: UInt64 = 0
  /// `timeout`: the time after which any cell is ended, in seconds.
  public var timeout: Double = 300
  /// `tolerance`: how far numbers may be from the stored ones when a run is checked.
  public var tolerance: Double = 0
  /// `toc`: whether the handout has a table of contents.
  public var hasTableOfContents = true
  /// `lang`: the language of the prose, as in BCP 47.
  public var language = "en"
  /// `params`: constants that a run may be given other values for, and what is wrong with them.
  var declarations = ParameterDeclarations()
  /// The constants that a run may be given other values for.
  public var parameters: [Parameter] { declarations.parameters }

  /// Creates the front matter of a notebook that has none.
  public init() {}
}
