/// The header of a NumPy file: a Python dictionary of three entries.
struct NumPyHeader {
  private(set) var type = ""
  private(set) var isColumnMajor = false
  private(set) var shape: [Int] = []

  /// Reads a header such as `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
  ///
  /// - Throws: `FileError` when it is anything else.
  init(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) {
    func malformed(_ reason: String) -> FileError {
      FileError(path: path, .malformed("the header of the NumPy file \(reason)"))
    }
    var rest = Substring(decoding: bytes, as: UTF8.self)
    func skip(_ character: Character) -> Bool {
      while let first = rest.first, first == " " || first == "\n" { rest.removeFirst() }
      guard rest.first == character else { return false }
      rest.removeFirst()
      return true
    }
    func text() throws(FileError) -> String {
      let quote: Character = rest.drop { $0 == " " }.first == "\"" ? "\"" : "'"
      guard skip(quote), let end = rest.firstIndex(of: quote) else { throw malformed("lacks a quoted text") }
      defer { rest = rest[rest.index(after: end)...] }
      return String(rest[..<end])
    }
    func word() -> Substring {
      _ = skip(" ")
      let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
      rest = rest.dropFirst(word.count)
      return word
    }
    var keys = Set<String>()
    guard skip("{") else { throw malformed("does not begin with a brace") }
    while !skip("}") {
      let key = try text()
      guard keys.insert(key).inserted, skip(":") else { throw malformed("is wrong at '\(key)'") }
      switch key {
      case "descr":
        guard !skip("[") else { throw FileError(path: path, .numberType("record", tensor: "the array")) }
        type = try text()
      case "fortran_order":
        let value = word()
        guard value == "True" || value == "False" else {
          throw malformed("has no truth value as fortran_order")
        }
        isColumnMajor = value == "True"
      case "shape":
        guard skip("(") else { throw malformed("has no tuple as shape") }
        while !skip(")") {
          guard let size = Int(word()), size >= 0 else { throw malformed("has no whole numbers as shape") }
          shape.append(size)
          guard skip(",") || rest.drop(while: { $0 == " " }).first == ")" else {
            throw malformed("has no tuple as shape")
          }
        }
      default: throw malformed("has the unknown entry '\(key)'")
      }
      guard skip(",") || rest.drop(while: { $0 == " " }).first == "}" else {
        throw malformed("lacks a comma")
      }
    }
    guard keys.count == 3 else { throw malformed("lacks an entry: it has \(keys.sorted())") }
    guard rest.allSatisfy({ $0 == " " || $0 == "\n" }) else { throw malformed("goes on after its brace") }
  }
}
