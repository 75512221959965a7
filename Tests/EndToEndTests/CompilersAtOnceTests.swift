import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// A notebook gives the same, whether one compiler works on it or some do.
  struct CompilersAtOnceTests {
    /// Notebooks whose later cells see much of earlier ones, or whose cells fail in their own ways.
    enum Sample: String, CaseIterable {
      case interfaces, opaqueTypes, warnings, wrongBody, wrongDeclaration, missingName, unparsable, waits
      case expectedErrors, crash, noErrorExpected

      /// The codes of its cells.
      var cells: [String] {
        switch self {
        case .interfaces: Sample.interfaceCells
        case .opaqueTypes: Sample.opaqueCells
        case .warnings:
          [
            "func f() -> Int { var a = 1; return 2 }\nlet n = 1", "func g() { let b = f() }\nf()\nn",
            "func h() { n == 1 }\nprint(f())",
          ]
        case .wrongBody:
          [
            "let a = 1", "let b = a\nfunc f() -> Int { let x = 1; return \"text\" }", "print(f())",
            "let c: Int = \"wrong too\"",
          ]
        case .wrongDeclaration: ["let a = 1", "let b: Int = \"text\"", "print(b)", "print(a)"]
        case .missingName: ["let a = 1", "func f() -> Int { a + missing }\nf()", "print(f() + missing)"]
        case .unparsable: ["let a = 1", "let b = (a", "print(b)"]
        case .waits: ["func f() async -> Int { 1 }", "let n = await f()", "print(n)"]
        case .expectedErrors:
          [
            "var a = 1",
            "//| expect: compile-error \"cannot convert\"\nfunc f() -> Int { \"text\" }\nlet a = \"lost\"",
            "//| expect: compile-error\nlet c: Int = \"text\"",
            "//| expect: trap \"Index out of range\"\nlet a = [1]\nfunc lost() {}\n_ = a[a.count]",
            "//| expect: throws\nstruct E: Error {}\nthrow E()", "a += 1\na",
            "//| expect: trap\nlet d: Int = \"text\"", "print(a)",
          ]
        case .crash:
          [
            "func part(_ i: Int) -> Int {\n  [1, 2][i]\n}", "print(part(1))", "let n = part(2)", "print(n)",
          ]
        case .noErrorExpected: ["//| expect: compile-error\nlet a = 1", "print(2)"]
        }
      }

      private static let interfaceCells = [
        """
        @inlinable func twice<T: Numeric>(_ x: T) -> T { x * 2 }
        func both<T>(_ x: T, and y: T) -> [T] { [x, y] }
        private func hidden() -> Int { 5 }
        func callsHidden() -> Int { hidden() + 1 }
        let inferred = [1, 2, 3].map { x in
          let y = Double(x)
          return y * 2
        }
        let closure = { (x: Int) in
          let y = x + 1
          return "\\(y)"
        }
        let (p, q) = (1, "two")
        var counter = 0
        func bump(by n: Int = { 2 + 1 }()) -> Int {
          counter += n
          return counter
        }
        infix operator <+>
        func <+> (a: Int, b: Int) -> Int { a * 10 + b }
        """,
        """
        @propertyWrapper struct Clamped {
          private var value: Int
          init(wrappedValue: Int) { value = min(wrappedValue, 10) }
          var wrappedValue: Int {
            get { value }
            set { value = min(newValue, 10) }
          }
          var projectedValue: String { "at most 10: \\(value)" }
        }
        struct Holder {
          @Clamped var n = 50
          lazy var slow = [n, n]
          static let shared = Holder()
          var observed = 1 { didSet { print("observed", oldValue, observed) } }
        }
        @resultBuilder enum Lines {
          static func buildBlock(_ lines: String...) -> [String] { lines }
          static func buildOptional(_ lines: [String]?) -> String { lines?.joined() ?? "none" }
        }
        func lines(@Lines _ make: () -> [String]) -> [String] { make() }
        """,
        """
        protocol Named { var name: String { get } }
        extension Named { var greeting: String { "hello, " + name } }
        extension Int: Named { public var name: String { "number \\(self)" } }
        extension Array where Element == Int { var total: Int { reduce(0, +) } }
        class Animal { func speak() -> String { "..." } }
        enum Choice { case first(Int), second; var n: Int { if case .first(let k) = self { k } else { 0 } } }
        """,
        """
        print(twice(4), twice(2.5), both(1, and: 2), callsHidden(), inferred, closure(4), p, q)
        print(bump(), bump(by: 1), 3 <+> 4, 5.greeting, [1, 2].total, Choice.first(3).n)
        var holder = Holder()
        holder.n = 20
        holder.observed = 4
        print(holder.n, holder.$n, holder.slow, Holder.shared.n, lines { "x"; if holder.n > 3 { "y" } })
        class Cat: Animal { override func speak() -> String { "meow" + super.speak() } }
        Cat().speak()
        """,
        "counter += 10\nfunc later(_ animal: Animal) -> String { animal.speak() }",
        "print(later(Cat()), counter, holder.slow.total)\ntwice(counter)",
      ]

      private static let opaqueCells = [
        """
        protocol Sized { associatedtype Part; var sum: Int { get }; var part: Part { get } }
        struct Big: Sized { var a = 1, b = 2, c = 3, d = 4, e = 5; var sum: Int { a + b + c + d + e }; var part: [Int] { [a] } }
        struct Small: Sized { var n: Int; var sum: Int { n }; var part: Double { Double(n) } }
        let big: some Sized = Big()
        func small(_ n: Int) -> some Sized { let m = n + 1; return Small(n: m) }
        var computed: some Sized { let big = Big(); return big }
        func pair() -> (some Sized, some Collection<Int>) { (Small(n: 7), [1, 2, 3]) }
        """,
        """
        print(big.sum, small(1).sum, computed.sum, pair().0.sum, pair().1.count, type(of: small(1)))
        let copy = big
        let many = [small(1), small(2)]
        func same(_ x: some Sized) -> some Sized { x }
        let passed = same(small(9))
        """,
        """
        print(copy.sum, many.map(\\.sum), many.map { "\\($0.part)" }, passed.sum, type(of: copy.part))
        let last = same(many[1])
        """,
        "print(last.sum, type(of: last), same(copy).part)",
      ]
    }

    /// What a run wrote, without how long it took.
    private func told(_ run: NBRunProcess) -> String {
      run.messages.replacing(/(?:\b[0-9.]+ (?:s|ms|min|h|MB|GB|KB)\b ?)+/, with: "…")
    }

    @Test(arguments: Sample.allCases)
    func `The page and the messages are the same`(sample: Sample) throws {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let text = sample.cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\nWords.\n\n")
      try Data("# Cells\n\n\(text)".utf8).write(to: folder.appending(path: "x.md"))
      let runs = try ["1", "3"].map {
        try NBRunProcess(["x.md", "--to", "html,ipynb", "--compilers", $0], in: folder)
      }
      #expect(runs[0].status == runs[1].status)
      #expect(told(runs[0]) == told(runs[1]))
      for file in ["x.html", "x.ipynb", "x/results.json"] {
        let paths = runs.map { $0.folder.appending(path: file).path }
        #expect(FileManager.default.contentsEqual(atPath: paths[0], andPath: paths[1]), "\(file) differs")
      }
      let outcomes = try runs[1].results("x").cells.map(\.outcome)
      switch sample {
      case .interfaces, .opaqueTypes, .warnings:
        #expect(outcomes.allSatisfy { $0 == .succeeded }, "\(runs[1].messages)")
      case .wrongBody, .wrongDeclaration, .missingName, .unparsable, .waits:
        #expect(outcomes.prefix(3) == [.succeeded, .compileFailed, .notRun])
      case .expectedErrors:
        #expect(
          outcomes == [.succeeded] + Array(repeating: .failedAsExpected, count: 4) + [
            .succeeded, .compileFailed, .notRun,
          ], "\(runs[1].messages)")
      case .crash: #expect(outcomes == [.succeeded, .succeeded, .crashed, .notRun])
      case .noErrorExpected: #expect(outcomes.first == .expectedFailureMissing)
      }
    }

    @Test(arguments: ["1", "3"])
    func `What was compiled stands for later runs, however many compilers made it`(compilers: String) throws {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      let cache = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let codes = Sample.opaqueTypes.cells + ["//| expect: trap\nfatalError()", "func f() {}"]
      func run(_ codes: [String], _ compilers: String) throws -> (compiled: [Bool], page: String) {
        let text = codes.map { "```swift\n\($0)\n```\n" }.joined(separator: "\nWords.\n\n")
        try Data(text.utf8).write(to: folder.appending(path: "x.md"))
        let run = try NBRunProcess(
          ["x.md", "--fresh", "--compilers", compilers, "--compile-cells", "one-by-one"], in: folder,
          cache: cache)
        #expect(run.status == 0, "\(run.messages)")
        let record = try JSONSerialization.jsonObject(
          with: Data(contentsOf: run.folder.appending(path: "x/run.json")))
        let cells = (record as? [String: Any])?["cells"] as? [[String: Any]] ?? []
        let seconds = cells.compactMap { $0["seconds"] as? [String: Any] }
        return (
          seconds.map { $0["compile"] as? Double != 0 && $0["link"] as? Double != 0 }, try run.handout("x")
        )
      }
      let first = try run(codes, compilers)
      #expect(first.compiled == Array(repeating: true, count: 6))
      for other in ["1", "3"] {
        let again = try run(codes, other)
        #expect(again.compiled == Array(repeating: false, count: 6))
        #expect(again.page == first.page)
        #expect(
          try run(codes + ["f()\nprint(last.sum, \(other))"], other).compiled.filter { $0 }.count == 1)
      }
    }

    @Test(arguments: ["1", "3"])
    func `An interrupt ends all compilers and leaves no file of theirs`(compilers: String) throws {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      let temporary = folder.appending(path: "temporary")
      try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
      // Functions that take the optimizer some time.
      let cells = (0..<12).map { number in
        let lines = (0..<150).map {
          "  a[\($0) % a.count] += a.map { $0 * \($0) }.filter { $0 > 3 }.reduce(0, +)"
        }
        return "```swift\nfunc f\(number)(_ a: inout [Int]) {\n\(lines.joined(separator: "\n"))\n}\n```\n"
      }
      try Data(cells.joined(separator: "\n").utf8).write(to: folder.appending(path: "x.md"))
      let run = try RunningProgram(
        ["x.md", "--no-cache", "--compilers", compilers], in: folder,
        environment: ["TMPDIR": temporary.path])
      try run.wait(for: "a compiler that makes objects") { objectCompilers(of: temporary) > 0 }
      run.send(SIGINT)
      #expect(try run.waitForEnd() == Int32(RunStatus.interrupted.rawValue))
      #expect(objectCompilers(of: temporary) == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == [])
    }

    /// How many compilers make objects in a folder below `folder`.
    private func objectCompilers(of folder: URL) -> Int {
      let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      return processes.count { id in
        guard Int(id) != nil, let words = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else {
          return false
        }
        let arguments = words.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return arguments.contains("-c") && arguments.contains { $0.hasPrefix(folder.path) }
      }
    }
  }
}
