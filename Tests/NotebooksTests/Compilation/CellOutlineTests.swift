import Foundation
import Notebooks
import Testing

/// What the compiler itself says of some cells, asked anew: its format is not promised to anybody.
struct CellOutlineTests {
  private func outline(of code: String) throws -> CellOutline {
    let toolchain = try Toolchain.current()
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("outline-\(UUID()).swift")
    try Data(code.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: toolchain.root + "/bin/swift-frontend")
    process.arguments =
      ["-frontend", "-dump-parse", "-dump-ast-format", "json", file.path] + Toolchain.dialect
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let dump = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return CellOutline(
      parseDump: String(decoding: dump, as: UTF8.self), of: Cell(number: 1, code: code, firstLine: 1))
  }

  @Test func `Declarations are found with the keyword that imports them`() throws {
    let code = """
      var (q, r) = (1, 2)
      let é = 3
      func f() {}
      func f(_ x: Int) {}
      struct S {}
      class C {}
      actor A {}
      enum E { case a }
      protocol P {}
      typealias T = Int
      extension S { var inside: Int { 1 } }
      private let hidden = 1
      func + (a: S, b: S) -> S { a }
      infix operator **: AdditionPrecedence
      if true { let local = 1; print(local) }
      """
    #expect(
      try outline(of: code).declarations.filter(\.isImportable).map { "\($0.kind) \($0.name)" } == [
        "var q", "var r", "var é", "func f", "func f", "struct S", "class C", "class A", "enum E",
        "protocol P",
        "typealias T",
      ])
  }

  @Test func `Declarations tell what callers write, and where they stand`() throws {
    let code = """
      infix operator **: AdditionPrecedence
      struct S<T>: Equatable { // { in a comment
        func m(_ a: Int, by b: [String: Int] = ["a, b": 1]) -> Int { 1 }
        private func hidden() {}
      }
      extension S where T == Int {
        static func `in`(_: @escaping (Int) -> Int) {}
        subscript(i: Int) -> Int { 1 }
        init?(q: Int...) { return nil }
      }
      func ** (a: Int, b: Int) -> Int { 1 }
      enum E { case a, b(Int) }
      """
    let declarations = try outline(of: code).declarations
    #expect(
      declarations.map { "\($0.location.line):\($0.location.column) \($0.kind) \($0.title)" } == [
        "1:16 operator **", "2:8 struct S", "2:1 conformance S.Equatable", "3:8 func S.m(_:by:)",
        "7:16 func S.in(_:)", "8:3 subscript S.subscript(_:)", "9:3 init S.init(q:)", "11:6 func **",
        "12:6 enum E",
        "12:15 case E.a", "12:18 case E.b",
      ])
    #expect(declarations.filter(\.isInExtension).map(\.location.line) == [7, 8, 9])
    #expect(declarations[0].precedence == "infix AdditionPrecedence")
    for declaration in declarations { #expect(Declaration(row: declaration.row) == declaration) }
  }

  /// The compiler's description of such types is no JSON.
  @Test(arguments: [
    "typealias F = @convention(c) () -> Int32", "func f() -> @Sendable () -> Int { { 7 } }",
    "func f<T>(_ a: T) -> Int where T == @convention(c) () -> Void { 7 }",
    "typealias F = (@Sendable () -> Int, [@MainActor (@escaping () -> Int) -> Int])",
  ])
  func `Types with attributes hide nothing`(code: String) throws {
    let outline = try outline(of: "import Glibc\n" + code + "\nlet x = 41\nx + 1")
    #expect(outline.isReadable && outline.imports == ["Glibc"])
    #expect(outline.declarations.map(\.name).suffix(2).last == "x" && outline.declarations.count == 2)
    #expect(outline.lastExpression == .init(offset: code.utf8.count + 25, isShown: true))
  }

  @Test(arguments: [
    ("let a = 1\nprint(a)", []), ("print(a)\nlet a = 1", ["a"]), ("let a = 1, b = a\nlet c = b", ["a"]),
    ("let a = a", ["a"]), ("func f() { g() }\nfunc g() { a }\nf()\nlet a = 1", ["a"]),
    ("func f() { a }\nlet a = 1\nf()", []), ("import Glibc\nlet a = 1, b = 2\nfunc f() { a + b }", []),
    ("infix operator +++\nfunc +++ (l: Int, r: Int) -> Int { a }\n1 +++ 2\nlet a = 1", ["a"]),
  ])
  func `Few cells are looked at again for uses before the declaration`(code: String, suspects: [String])
    throws
  {
    #expect(try outline(of: code).suspects == Set(suspects))
  }

  @Test func `Imports are found with what they import`() throws {
    let code = """
      import Foundation
      import struct Foundation.Data; import Foundation
      @preconcurrency import Glibc
      """
    #expect(try outline(of: code).imports == ["Foundation", "struct Foundation.Data", "Glibc"])
  }

  @Test(arguments: [
    ("let x = 1\nx + 1", 10), ("f(3)", 0), ("try f()", 0), ("try! f()", 0), ("let é = 1; é", 12),
    ("[1, 2]\n  .map { $0 }\n", 0), ("f { 1 } // what", 0),
  ])
  func `A last expression is shown`(code: String, offset: Int) throws {
    #expect(try outline(of: code).lastExpression == .init(offset: offset, isShown: true))
  }

  @Test(arguments: [("f(3);", 0), ("let x = 1\nx;\n", 10)])
  func `A semicolon hides it`(code: String, offset: Int) throws {
    #expect(try outline(of: code).lastExpression == .init(offset: offset, isShown: false))
  }

  @Test(arguments: [
    "let x = 1", "x = 3", "_ = f()", "try x = f()", "if true { 1 }", "for i in 0..<3 { i }", "func f() {}",
    "",
    "// only",
  ])
  func `Other ends have nothing to show`(code: String) throws {
    #expect(try outline(of: code).lastExpression == nil)
  }

  @Test(arguments: ["[]", "", "{", #"{"_kind":"source_file","items":[{]}"#])
  func `Something else than a parse tree is told, and imports are kept`(dump: String) {
    let cell = Cell(
      number: 1, code: "import Foundation\n@preconcurrency import struct Glibc.tm\nx", firstLine: 1)
    let outline = CellOutline(parseDump: dump, of: cell)
    #expect(!outline.isReadable && outline.imports == ["Foundation", "struct Glibc.tm"])
  }
}
