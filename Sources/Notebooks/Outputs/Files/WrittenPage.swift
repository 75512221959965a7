internal import Glibc

/// The pages that this program writes, which say so in their markup.
enum WrittenPage {
  /// The handout of a notebook.
  case handout
  /// The index of a course.
  case index
  /// The differences that a check has found.
  case review

  /// Reads which of them the file at `path` is; nil if it is none.
  init?(fileAt path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // Styles and scripts stand before the body, and take less than this.
    let head = String(decoding: Pipe.read(from: descriptor, atMost: 1 << 18) ?? [], as: UTF8.self)
    guard head.hasPrefix("<!DOCTYPE html>\n<html"),
      let mark = head.firstRange(of: "<meta name=\"generator\" content=\"nbrun\">"),
      let body = head[mark.upperBound...].firstRange(of: "<body")
    else { return nil }
    let rest = head[body.upperBound...]
    self =
      rest.hasPrefix(" class=\"course\">")
      ? .index : rest.hasPrefix(" class=\"review\">") ? .review : .handout
  }
}
