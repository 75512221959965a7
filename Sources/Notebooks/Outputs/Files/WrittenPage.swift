internal import Glibc

/// The pages that this program writes, which say so in their markup.
enum WrittenPage {
  /// The handout of a notebook.
  case handout
  /// The index of a course.
  case index
  /// The differences that a check has found.
  case review
  /// The grades of submissions.
  case grades
  /// What the settings of a sweep gave.
  case sweep

  /// Reads which of them the file at `path` is; nil if it is none.
  init?(fileAt path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // Styles and scripts stand before the body, and take less than this.
    let head = Pipe.read(from: descriptor, atMost: 1 << 18) ?? []
    let start = head.withUnsafeBytes { head -> Int? in
      guard head.starts(with: "<!DOCTYPE html>\n<html".utf8),
        let mark = head.firstIndex(of: "<meta name=\"generator\" content=\"nbrun\">")
      else { return nil }
      return head.firstIndex(of: "<body", from: mark).map { $0 + "<body".utf8.count }
    }
    guard let start else { return nil }
    let rest = head[start...]
    let kinds: [(class: String, page: WrittenPage)] = [
      ("course", .index), ("review", .review), ("grades", .grades),
      ("sweep", .sweep),
    ]
    self = kinds.first { rest.starts(with: " class=\"\($0.class)\">".utf8) }?.page ?? .handout
  }
}
