import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// What a cached result depends on beside code.
  struct CacheDependencyTests {
    @Test func `Seed and parameters count`() throws {
      let course = try CachedCourse(["n"])
      let head = { (seed: Int, n: Int) in "---\nseed: \(seed)\nparams:\n  n: \(n)\n---\n" }
      try course.write(["n"], prose: head(1, 1))
      try course.run()
      #expect(try course.isCached())
      try course.write(["n"], prose: head(2, 1))
      #expect(try course.why() == ["cell-1  runs: the seed changed"])
      try course.write(["n"], prose: head(1, 2))
      #expect(try course.why() == ["cell-1  runs: the parameters changed"])
      #expect(try !course.isCached())
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
        #expect(try course.isCached(), "\(name)")
        try course.write("bc", to: "data.txt")
        try course.write("new", to: "more/new.txt")
        let why = try course.why()
        #expect(why.first == "cell-1  runs: cell-2 needs its variables", "\(name): \(why)")
        #expect(why.last?.hasSuffix(" changed") == true, "\(name): \(why)")
        #expect(try !course.isCached(), "\(name)")
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
    func `What cannot be repeated is never cached`(code: String, reason: String) throws {
      let course = try CachedCourse(["1", code, "2"])
      try course.run()
      let why = try course.why()
      #expect(why[1].hasPrefix("cell-2  runs: \(reason)"), "\(why)")
      // Foundation's threads may look at the clock after the cell that started them.
      #expect(why[2].hasPrefix("cell-3  runs: "))
      #expect(try !course.isCached())
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
          "unlinkat(here, \"renamed\", 0)", "truncate(\"cut\", 0)", "chmod(\"changed\", 0o644)",
          "var name = Array(\"temporary-XXXXXX\".utf8CString)\nmkdtemp(&name) != nil",
          "var name = Array(\"temporary-XXXXXX\".utf8CString)\nmkstemp(&name) >= 0",
        ].map { "import Glibc\nlet here = AT_FDCWD\n\($0)" })
      try course.run()
      let why = try course.why()
      #expect(why.count == 9)
      for (line, name) in zip(
        why,
        [
          "linked", "symbolic", "folder", "renamed", "renamed", "cut", "changed", "temporary-", "temporary-",
        ])
      {
        #expect(line.contains("runs: it writes \(course.folder.path)/\(name)"), "\(why)")
      }
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
      #expect(try course.isCached())
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
      #expect(try course.isCached())
      try course.write("b", to: "things/b")
      #expect(try !course.isCached())
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
        #expect(try course.isCached(), "\(code)")
        try course.write("bc", to: "data.txt")
        #expect(try !course.isCached(environment: ["NBRUN_TEST_A": "1"]), "\(code)")
      }
    }
  }
}
