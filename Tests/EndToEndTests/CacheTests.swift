import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Results of an earlier run that stand for those of a later one.
  struct CacheTests {
    private let cells = [
      "var count = 1\nprint(\"first\")",
      "//| label: fig-a\nFigure(\"F\") { Axes(x: \"x\", y: \"y\") { Line(y: [1, 2]) } }",
      "//| expect: trap \"Index out of range\"\n[1, 2][count + 7]",
      "expect(count, equals: 1)\nlet unused: Int? = nil\nunused as Any",
    ]

    @Test func `An unchanged notebook runs nothing and gives the same bytes`() throws {
      let course = try CachedCourse(cells)
      #expect(
        try course.why() == [
          "cell-1  runs: no earlier run is known", "fig-a   runs: cell-1 runs", "cell-3  runs: cell-1 runs",
          "cell-4  runs: cell-1 runs",
        ])
      #expect(try !course.isKept())
      let files = try course.files()
      #expect(files.keys.contains("x/fig-a.png"))
      try FileManager.default.removeItem(at: course.output)
      #expect(try course.why() == ["cell-1  cached", "fig-a   cached", "cell-3  cached", "cell-4  cached"])
      #expect(try course.isKept())
      #expect(try course.files() == files)
      #expect(try course.run("--fresh").messages.contains("cached") == false)
      #expect(try course.run("--no-cache").messages.contains("cached") == false)
    }

    @Test func `Prose and captions run nothing, and places move with their cells`() throws {
      let course = try CachedCourse(cells)
      try course.run()
      var changed = cells
      changed[1] =
        "//| label: fig-a\n//| fig-cap: \"A caption.\"\n//| echo: false" + cells[1].dropFirst(17 - 1)
      changed[0] = "//| fold: true\n" + cells[0]
      try course.write(changed, prose: "# Title\n\nMuch\n\nnew prose.\n")
      #expect(try course.isKept())
      let moved = try course.files()
      try course.run("--fresh")
      #expect(try course.files() == moved, "the page is that of a run")
    }

    @Test func `A changed cell runs everything, and the reasons are told`() throws {
      let course = try CachedCourse(cells)
      try course.run()
      var changed = cells
      changed[2] = "//| expect: trap\n[1, 2][count + 8]"
      try course.write(changed)
      #expect(
        try course.why() == [
          "cell-1  runs: cell-3 needs its variables", "fig-a   runs: cell-3 needs its variables",
          "cell-3  runs: its code changed", "cell-4  runs: cell-3 above runs anew",
        ])
      #expect(try !course.isKept())
      #expect(try course.isKept())
      try course.write(cells)
      #expect(try course.isKept(), "what was undone is known")
    }

    @Test func `Seed and parameters count`() throws {
      let course = try CachedCourse(["n"])
      let head = { (seed: Int, n: Int) in "---\nseed: \(seed)\nparams:\n  n: \(n)\n---\n" }
      try course.write(["n"], prose: head(1, 1))
      try course.run()
      #expect(try course.isKept())
      try course.write(["n"], prose: head(2, 1))
      #expect(try course.why() == ["cell-1  runs: the seed changed"])
      try course.write(["n"], prose: head(1, 2))
      #expect(try course.why() == ["cell-1  runs: the parameters changed"])
      #expect(try !course.isKept())
      #expect(try HandoutWriter.read(name: "x", in: course.output.path).cells[0].outputs == [.text("2")])
    }

    @Test func `A file that a cell reads counts, by whatever way it is read`() throws {
      for (name, code) in [
        ("Foundation", "import Foundation\ntry String(contentsOfFile: \"data.txt\", encoding: .utf8)"),
        ("Data", "import Foundation\ntry Data(contentsOf: URL(filePath: \"data.txt\")).count"),
        (
          "C",
          "import Glibc\nlet file = fopen(\"data.txt\", \"r\")!\nlet character = getc(file)\nfclose(file)\ncharacter"
        ),
        ("folder", "import Foundation\ntry FileManager.default.contentsOfDirectory(atPath: \"more\").count"),
        ("existence", "import Foundation\nFileManager.default.fileExists(atPath: \"more/new.txt\")"),
      ] {
        let course = try CachedCourse(["1", code])
        try FileManager.default.createDirectory(
          at: course.folder.appending(path: "more"), withIntermediateDirectories: true)
        try course.write("a", to: "data.txt")
        try course.run()
        #expect(try course.isKept(), "\(name)")
        try course.write("bc", to: "data.txt")
        try course.write("new", to: "more/new.txt")
        let why = try course.why()
        #expect(why.first == "cell-1  runs: cell-2 needs its variables", "\(name): \(why)")
        #expect(why.last?.hasSuffix(" changed") == true, "\(name): \(why)")
        #expect(try !course.isKept(), "\(name)")
      }
    }

    @Test(arguments: [
      ("Int.random(in: 0..<1000)", "it uses random numbers of the system"),
      ("import Foundation\nUUID().uuidString.count", "it uses random numbers of the system"),
      ("import Foundation\ntry Data([1]).write(to: URL(filePath: \"made.txt\"))", "it writes "),
      (
        "import Glibc\nclose(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))", "it uses a network connection"
      ),
      ("import Glibc\nsystem(\"true\")", "it uses another process"),
      (
        "import Foundation\nlet p = Process()\np.executableURL = URL(filePath: \"/bin/true\")\ntry p.run()\np.waitUntilExit()",
        "it uses "
      ),
      ("import Foundation\nDate().timeIntervalSince1970 > 0", "it uses the clock"),
      ("ContinuousClock().now < ContinuousClock().now", "it uses the clock"),
      (
        "import Foundation\ntry String(contentsOfFile: \"/proc/uptime\", encoding: .utf8).isEmpty",
        "it reads /proc/uptime"
      ),
    ])
    func `What cannot be repeated is never kept`(code: String, reason: String) throws {
      let course = try CachedCourse(["1", code, "2"])
      try course.run()
      let why = try course.why()
      #expect(why[1].hasPrefix("cell-2  runs: \(reason)"), "\(why)")
      // Foundation's threads may look at the clock after the cell that started them.
      #expect(why[2].hasPrefix("cell-3  runs: "))
      #expect(try !course.isKept())
    }

    @Test func `Every call that changes a folder is a write`() throws {
      let course = try CachedCourse(
        [
          "linkat(here, \"x.md\", here, \"linked\", 0)", "symlinkat(\"x.md\", here, \"symbolic\")",
          "mkdirat(here, \"folder\", 0o755)",
          // Swift does not import it.
          "@_silgen_name(\"renameat2\") func move(\n"
            + "  _: Int32, _: UnsafePointer<CChar>, _: Int32, _: UnsafePointer<CChar>, _: UInt32) -> Int32\n"
            + "move(here, \"linked\", here, \"renamed\", 0)",
          "unlinkat(here, \"renamed\", 0)",
        ].map { "import Glibc\nlet here = AT_FDCWD\n\($0)" })
      try course.run()
      let why = try course.why()
      for (line, name) in zip(why, ["linked", "symbolic", "folder", "renamed", "renamed"]) {
        #expect(line.contains("runs: it writes \(course.folder.path)/\(name)"), "\(why)")
      }
    }

    @Test func `Comments run nothing, and claims are shown at their lines`() throws {
      let course = try CachedCourse(["let x = [1, 2]\nprint(x.count)", "expect(x.count == 2)"])
      try course.run()
      try course.write(
        ["// A list.\n\nlet x = [1, 2]  // two\nprint(x.count)", "expect(x.count == 2)"],
        prose: "# Title\n\nMore.\n")
      #expect(try course.isKept())
      let cell = try HandoutWriter.read(name: "x", in: course.output.path).cells[1]
      guard case .expectation(let claim) = cell.outputs.first else {
        Issue.record("\(cell.outputs)")
        return
      }
      #expect(claim.location.line == 15)
    }

    @Test func `A file that is opened relative to a folder's descriptor is a file`() throws {
      let course = try CachedCourse([
        """
        import Glibc
        let folder = open(".", O_RDONLY | O_DIRECTORY)
        let file = openat(folder, "data.txt", O_RDONLY)
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(file, &bytes, 64)
        close(file)
        close(folder)
        print(String(decoding: bytes.prefix(count), as: UTF8.self))
        """
      ])
      try course.write("first", to: "data.txt")
      try course.run()
      #expect(try course.isKept())
      try course.write("second", to: "data.txt")
      #expect(try course.why() == ["cell-1  runs: \(course.folder.path)/data.txt, which it reads, changed"])
    }

    private static let namesOfAList =
      "var count = 0\nwhile readdir(list) != nil { count += 1 }\nclosedir(list)\ncount"

    @Test(arguments: [
      "let list = fdopendir(open(\"things\", O_RDONLY | O_DIRECTORY))!\n" + namesOfAList,
      "let list = opendir(\"things\")!\n" + namesOfAList,
      // Swift does not import it.
      "@_silgen_name(\"scandirat\") func list(\n"
        + "  _: Int32, _: UnsafePointer<CChar>, _: UnsafeMutablePointer<Int>, _: Int, _: Int) -> Int32\n"
        + "var names = 0\nlist(AT_FDCWD, \"things\", &names, 0, 0)",
    ])
    func `The names in a folder count once they are read`(code: String) throws {
      let course = try CachedCourse(["import Glibc\n" + code])
      let things = course.folder.appending(path: "things")
      try FileManager.default.createDirectory(at: things, withIntermediateDirectories: true)
      try course.write("a", to: "things/a")
      try course.run()
      #expect(try course.isKept())
      try course.write("b", to: "things/b")
      #expect(try !course.isKept())
    }

    @Test func `Another environment is told as such, and what shells set is none`() throws {
      let course = try CachedCourse([
        "import Foundation\nprint(ProcessInfo.processInfo.environment[\"NBRUN_TEST_B\"] ?? \"unset\")"
      ])
      try course.run()
      for name in ["_", "OLDPWD", "SHLVL"] {
        #expect(try course.why(environment: [name: "another"]) == ["cell-1  cached"], "\(name)")
      }
      #expect(
        try course.why(environment: ["NBRUN_TEST_C": "1"]) == [
          "cell-1  runs: the environment, which it asks for, is another"
        ])
    }

    @Test func `The environment as a whole and a file's size count`() throws {
      for code in [
        "ProcessInfo.processInfo.environment.keys.contains(\"NBRUN_TEST_A\")",
        "try FileManager.default.attributesOfItem(atPath: \"data.txt\")[.size] as! Int",
      ] {
        let course = try CachedCourse(["import Foundation\n" + code])
        try course.write("a", to: "data.txt")
        try course.run()
        #expect(try course.isKept(), "\(code)")
        try course.write("bc", to: "data.txt")
        #expect(try !course.isKept(environment: ["NBRUN_TEST_A": "1"]), "\(code)")
      }
    }

    @Test func `Cells that moved are not compiled again, and fail at the lines where they are`() throws {
      let course = try CachedCourse(["func f(_ i: Int) -> Int { [1, 2][i] }\nf(0)", "print(1)"])
      try course.run()
      try course.write(
        ["func f(_ i: Int) -> Int { [1, 2][i] }\nf(0)", "f(2)"], prose: "# Title\n\nMoved\n\ndown.\n")
      let run = try course.run()
      #expect(run.status == Int32(RunStatus.crashed.rawValue))
      #expect(run.messages.contains("x.md:8:"), "\(run.messages)")
      // The first cell was taken from the cache.
      let record = try JSONSerialization.jsonObject(
        with: Data(contentsOf: course.output.appending(path: "x/run.json")))
      let timings = ((record as? [String: Any])?["cells"] as? [[String: Any]])?.compactMap {
        ($0["seconds"] as? [String: Any])?["compile"] as? Double
      }
      #expect(timings?.first == 0)
      #expect(timings?.last != 0)
    }

    @Test func `A failed run is not kept, and runs again when it is mended`() throws {
      let course = try CachedCourse(["1", "fatalError()"])
      #expect(try course.run().status == Int32(RunStatus.crashed.rawValue))
      #expect(try course.why().last == "cell-2  runs: it crashed in the last run")
      #expect(try course.run().status == Int32(RunStatus.crashed.rawValue))
    }

    @Test func `A damaged cache is told and not used`() throws {
      let course = try CachedCourse(cells)
      try course.run()
      let files = try course.files()
      let names = try FileManager.default.subpathsOfDirectory(atPath: course.cache.path).filter {
        $0.hasSuffix(".entry")
      }
      #expect(names.count > 4)
      for name in names {
        let url = course.cache.appending(path: name)
        var data = try Data(contentsOf: url)
        data[data.count / 2] ^= 1
        try data.write(to: url)
      }
      let run = try course.run()
      #expect(run.status == 0)
      #expect(run.messages.contains("warning: cache: "))
      #expect(run.messages.contains("was damaged, and is not used"))
      #expect(!run.messages.contains("cached"))
      #expect(try course.files() == files)
      #expect(try course.isKept())
    }

    @Test func `Two runs at once do not disturb each other`() throws {
      let course = try CachedCourse(cells)
      let arguments = [course.notebook.path]
      let runs = (0..<2).map { index in
        Promise {
          try NBRunProcess(
            arguments, folder: course.folder.appending(path: "out\(index)"), in: course.folder,
            cache: course.cache)
        }
      }
      for run in runs { #expect(try run.value().status == 0) }
      #expect(try course.isKept())
    }

    /// `NBRUN_KILLS` sets how many runs are killed.
    @Test func `A run that is killed at any moment leaves cache and handout whole`() throws {
      let course = try CachedCourse(cells)
      var random = SeededGenerator()
      let start = ContinuousClock.now
      try course.run()
      // As long as a run takes just now.
      let whole = start.duration(to: .now)
      let count = ProcessInfo.processInfo.environment["NBRUN_KILLS"].flatMap { Int($0) } ?? 12
      for number in 0..<count {
        try course.write(cells + ["print(\(number))"])
        let run = try RunningProgram(
          [course.notebook.path, "--output", course.output.path],
          environment: ["NBRUN_CACHE": course.cache.path])
        let share = Double.random(in: 0..<1, using: &random)
        Thread.sleep(forTimeInterval: share * (whole / .seconds(1)))
        run.send(SIGKILL)
        try run.waitForEnd()
        // Whatever is there can be read, pictures included.
        let stored = try HandoutWriter.read(name: "x", in: course.output.path)
        #expect(stored.status == .succeeded, "kill \(number) at \(share) of a run; \(random)")
      }
      let run = try course.run()
      #expect(run.status == 0)
      #expect(!run.messages.contains("damaged"), "\(random): \(run.messages)")
      #expect(try course.isKept())
    }
  }
}

/// Something that is done on a thread of its own.
private final class Promise<Value: Sendable>: @unchecked Sendable {
  private var result: Result<Value, any Error>?
  private let done = DispatchSemaphore(value: 0)

  init(_ work: @escaping @Sendable () throws -> Value) {
    Thread.detachNewThread {
      self.result = Result { try work() }
      self.done.signal()
    }
  }

  /// Waits for what came of it.
  func value() throws -> Value {
    done.wait()
    return try result!.get()
  }
}
