/// What the YAML between the two `---` at the top of a notebook says.
///
/// To add a key: a property here, and its line in `OptionKeys.swift`.
public struct FrontMatter: Sendable, Equatable {
  /// `title`: the title; nil takes the first heading, or the file's name.
  public var title: String?
  /// `subtitle`: a line below the title.
  public var subtitle: String?
  /// `author`: who wrote it.
  public var authors: [Author] = []
  /// `date`: when, as the author writes it.
  public var date: String?
  /// `license`: what others may do with it: a name, or the address of the text.
  public var license: String?
  /// `keywords`: what it is about, in words to search for.
  public var keywords: [String] = []
  /// `description`: what it is about, in a sentence for search engines and the index of the course.
  public var description: String?
  /// `course`: the course that it belongs to.
  public var course: String?
  /// `chapter`: its place in the course, from 1.
  public var chapter: Int?
  /// `parts`: the parts of the course, on its own page, `index.md`.
  public var parts: [CoursePart] = []
  /// `seed`: the root of all randomness.
  public var seed: UInt64 = 0
  /// `timeout`: the time after which any cell is ended, in seconds.
  public var timeout: Double = 300
  /// `compile-timeout`: how long compilers and the linker may work on a cell, all together, in seconds.
  public var compileTimeout: Double = 120
  /// `optimize`: whether the compiler optimizes cells; nil leaves it to what they contain.
  public var optimizes: Bool?
  /// `time-limit`, `memory-limit` and so on: what all cells may use.
  public var limits = ResourceLimits()
  /// `tolerance`: how far numbers may be from the stored ones when a run is checked.
  public var tolerance: Double = 0
  /// `toc`: whether the handout has a table of contents.
  public var hasTableOfContents = true
  /// `number-sections`: whether headings have numbers.
  public var numbersSections = false
  /// `line-numbers`: whether code has the numbers of its lines in the file.
  public var numbersLines = false
  /// `html`: whether raw HTML of the prose becomes part of the page; otherwise it is shown as it is written.
  public var allowsHTML = false
  /// `paper`: the paper on which the handout is printed.
  public var paper = Paper.a4
  /// `abstract`: what the notebook is about, for the top of the page and the index of the course, markdown.
  public var abstract: String?
  /// `references`: the works that `[@key]` in the prose cites, markdown by key.
  public var references: [String: String] = [:]
  /// `bibliography`: files of BibTeX with more works, as seen from the notebook's folder.
  public var bibliography: [String] = []
  /// `lang`: the language of the prose, as in BCP 47, and of the words around it if `PageWords` has them.
  public var language = "en"
  /// `params`: constants that a run may be given other values for, and what is wrong with them.
  var declarations = ParameterDeclarations()
  /// The constants that a run may be given other values for.
  public var parameters: [Parameter] { declarations.parameters }

  /// Creates the front matter of a notebook that has none.
  public init() {}
}

/// Somebody who wrote a notebook.
public struct Author: Sendable, Equatable {
  /// The name.
  public var name: String
  /// Where they work or study.
  public var affiliation: String?
  /// Their address.
  public var email: String?

  /// Creates an author.
  public init(name: String, affiliation: String? = nil, email: String? = nil) {
    (self.name, self.affiliation, self.email) = (name, affiliation, email)
  }
}
