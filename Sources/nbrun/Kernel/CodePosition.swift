internal import Display

/// A position in the code of a cell, as Jupyter counts it: in characters of Unicode.
struct CodePosition {
  let code: String
  let offset: Int

  /// Takes the position that a request with `content` is about, the end of the code if it does not say any.
  init(_ content: JSON) {
    let code = content.member("code")?.stringValue ?? ""
    self.init(code, at: content.member("cursor_pos")?.intValue ?? code.unicodeScalars.count)
  }

  /// Creates the position in `code` that is nearest to `offset`.
  init(_ code: String, at offset: Int) {
    (self.code, self.offset) = (code, min(max(offset, 0), code.unicodeScalars.count))
  }

  /// The code before it.
  var before: String { String(String.UnicodeScalarView(code.unicodeScalars.prefix(offset))) }
}
