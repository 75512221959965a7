/// Writes a notebook and what its cells gave as one HTML page that needs nothing else.
public enum HTMLHandout {
  /// Returns the page, and what is wrong with the prose, such as TeX that cannot be read.
  ///
  /// The same notebook and result give the same bytes.
  ///
  /// - Parameters:
  ///   - cache: What is known of formulas and code; the page is the same without.
  ///   - deadline: When the notebook's time is up; formulas and colors of code are left out from then on. A run that
  ///     used all of it still gets its page.
  ///   - list: The handouts of the course, if the notebook is its own page.
  ///   - stored: Returns what the latest run of another notebook gave, to which this one may refer.
  public static func render(
    notebook: Notebook, result: NotebookResult, cache: MarkupCache = MarkupCache(),
    deadline: Deadline = .none,
    list: CourseList? = nil, stored: @escaping (Notebook) -> NotebookResult? = { _ in nil }
  ) -> Handout {
    render(
      notebook: notebook, result: result, cache: cache, until: deadline.leaving(atLeast: 5), list: list,
      stored: stored)
  }

  /// Returns the page, without what is not made before `deadline`.
  package static func render(
    notebook: Notebook, result: NotebookResult, cache: MarkupCache, until deadline: Deadline,
    list: CourseList? = nil, stored: @escaping (Notebook) -> NotebookResult? = { _ in nil }
  ) -> Handout {
    var blocks = notebook.prose.blocks
    let shared = SharedRendering(notebook, result, cache: cache, deadline: deadline, stored: stored)
    shared.findings.problems += notebook.prose.problems
    shared.findings.problems += Course.problems(withPartsOf: notebook)
    let title = PageTitle(takenFrom: &blocks, shared)
    let levels = blocks.compactMap { if case .heading(let level, _) = $0.kind { level } else { nil } }
    var renderer = ProseRenderer(
      shared: shared, headingShift: levels.contains(1) ? 1 : 0,
      anchors: Anchors(reserved: reservedAnchors(shared)))
    let body = renderer.document(blocks)
    let page = Page(
      title: title, shared: shared, contents: renderer.contents, content: body,
      navigation: CourseNavigation(of: notebook), list: list)
    let html = page.html
    cache.finish()
    let problems = shared.findings.problems.sorted { ($0.location ?? .start) < ($1.location ?? .start) }
    return Handout(
      html: html.markup, problems: problems, files: shared.links.linkedFiles,
      isComplete: !shared.findings.isTimeUp)
  }

  /// The names of the page's own parts, of cells, figures and footnotes.
  static func reservedAnchors(_ shared: SharedRendering) -> [String] {
    let notebook = shared.notebook
    let labels = notebook.cells.compactMap(\.options.label)
    let footnotes = (1...max(notebook.lines.count, 1)).flatMap {
      ["fn-\($0)", "fnref-\($0)", "ref-\($0)"]
    }
    return ["top", "content", "contents"] + notebook.cells.map(\.anchor) + labels + footnotes
      + shared.references.targets.keys
  }
}

/// A page, and what came up while it was written.
public struct Handout: Sendable, Equatable {
  /// The page.
  public var html: String
  /// What is wrong with the prose.
  public var problems: [Diagnostic]
  /// The files that the page links to, which belong beside it.
  public var files: [LinkedFile]
  /// Whether everything is in it; otherwise the notebook's time was up before.
  public var isComplete: Bool

  /// Creates a handout.
  public init(
    html: String, problems: [Diagnostic] = [], files: [LinkedFile] = [], isComplete: Bool = true
  ) {
    self.html = html
    self.problems = problems
    self.files = files
    self.isComplete = isComplete
  }
}

extension HandoutFormat {
  /// The handout: one page that needs nothing else.
  public static let html = HandoutFormat(
    name: "html", fileExtension: "html", summary: "the handout", writing: .page)
}
