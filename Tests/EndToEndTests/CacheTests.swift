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
      #expect(try !course.isCached())
      let files = try course.files()
      #expect(files.keys.contains("x/fig-a.png"))
      try FileManager.default.removeItem(at: course.output)
      #expect(try course.why() == ["cell-1  cached", "fig-a   cached", "cell-3  cached", "cell-4  cached"])
      #expect(try course.isCached())
      #expect(try course.files() == files)
      #expect(try course.run("--fresh").messages.contains("cached") == false)
      #expect(try course.run("--no-cache").messages.contains("cached") == false)
    }

    @Test func `Copies of the program have what it has cached, and another program has not`() throws {
      let user = try UserFolder()
      try user.save("```swift\n1 + 1\n```\n", "x.md")
      let run = try Shell.run(
        """
        set -e
        mkdir bin
        cp -p "$nbrun" bin
        cp -rp "$(dirname "$nbrun")/Modules" bin
        bin/nbrun run -q x.md > log
        mv bin old && cp -rp old bin
        bin/nbrun why x.md
        touch bin/Modules/CNN.swiftmodule
        bin/nbrun why x.md
        """, in: user.folder, environment: ["NBRUN_CACHE": user.folder.appending(path: "cache").path])
      let lines = run.text.split(separator: "\n")
      #expect(run.status == 0 && lines.count == 2, "\(run.text)")
      #expect(
        lines.first == "cell-1  cached" && lines.last?.hasPrefix("cell-1  runs: ") == true, "\(run.text)")
    }

    @Test func `A page whose markup is cached loads no parser of Swift`() throws {
      let course = try CachedCourse(cells)
      try course.write(cells, prose: "# Title\n\nThe formula $x_1 < y$.\n")
      try course.run()
      let page = try course.files()
      // The system's loader tells on standard error what it loads.
      let loads = ["LD_DEBUG": "files"]
      let unchanged = try course.run(environment: loads).messages
      #expect(unchanged.contains("libswiftCore.so") && !unchanged.contains("libsourcekitdInProc.so"))
      #expect(try course.files() == page)
      #expect(try course.run("--no-cache", environment: loads).messages.contains("libsourcekitdInProc.so"))
    }

    @Test func `Prose and captions run nothing, and places move with their cells`() throws {
      let course = try CachedCourse(cells)
      try course.run()
      var changed = cells
      changed[1] =
        "//| label: fig-a\n//| fig-cap: \"A caption.\"\n//| echo: false" + cells[1].dropFirst(17 - 1)
      changed[0] = "//| fold: true\n" + cells[0]
      try course.write(changed, prose: "# Title\n\nMuch\n\nnew prose.\n")
      #expect(try course.isCached())
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
          "cell-3  runs: its code changed", "cell-4  runs: cell-3 above runs again",
        ])
      #expect(try !course.isCached())
      #expect(try course.isCached())
      try course.write(cells)
      #expect(try course.isCached(), "what was undone is known")
    }

    @Test func `Comments run nothing, and expectations are shown at their lines`() throws {
      let course = try CachedCourse(["let x = [1, 2]\nprint(x.count)", "expect(x.count == 2)"])
      try course.run()
      try course.write(
        ["// A list.\n\nlet x = [1, 2]  // two\nprint(x.count)", "expect(x.count == 2)"],
        prose: "# Title\n\nMore.\n")
      #expect(try course.isCached())
      let cell = try HandoutWriter.read(name: "x", in: course.output.path).cells[1]
      guard case .expectation(let expectation) = cell.outputs.first else {
        Issue.record("\(cell.outputs)")
        return
      }
      #expect(expectation.location.line == 15)
    }

    @Test func `Cells that moved are not compiled again, and fail at the lines where they are`() throws {
      let course = try CachedCourse(["func f(_ i: Int) -> Int { [1, 2][i] }\nf(0)", "struct S {}\nprint(1)"])
      try course.run()
      try course.write(
        ["func f(_ i: Int) -> Int { [1, 2][i] }\nf(0)", "struct S {}\nf(2)"],
        prose: "# Title\n\nMoved\n\ndown.\n")
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

    @Test func `A failed run is not cached, and runs again`() throws {
      let course = try CachedCourse(["1", "fatalError()"])
      #expect(try course.run().status == Int32(RunStatus.crashed.rawValue))
      #expect(try course.why().last == "cell-2  runs: it failed in the last run (crashed)")
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
      #expect(run.messages.contains("not used, since it was damaged"))
      #expect(!run.messages.contains("cached"))
      #expect(try course.files() == files)
      #expect(try course.isCached())
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
      #expect(try course.isCached())
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
      #expect(try course.isCached())
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
