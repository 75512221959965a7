/// A part of a course, as the front matter of its own page lists it.
public struct CoursePart: Sendable, Equatable {
  /// The title.
  public var title: String
  /// The notebooks, as paths from the course's folder on, with or without `.md`.
  public var notebooks: [String]

  /// Creates a part.
  public init(title: String, notebooks: [String]) { (self.title, self.notebooks) = (title, notebooks) }

  /// Whether `name` is the notebook at `path`.
  static func names(_ name: String, _ path: String) -> Bool {
    name == path || name == path.split(separator: ".").dropLast().joined(separator: ".")
  }
}
