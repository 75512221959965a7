/// The page that leads to the handouts of a course, `index.html`, if nobody has written one.
public enum CourseIndex {
  /// Returns the page with `list`; it needs nothing but the handouts beside it.
  public static func html(of list: CourseList) -> String {
    // One name for all of them is the name of the course.
    let words = PageWords.words(for: list.language)
    let title = list.courses.count == 1 ? list.courses[0] : words.handouts
    let frame = PageFrame(title: title, language: list.language, scripts: PageFrame.scriptsWithSearch)
    let header = HTML.element(
      "header", ["class": "title", "id": "top"], .element("h1", [:], HTML(title)), PageTools.html(words))
    let main = HTML.element("main", ["id": "content"], list.html(words))
    let skip = HTML.element("a", ["class": "skip", "href": "#content"], HTML(words.skip))
    let body = HTML.element("body", ["class": "course"], skip, HTML("\n"), header, HTML("\n"), main)
    return frame.html(body).markup
  }

  /// Returns the path of the notebook below `root` that is the top of the page instead; nil if there is none.
  public static func opening(below root: String) -> String? { Course.indexNotebook(below: root) }

  /// Returns the parts of the course below `root`, which that notebook lists.
  public static func parts(below root: String) -> [CoursePart] { Course.parts(below: root) }
}
