/// What a run can be written as.
public enum OutputFormat: String, Sendable, CaseIterable {
  /// The handout: one page that needs nothing else.
  case html
  /// A Jupyter notebook with outputs, nbformat 4.5.
  case ipynb
  /// Markdown for GitHub, with outputs.
  case markdown
  /// The cells as one Swift file.
  case swift
  /// What happened, one JSON object a line.
  case jsonl
  /// The cells as test cases, for build servers.
  case junit

  /// What the name of the file ends with.
  public var fileExtension: String {
    switch self {
    case .html, .ipynb, .swift, .jsonl: rawValue
    case .markdown: "md"
    case .junit: "junit.xml"
    }
  }
}
