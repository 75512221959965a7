import Foundation
import Notebooks
import Testing

extension ParallelRuns {
  /// `nbrun grade` on submissions that are right, wrong and hostile.
  @Suite(.enabled(if: Stranger.obstacle == nil, "this machine has no containers"))
  final class GradingTests: UserFolder {
    private let master = """
      ---
      title: Homework
      timeout: 20s
      ---

      ```swift
      import Glibc; let signal: [Double] = [1, 2, 3, 4]
      ```

      ```swift
      //| exercise: stub
      //| label: mean
      func mean(_ x: [Double]) -> Double {
        0
      }
      ```

      ```swift
      //| exercise: solution
      // The secret of the lecturer.
      func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
      ```

      ```swift
      //| points: 1
      expect(mean(signal), equals: 2.5, "the mean")
      ```

      ```swift
      //| points: 0.5
      expect(mean([7]), equals: 7)
      expect(mean([1, -1]) == 0)
      ```

      ```swift
      //| exercise: stub
      //| label: scale
      //| points: 2
      func scaled(_ x: [Double], by factor: Double) -> [Double] { x }
      ```

      ```swift
      //| exercise: solution
      func scaled(_ x: [Double], by factor: Double) -> [Double] { x.map { $0 * factor } }
      ```

      ```swift
      expect(scaled(signal, by: 2), equals: [2, 4, 6, 8])
      expect(scaled([], by: 2).isEmpty)
      ```

      """

    private static let right = "func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }"
    private static let wrong = "func mean(_ x: [Double]) -> Double { -1 }"
    private static let scale =
      "func scaled(_ x: [Double], by factor: Double) -> [Double] { x.map { $0 * factor } }"

    private static func submission(_ mean: String, scale: String = scale) -> String {
      """
      My homework.

      ```swift
      //| exercise: stub
      //| label: mean
      \(mean)
      ```

      ```swift
      //| exercise: stub
      //| label: scale
      \(scale)
      ```

      """
    }

    /// A submission that answers 'mean' by `mean` and 'scale' by `scaling`, with its points for both and its status.
    private struct Case: Sendable {
      let name: String
      let mean: String
      var scaling = GradingTests.scale
      var points = "0"
      var scale = "2"
      let status: String
    }

    private static let cases = [
      Case(name: "good", mean: right, points: "1.5", status: "ok"),
      Case(
        name: "helpers",
        mean: """
          import Foundation
          private func total(_ x: [Double]) -> Double { x.reduce(0, +) }
          struct Part { var size = 0 }
          \(right)
          print(String(format: "%.1f", total([1])), Part())
          expect(mean([2]), equals: 3, "a check of my own, which is wrong")
          """, points: "1.5", status: "ok"),
      Case(name: "partial", mean: "func mean(_ x: [Double]) -> Double { 2.5 }", points: "1", status: "ok"),
      Case(name: "wrong", mean: wrong, status: "ok"),
      Case(name: "stub", mean: "func mean(_ x: [Double]) -> Double {\n  0\n}", status: "missing"),
      Case(name: "syntax", mean: "func mean(_ x: [Double]) -> Double { x.sum }", status: "does not compile"),
      Case(name: "type", mean: "func mean(_ x: [Double]) -> Float { 2.5 }", status: "does not compile"),
      Case(name: "trap", mean: "func mean(_ x: [Double]) -> Double { x[x.count] }", status: "crashed"),
      Case(
        name: "exit", mean: "import Glibc\nfunc mean(_ x: [Double]) -> Double { exit(0) }", status: "crashed"),
      Case(name: "throw", mean: "struct Bad: Error {}\n\(right)\nthrow Bad()", status: "threw"),
      Case(
        name: "fork", mean: "import Glibc\nfunc mean(_ x: [Double]) -> Double { fork() == 0 ? -1 : -2 }",
        status: "ok"),
      Case(
        name: "lines", mean: "\(right)\nfor i in 0..<10_000 { print(\"line\", i) }", points: "1.5",
        status: "ok"),
      Case(
        name: "delete",
        mean: """
          import Foundation
          \(right)
          for name in try FileManager.default.contentsOfDirectory(atPath: ".") {
            try? FileManager.default.removeItem(atPath: name)
          }
          """, points: "1.5", status: "ok"),
      Case(
        name: "own-expect",
        mean: "func expect<V: Equatable>(_ value: V, equals: V, _ comment: String = \"\") {}\n\(wrong)",
        status: "cheating"),
      Case(
        name: "own-equals", mean: "func == (a: Double, b: Double) -> Bool { true }\n\(wrong)",
        status: "cheating"),
      Case(
        name: "extension",
        mean: "extension Double { static func == (a: Double, b: Double) -> Bool { true } }\n\(wrong)",
        status: "cheating"),
      Case(
        name: "always-equal",
        mean: """
          struct Yes: Equatable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
            init(floatLiteral: Double) {}
            init(integerLiteral: Int) {}
            static func == (a: Yes, b: Yes) -> Bool { true }
          }
          func mean(_ x: [Double]) -> Yes { 0 }
          """, status: "does not compile"),
      Case(
        name: "overload",
        mean: """
          struct Yes: Equatable, ExpressibleByFloatLiteral {
            init(floatLiteral: Double) {}
            static func == (a: Yes, b: Yes) -> Bool { true }
          }
          \(wrong)
          func mean(_ x: [Double]) -> Yes { 0.0 }
          """, status: "cheating"),
      Case(
        name: "other-data", mean: "let signal: [Double] = [7]\nfunc mean(_ x: [Double]) -> Double { 7 }",
        status: "cheating"),
      Case(
        name: "frames",
        mean: """
          import Foundation
          func number(_ value: Int) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
          func mean(_ x: [Double]) -> Double {
            let passed = number(1) + number(1) + [0, 0, 0, 0, 0, 0, 0, 0] + number(26) + number(7)
            let finished: [UInt8] = [4, 8, 0, 0, 0] + number(1)
            let channel = FileHandle(fileDescriptor: 4)
            channel.write(Data([2] + number(passed.count).prefix(4) + passed + [UInt8](repeating: 0, count: 24)))
            channel.write(Data(finished + [UInt8](repeating: 0, count: 24)))
            return -1
          }
          """, status: "cheating"),
      Case(
        name: "places",
        mean: """
          import Foundation
          func mean(_ x: [Double]) -> Double {
            for line in 1...60 { for column in 1...9 { expect(true, line: line, column: column) } }
            Thread.exit()
            return -1
          }
          """, status: "crashed"),
      Case(
        name: "pointer",
        mean: """
          func mean(_ x: [Double]) -> Double { UnsafeRawPointer(bitPattern: 4096)!.load(as: Double.self) }
          """, status: "does not compile"),
      Case(
        name: "access", mean: "protocol Reach {}\n\(right)",
        scaling: """
          extension Int: Reach {}
          func scaled(_ x: [Double], by factor: Double) -> [Double] {
            DisplayChannel.current.takeOver()
            return x.map { $0 * factor }
          }
          """, points: "1.5", scale: "0", status: "does not compile"),
      Case(name: "unsafe", mean: "func mean(_ x: [Double]) -> Double { unsafe x[0] }", status: "not allowed"),
      Case(
        name: "imports",
        mean: "import Glibc; import CNN; import Swift\nimport struct Foundation.Data\n\(right)",
        points: "1.5",
        status: "ok"),
      Case(
        name: "foreign-imports",
        mean: """
          let a = 1; import Dispatch; import  struct  RegexBuilder.Capture
          @preconcurrency import Synchronization
          #if os(Linux)
            internal import Distributed
          #elseif os(Windows)
          import Nowhere
          #endif
          import
            Observation
          \(right)
          """, status: "not allowed"),
      Case(
        name: "hidden-import", mean: "@_implementationOnly import Dispatch\n\(right)", status: "not allowed"),
      Case(
        name: "read-master",
        mean: """
          import Foundation
          func mean(_ x: [Double]) -> Double {
            var paths = ["hw.md", "../notebook/hw.md", "../reference.json", "/proc/self/maps"]
            for number in 1...9 { paths.append(NSTemporaryDirectory() + "/../Cell_\\(number).swift") }
            let canRead = paths.contains { FileManager.default.contents(atPath: $0) != nil }
            return canRead ? [1: 7, 2: 0, 4: 2.5][x.count]! : -1
          }
          """, status: "ok"),
      Case(
        name: "working-folder",
        mean: """
          import Foundation
          \(right)
          _ = FileManager.default.changeCurrentDirectoryPath(NSTemporaryDirectory())
          """, status: "not allowed"),
      Case(
        name: "shadow-double",
        mean: """
          struct Double: Equatable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
            init(floatLiteral: Swift.Double) {}
            init(integerLiteral: Int) {}
            static func == (a: Double, b: Double) -> Bool { true }
          }
          func mean(_ x: [Swift.Double]) -> Double { 0 }
          """, status: "does not compile"),
      Case(
        name: "protocol-extension",
        mean: "extension FloatingPoint { static func == (a: Self, b: Self) -> Bool { true } }\n\(wrong)",
        status: "cheating"),
      Case(
        name: "uninitialized",
        mean: "print([Int](unsafeUninitializedCapacity: 9) { $1 = 9 })\n\(wrong)", status: "does not compile"),
      Case(
        name: "filter-frames",
        mean: """
          import Foundation
          func mean(_ x: [Double]) -> Double {
            let (pipe, real) = (Pipe(), FileHandle(fileDescriptor: dup(4)))
            dup2(pipe.fileHandleForWriting.fileDescriptor, 4)
            Thread.detachNewThread {
              while true {
                var data = pipe.fileHandleForReading.availableData
                if data.isEmpty { break }
                if data[0] == 2 { data[5] ^= 1 }
                real.write(data)
              }
            }
            return -1
          }
          """, status: "cheating"),
      Case(
        name: "symbol",
        mean:
          "@_silgen_name(\"cwh_end_cell\") func end()\nfunc mean(_ x: [Double]) -> Double { end(); return 0 }",
        status: "not allowed"),
    ]

    private func save(_ cases: [Case]) throws {
      try save(master, "hw.md")
      for one in cases {
        try save(Self.submission(one.mean, scale: one.scaling), "submissions/\(one.name)/hw.md")
      }
    }

    private func grade(_ arguments: String...) throws -> NBRunProcess {
      try NBRunProcess(
        ["grade", "hw.md", "submissions"] + arguments, folder: folder.appending(path: "graded"), in: folder)
    }

    /// Returns the lines of the table, by their folders, without the seconds at their ends; nil where there is no sandbox.
    private func grades(_ run: NBRunProcess) throws -> [String: String]? {
      if run.messages.contains("this machine has no sandbox") { return nil }
      #expect(run.status == 0, "\(run.messages)")
      let csv = try String(contentsOf: folder.appending(path: "graded/grades.csv"), encoding: .utf8)
      let lines = csv.split(separator: "\r\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      return Dictionary(
        uniqueKeysWithValues: lines.map { (String($0[0]), $0.dropFirst().dropLast().joined(separator: ",")) })
    }

    @Test func `Each submission gets the points that it deserves, whatever the others do`() throws {
      try save(Self.cases)
      guard let grades = try grades(try grade("-j", "2")) else { return }
      for one in Self.cases {
        let total = (Double(one.points) ?? 0) + (Double(one.scale) ?? 0)
        let wanted =
          "hw.md,\(one.points),\(one.scale),\(total.formatted(.number.grouping(.never))),\(one.status)"
        #expect(grades[one.name] == wanted, "\(one.name)")
      }
      #expect(grades.count == Self.cases.count)
      // A student's messages are at the student's own lines.
      let page = try String(contentsOf: folder.appending(path: "graded/syntax/hw.html"), encoding: .utf8)
      #expect(page.contains("hw.md:6:40") && page.contains("2 of 3½ points"))
      #expect(!page.contains("The secret of the lecturer"))
      let imports = try #require(text("graded/foreign-imports/hw.html"))
      for (location, module) in [
        ("6:19", "Dispatch"), ("6:45", "RegexBuilder"), ("7:24", "Synchronization"), ("9:19", "Distributed"),
        ("14:3", "Observation"),
      ] {
        #expect(imports.contains("hw.md:\(location)") && imports.contains("import \(module)&#39; in a cell"))
      }
      #expect(!imports.contains("import Nowhere&#39;"))
      let list = try String(contentsOf: folder.appending(path: "graded/index.html"), encoding: .utf8)
      #expect(list.contains("<a href=\"good/hw.html\">good/hw.md</a>"))
    }

    @Test func `What is missing, late or of another kind gets a status`() throws {
      try save(master, "hw.md")
      try save("nothing here", "submissions/none/notes.txt")
      try save(Self.submission(Self.right), "submissions/two/a.md")
      try save("", "submissions/large/hw.md")
      truncate(folder.path + "/submissions/large/hw.md", 1 << 40)
      try save(Self.submission(Self.right), "submissions/two/b.md")
      try save(Self.submission(Self.right), "submissions/other-name/homework.md")
      try save("{", "submissions/broken/hw.ipynb")
      try save(Self.submission(Self.right), "submissions/late/hw.md")
      let link = folder.appending(path: "submissions/link")
      try FileManager.default.createDirectory(at: link, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: link.path + "/hw.md", withDestinationPath: folder.path + "/hw.md")
      for name in ["other-name/homework.md", "broken/hw.ipynb"] {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: 0)],
          ofItemAtPath: folder.path + "/submissions/" + name)
      }
      guard let grades = try grades(try grade("--due", "2001-01-01T12:00")) else { return }
      #expect(
        grades == [
          "none": ",0,0,0,missing", "two": ",0,0,0,missing", "link": "hw.md,0,0,0,missing",
          "large": "hw.md,0,0,0,missing",
          "other-name": "homework.md,1.5,2,3.5,ok", "late": "hw.md,1.5,2,3.5,late",
          "broken": "hw.ipynb,0,0,0,cannot be read",
        ])
    }

    @Test func `An endless loop takes only its own exercise along`() throws {
      let timeout = try 2 * SmallRun.seconds()
      try save(master.replacing("timeout: 20s", with: "timeout: \(timeout)s"), "hw.md")
      try save(
        Self.submission("func mean(_ x: [Double]) -> Double { while true {} }"), "submissions/endless/hw.md")
      for name in ["a", "b"] { try save(Self.submission(Self.right), "submissions/\(name)/hw.md") }
      let run = try grade("-j", "2")
      // Others could have been the reason.
      #expect(run.messages.contains("timed out while others ran, and once more by itself: endless\n"))
      let right = "hw.md,1.5,2,3.5,ok"
      #expect(try grades(run) == ["endless": "hw.md,0,2,2,timed out", "a": right, "b": right])
    }

    @Test func `A master that fails by itself grades nothing`() throws {
      try save(master.replacing("equals: 2.5", with: "equals: 3"), "hw.md")
      try save(Self.submission(Self.right), "submissions/a/hw.md")
      let run = try grade()
      #expect(run.status == 2)
      #expect(run.messages.contains("hw.md:26:1: error: this cell fails with the notebook's own solutions"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/graded/grades.csv"))
    }

    @Test func `Grades replace those of an earlier call, and no other file`() throws {
      try save(master, "hw.md")
      try save(Self.submission(Self.right), "submissions/a/hw.md")
      try save("my,own,table\n", "graded/grades.csv")
      let refused = try grade()
      #expect(refused.status == 2 && refused.messages.contains("grades.csv"))
      try FileManager.default.removeItem(atPath: folder.path + "/graded/grades.csv")
      for _ in 0..<2 {
        guard let grades = try grades(try grade()) else { return }
        #expect(grades == ["a": "hw.md,1.5,2,3.5,ok"])
      }
    }

    /// The names of the submissions that `run` has graded, in order.
    private func graded(_ run: NBRunProcess) -> [String] {
      run.messages.split(separator: "\n").filter { $0.contains(" points  ") }.map {
        String($0.split(separator: " ")[1])
      }.sorted()
    }

    @Test func `What has been graded and is the same is not graded again`() throws {
      try save(master, "hw.md")
      for (name, mean) in [("a", Self.right), ("b", "func mean")] {
        try save(Self.submission(mean), "submissions/\(name)/hw.md")
      }
      func grade(_ arguments: String...) throws -> NBRunProcess {
        try NBRunProcess(
          ["grade", "hw.md", "submissions", "-j", "2"] + arguments,
          folder: folder.appending(path: "graded"), in: folder)
      }
      let first = try grades(try grade())
      let table = text("graded/grades.csv")
      let again = try grade()
      #expect(graded(again) == [] && again.messages.contains("2 of 2 are as an earlier call"))
      #expect(try grades(again) == first && text("graded/grades.csv") == table)
      #expect(graded(try grade("--time-limit", "4m")) == ["a", "b"])
      #expect(graded(try grade("--fresh", "--time-limit", "4m")) == ["a", "b"])
      #expect(graded(try grade("--time-limit", "4m", "--due", "2001-01-01T12:00")) == [])
      #expect(text("graded/grades.csv")?.contains("a,hw.md,1.5,2,3.5,late,") == true)

      // One whose handout is gone, one whose handout is not what was graded, and one that is new.
      try FileManager.default.removeItem(atPath: folder.path + "/graded/a/hw.html")
      let results = try #require(text("graded/b/hw/results.json"))
      try save(results.replacing("compileFailed", with: "succeeded") + " ", "graded/b/hw/results.json")
      try save(Self.submission(Self.wrong), "submissions/c/hw.md")
      let corrected = try grade("--time-limit", "4m")
      #expect(graded(corrected) == ["a", "b", "c"])
      #expect(
        try grades(corrected) == [
          "a": "hw.md,1.5,2,3.5,ok", "b": "hw.md,0,2,2,does not compile", "c": "hw.md,0,2,2,ok",
        ])
      // One that is edited.
      try FileManager.default.removeItem(atPath: folder.path + "/submissions/c")
      try save(Self.submission(Self.right) + "More words.\n", "submissions/b/hw.md")
      #expect(graded(try grade("--time-limit", "4m")) == ["b"])

      // A file that cells could read, the master, and files of which nothing is known.
      try FileManager.default.removeItem(atPath: folder.path + "/submissions/b")
      try save("1", "numbers.txt")
      #expect(graded(try grade("--time-limit", "4m")) == ["a"])
      try save(master.replacing("\"the mean\"", with: "\"mean\""), "hw.md")
      #expect(graded(try grade("--time-limit", "4m")) == ["a"])
      for _ in 0..<2 {
        #expect(graded(try grade("--time-limit", "4m", "--allow-read", "numbers.txt")) == ["a"])
      }
      #expect(try Schemas.canValidate ? Schemas.complaints(about: folder.path + "/graded") == [] : true)
    }

    @Test func `An interruption while the master runs is one`() throws {
      let start =
        "import Glibc\nif access(\"\(folder.path)/started\", F_OK) != 0 { creat(\"\(folder.path)/started\", 0o644); sleep(3600) }"
      try save(master.replacing("timeout: 20s", with: "timeout: 1h") + "\n```swift\n\(start)\n```\n", "hw.md")
      try save(Self.submission(Self.right), "submissions/a/hw.md")
      let program = try RunningProgram(["grade", "hw.md", "submissions", "-o", "graded"], in: folder)
      try program.wait(for: "the master") { text("started") != nil }
      program.send(SIGINT)
      #expect(try program.waitForEnd() == Int32(RunStatus.interrupted.rawValue))
      #expect(text("graded/grades.csv") == nil)
    }

    @Test func `Grading that was interrupted goes on where it was`() throws {
      try save(master, "hw.md")
      try save(Self.submission(Self.right), "submissions/a/hw.md")
      try save(
        Self.submission("import Glibc\n\(Self.right)\nsleep(3600)"), "submissions/b/hw.md")
      try save(master.replacing("timeout: 20s", with: "timeout: 1h"), "hw.md")
      let program = try RunningProgram(["grade", "hw.md", "submissions", "-o", "graded"], in: folder)
      try program.wait(for: "the first grade") { text("graded/grades.json") != nil }
      program.send(SIGINT)
      #expect(try program.waitForEnd() == Int32(RunStatus.interrupted.rawValue))
      #expect(text("graded/grades.csv")?.contains("a,hw.md,1.5,2,3.5,ok,") == true)
      #expect(text("graded/grades.csv")?.contains("\nb,") == false)
      try save(Self.submission(Self.right), "submissions/b/hw.md")
      let run = try grade()
      #expect(graded(run) == ["b"])
      #expect(try grades(run) == ["a": "hw.md,1.5,2,3.5,ok", "b": "hw.md,1.5,2,3.5,ok"])
    }
  }
}
