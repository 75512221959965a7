import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// What notebooks of strangers can do, see and leave behind.
  @Suite(.enabled(if: Stranger.obstacle == nil, "this machine has no containers"))
  final class ContainerTests: UserFolder {
    private static let fixtures = Fixtures.folder.appending(path: "sandbox")

    /// Copies the fixture called `name` to the folder.
    private func take(_ name: String) throws {
      try FileManager.default.copyItem(
        at: ContainerTests.fixtures.appending(path: name), to: folder.appending(path: name))
    }

    /// All that is below the folder called `name`, and its names.
    private func everything(in name: String) throws -> String {
      let base = folder.appending(path: name).path
      let names = try FileManager.default.subpathsOfDirectory(atPath: base)
      let texts = names.map { FileManager.default.contents(atPath: "\(base)/\($0)") ?? Data() }
      return names.joined(separator: "\n")
        + texts.map { String(decoding: $0, as: Unicode.ASCII.self) }.joined()
    }

    private func printed(_ name: String, in output: String = "output") throws -> [String] {
      let result = try HandoutWriter.read(name: name, in: folder.appending(path: output).path)
      return result.cells.flatMap(\.outputs).flatMap { output -> [String] in
        if case .standardOutput(let text) = output {
          text.split(separator: "\n").map(String.init)
        } else {
          []
        }
      }
    }

    @Test(arguments: Stranger.all)
    func `Every way out of the container is refused`(user: Stranger) throws {
      try take("reaching-out")
      try save("of another", "other/hw.nbrun-secret")
      try save(folder.appending(path: "other/hw.nbrun-secret").path + "\n", "reaching-out/paths.txt")
      let run = try user.run(
        ["--sandbox", "reaching-out/reaching-out.md", "-o", "output"], in: folder,
        environment: ["NBRUN_TEST_TOKEN": "x", "TOKEN": "x"])
      #expect(run.status == 0, "\(run.text)")
      let lines = try printed("reaching-out")
      #expect(lines.filter { !$0.hasSuffix(": refused") } == ["a program of the system: works"])
      #expect(lines.count > 120, "not all ways were tried")
      #expect(try files("reaching-out").sorted() == ["paths.txt", "reaching-out.md"])
    }

    @Test func `As root, no call reaches further without a container either`() throws {
      try take("reaching-out")
      let run = try nbrun("--sandbox=syscalls", "reaching-out/reaching-out.md")
      #expect(run.status == 0, "\(run.messages)")
      let reached = try printed("reaching-out").filter { $0.contains(": REACHED") }
      // Files can be read there, and variables are those of the user.
      let kept = reached.filter { $0.hasPrefix("call ") || $0.hasPrefix("write ") || $0.hasPrefix("socket ") }
      #expect(kept == [])
      #expect(!reached.contains { $0.contains("/environ") || $0.contains("/mem:") }, "\(reached)")
    }

    @Test(arguments: Stranger.all)
    func `No secret of the user comes out`(user: Stranger) throws {
      let png = try Data(contentsOf: try #require(ContainerTests.somePicture))
      let secret = "nbrun-secret"
      try save("\(secret)-key", "home/.ssh/id_key")
      try save("@book{k, title = {\(secret)-works}}", "home/works.bib")
      try (png + Data("\(secret)-picture".utf8)).write(to: folder.appending(path: "home/picture.png"))
      try save("\(secret)-solution", "submissions/ben/hw.md")
      let own = folder.appending(path: "submissions/anna")
      let home = folder.appending(path: "home").path
      try save(
        """
        ---
        html: true
        bibliography: ../../home/works.bib
        title: "T <meta http-equiv='refresh' content='0;url=http://127.0.0.1:1/'>"
        abstract: "A <style>body{display:none}</style> ![p](picture.png)"
        ---

        # Read what you can [@k]

        ![a](../../home/picture.png) ![b](picture.png) ![c](\(home)/picture.png) ![d](home/picture.png)

        [key](key.txt) [ssh](home/.ssh/id_key) [ben](../ben/hw.md)

        ```swift
        import Foundation
        let paths = ["\(home)/.ssh/id_key", "key.txt", "home/.ssh/id_key", "../ben/hw.md", "/proc/1/environ",
          "/proc/self/environ", "/proc/1/root\(home)/.ssh/id_key"]
        for path in paths { print((try? String(contentsOfFile: path, encoding: .utf8)) ?? "none") }
        print(ProcessInfo.processInfo.environment)
        print((try? FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)")) ?? [])
        ```
        """, "submissions/anna/hw.md")
      for (link, target) in [
        ("picture.png", "\(home)/picture.png"), ("key.txt", "\(home)/.ssh/id_key"), ("home", home),
      ] {
        symlink(target, own.appending(path: link).path)
      }
      let run = try user.run(
        ["--sandbox", "submissions", "-o", "output", "--to", "html,ipynb,markdown"], in: folder,
        environment: ["HOME": home, "SECRET_TOKEN": "\(secret)-token"])
      // Its own folder is no secret, and the other's page is its own.
      let found = try everything(in: "output/anna").replacing("\(secret)-solution", with: "")
      #expect(!found.contains(secret) && !run.text.contains(secret), "\(run.text)")
      let index = try #require(text("output/index.html"))
      #expect(!index.contains("\(secret)-picture") && !index.contains(png.base64EncodedString().prefix(60)))
      #expect(!index.contains("<meta http-equiv='refresh'") && !index.contains("<style>body{display"))
    }

    private static let somePicture: URL? = {
      let output = Fixtures.folder.appending(path: "../../../output/backprop").standardizedFileURL
      let names = (try? FileManager.default.contentsOfDirectory(atPath: output.path)) ?? []
      return names.first { $0.hasSuffix(".png") }.map { output.appending(path: $0) }
    }()

    // 'watch-long-header.py' of the same kind is about the server of pages, and in `PreviewServerTests`.
    @Test(arguments: Stranger.all)
    func `What once broke the sandbox or the runner ends as it should, and leaves nothing`(
      user: Stranger
    ) throws {
      let cases = ContainerTests.fixtures.appending(path: "cases")
      let names = try FileManager.default.contentsOfDirectory(atPath: cases.path)
        .filter { $0.hasSuffix(".md") }.map { $0.dropLast(3) }
      #expect(names.count > 25)
      for name in names {
        try save(
          try String(contentsOf: cases.appending(path: name + ".md"), encoding: .utf8),
          "cases/\(name)/\(name).md")
      }
      let archive = "overlap.npz"
      try FileManager.default.copyItem(
        at: cases.appending(path: archive), to: folder.appending(path: "cases/bombs2/\(archive)"))
      // Whoever runs the notebook may end it.
      let victim = try user.start(["3600"], executable: URL(filePath: "/bin/sleep"), in: folder)
      try save("\(victim.id)\n", "cases/f-forked-kill/victim.pid")
      let run = try user.run(
        [
          "--sandbox", "--memory-limit", "700MB", "--process-limit", "20", "--time-limit", "10m", "-j", "2",
          "-o", "output", "cases",
        ], in: folder)
      #expect(run.status == Int32(RunStatus.limitExceeded.rawValue), "\(run.text)")
      #expect(kill(victim.id, 0) == 0, "a cell has ended a process of the user")
      victim.send(SIGKILL)
      try victim.waitForEnd()
      func outcome(_ name: String) throws -> RunStatus {
        try HandoutWriter.read(name: name, in: folder.appending(path: "output/\(name)").path).status
      }
      for name in names { #expect(throws: Never.self) { try outcome(String(name)) } }
      for name in ["close-all", "close4-hang", "dup2-4", "f-crashed-sig", "f-expect-col0", "f-forked-kill"] {
        #expect(try outcome(name) == .crashed, "\(name)")
      }
      for name in ["mem-procs-noenv", "procs-noenv"] {
        #expect(try outcome(name) == .limitExceeded, "\(name)")
      }
      // The disk may be full before the runner looks at the memory.
      let filled = try printed("disk-fill", in: "output/disk-fill").contains {
        $0.wholeMatch(of: /disk MB 10\d\d/) != nil
      }
      #expect(try outcome("disk-fill") == .limitExceeded || filled)
      #expect(try outcome("f-ack-hang") == .timedOut)
      #expect(try outcome("inline5000") == .compileFailed)
      #expect(text("output/frac3000/frac3000.html")?.contains("nested") == true)
      let refusals = [
        "ipc-shm": ["shmget -1 1", "mq_open -1 1", "msgget -1 1", "semget -1 1", "add_key -1 1"],
        "mem-memfd": ["memfd MB 0"],
        "root-calls": ["sethostname same -1 1", "sched_rr -1 1", "mknod -1 -1 1"],
      ]
      for (name, lines) in refusals {
        let printed = try printed(name, in: "output/\(name)")
        for line in lines { #expect(printed.contains(line), "\(name): \(printed)") }
      }
      let bomb = try printed("bombs2", in: "output/bombs2")
      #expect(bomb.first?.contains("contradicts the archive") == true, "\(bomb)")
      #expect(try printed("env-token-out", in: "output/env-token-out") == ["before", "after"])
      #expect(try leftProcesses(of: ["60", "63"]) == [])
    }

    @Test(arguments: Stranger.all, ["--sandbox", "--sandbox=syscalls"])
    func `Nothing is left of what cells have started or made`(user: Stranger, option: String) throws {
      try FileManager.default.createDirectory(
        at: folder.appending(path: "own"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: ContainerTests.fixtures.appending(path: "left-over.md"),
        to: folder.appending(path: "own/left-over.md"))
      let temporary = folder.appending(path: "temporary")
      try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
      try FileManager.default.setAttributes([.posixPermissions: 0o1777], ofItemAtPath: temporary.path)
      let run = try user.run(
        [option, "own/left-over.md", "-o", "output"], in: folder,
        environment: ["TMPDIR": temporary.path, "NBRUN_CACHE": ""])
      #expect(run.status == 0, "\(run.text)")
      let made = Set(try printed("left-over").filter { $0.hasSuffix(" true") })
      // A file of the run's own folder is one that goes away with it.
      #expect(made.allSatisfy { $0.hasPrefix("/tmp") || $0.hasPrefix(temporary.path) }, "\(made)")
      #expect(!made.isEmpty)
      #expect(try leftProcesses(of: ["4242424"]) == [])
      #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == [])
      for place in ["/dev/shm", "/dev/mqueue", "/tmp", "/var/tmp", "/run", folder.path + "/own"] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        #expect(!names.contains("nbrun-left-over"), "\(place)")
      }
      for (table, trace) in [
        ("/proc/sysvipc/shm", "\(0x4e42_5432)"), ("/proc/sysvipc/msg", "\(0x4e42_5432)"),
        ("/proc/sysvipc/sem", "\(0x4e42_5432)"), ("/proc/keys", "nbrun-left-over"),
      ] {
        let text = try String(contentsOfFile: table, encoding: .utf8)
        #expect(!text.contains(trace), "\(table): \(text)")
      }
    }

    @Test(arguments: ["--sandbox", "--sandbox=syscalls"])
    func `Foundation can start processes and wait for them`(option: String) throws {
      try save(
        """
        ```swift
        import Foundation
        for number in 1...20 {
          let process = try Process.run(URL(filePath: "/bin/true"), arguments: [])
          process.waitUntilExit()
          print(number, process.terminationStatus)
        }
        print(socket(AF_INET, 2, 0))
        ```
        """, "own/x.md")
      let run = try nbrun(option, "own/x.md")
      #expect(run.status == 0, "\(run.messages)")
      #expect(try printed("x") == (1...20).map { "\($0) 0" } + ["-1"])
    }

    /// The processes `sleep` with one of those arguments.
    private func leftProcesses(of seconds: Set<String>) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { id in
        let line = (try? String(contentsOfFile: "/proc/\(id)/cmdline", encoding: .utf8)) ?? ""
        let words = line.split(separator: "\0").map(String.init)
        return words.count == 2 && words[0].hasSuffix("sleep") && seconds.contains(words[1])
      }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
    func `A run that is ended leaves nothing of its container`(signal: Int32) throws {
      let seconds = "\(400_000 + Int(signal))"
      try save(
        """
        ```swift
        import Foundation
        for _ in 0..<3 { _ = try Process.run(URL(filePath: "/bin/sleep"), arguments: ["\(seconds)"]) }
        sleep(3600)
        ```
        """, "own/x.md")
      let temporary = folder.appending(path: "temporary")
      try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
      let program = try RunningProgram(
        ["--sandbox", "own/x.md", "-o", "output"], in: folder, environment: ["TMPDIR": temporary.path])
      try program.wait(for: "the processes of the cell") { try leftProcesses(of: [seconds]).count == 3 }
      program.send(signal)
      try program.waitForEnd()
      try Patience.wait(for: "the end of all processes") { try leftProcesses(of: [seconds]).isEmpty }
      if signal != SIGKILL {
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == [])
      }
    }

    @Test func `A handout from a container is the same, byte for byte`() throws {
      try save(
        """
        # A page

        ```swift
        let root = 2.0.squareRoot()
        Figure { Axes { Line(y: [1, root, 3]) } }
        ```
        """, "own/x.md")
      #expect(try nbrun("own/x.md").status == 0)
      let run = try nbrun("--sandbox", "own/x.md", "-o", "contained")
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.output == "contained/x.html\n")
      for name in ["x.html", "x/results.json"] {
        #expect(text("output/\(name)") == text("contained/\(name)"))
      }
      #expect(try files("output/x") == files("contained/x"))
      #expect(try nbrun("check", "--exact", "--sandbox", "own/x.md").status == 0)
      try save(try #require(text("own/x.md")).replacing("3]", with: "4]"), "own/x.md")
      let check = try nbrun("check", "--sandbox", "own/x.md", "--review", "review")
      #expect(check.status == Int32(RunStatus.differs.rawValue), "\(check.messages)")
      #expect(text("review/x.html")?.contains("<body class=\"review\">") == true)
      #expect(try nbrun("accept", "--sandbox", "own/x.md").status == 0)
      #expect(try nbrun("check", "own/x.md").status == 0)
    }

    @Test func `Commands that run cells run them in containers`() throws {
      try save(
        """
        ---
        title: First
        course: C
        chapter: 1
        ---

        ```swift
        //| label: fig-line
        //| fig-cap: A line
        Figure { Axes { Line(y: [1, 2, 3]) } }
        ```

        ```swift
        import Foundation
        print(ProcessInfo.processInfo.hostName)
        ```
        """, "course/a.md")
      try save(
        "---\ncourse: C\nchapter: 2\n---\n# Second\n\nSee @a#fig-line and [all](a.md).\n", "course/b.md")
      let check = try nbrun("verify", "--sandbox", "--kernels", "generic", "course/a.md")
      #expect(check.status == 0 && check.messages.contains("the same bytes"), "\(check.messages)")
      let package = try nbrun("package", "--sandbox", "course", "-o", "course.zip")
      #expect(package.status == 0, "\(package.messages)")
      let run = try nbrun("--sandbox", "course")
      #expect(run.status == 0, "\(run.messages)")
      #expect(try printed("a") == ["nbrun"])
      // The notebooks of its own folder are seen.
      #expect(text("output/b.html")?.contains("<a href=\"a.html#fig-line\">") == true)
      #expect(text("output/b.html")?.contains("<a href=\"a.html\" rel=\"prev\"") == true)
      let archive = try ZipFile(Array(try Data(contentsOf: folder.appending(path: "course.zip"))))
      let page = archive.files.first { $0.name == "b.html" }
      #expect(page.map { String(decoding: $0.content, as: UTF8.self) } == text("output/b.html"))
    }

    @Test func `Files and variables that the call allows are seen`() throws {
      try save("1,2\n", "data/values.csv")
      try save("tolerance: much\n", "nbrun.yml")
      let data = folder.appending(path: "data/values.csv").path
      let code = """
        ```swift
        import Foundation
        print((try? String(contentsOfFile: "\(data)", encoding: .utf8)) ?? "none")
        print(ProcessInfo.processInfo.environment["COLOR"] ?? "none")
        ```
        """
      try save(code, "own/x.md")
      let wrong = try nbrun("--sandbox", "own/x.md")
      #expect(wrong.status == UserFolder.usage && wrong.messages.contains("nbrun.yml"), "\(wrong.messages)")
      try FileManager.default.removeItem(at: folder.appending(path: "nbrun.yml"))
      _ = try nbrun("--sandbox", "own/x.md")
      #expect(try printed("x") == ["none", "none"])
      let run = try NBRunProcess(
        ["--sandbox", "--allow-read", "data", "--allow-env", "A,COLOR", "own/x.md"],
        folder: folder.appending(path: "output"), in: folder, environment: ["COLOR": "red"])
      #expect(run.status == 0, "\(run.messages)")
      #expect(try printed("x") == ["1,2", "red"])
    }

    @Test func `Files of the user stay, and a folder with all of the user's files is refused`() throws {
      try save("mine", "output/x.html")
      try save("```swift\nprint(1)\n```\n", "own/x.md")
      let run = try nbrun("--sandbox", "own/x.md")
      #expect(run.status == UserFolder.usage && text("output/x.html") == "mine")
      try save("", "own/inner/file")
      let refused = try NBRunProcess(
        ["--sandbox", "own/x.md"], folder: folder.appending(path: "other"), in: folder,
        environment: ["HOME": folder.appending(path: "own/inner").path])
      #expect(refused.status == UserFolder.usage)
      #expect(
        refused.messages.contains("own/x.md: error: not run in a container, since it could read all of"))
    }

    @Test func `Options that need a container say so`() throws {
      try save(prose, "x.md")
      for arguments in [["--allow-read", "."], ["--allow-env", "A"], ["--disk-limit", "1MB"]] {
        let run = try NBRunProcess(["x.md"] + arguments, in: folder)
        #expect(run.status == UserFolder.usage)
        #expect(run.messages.contains("'\(arguments[0])' is about containers; add '--sandbox'"))
        let other = try NBRunProcess(["grade", "x.md", ".", "--sandbox=syscalls"] + arguments, in: folder)
        #expect(other.status == UserFolder.usage)
        #expect(
          other.messages.contains("'\(arguments[0])' is about containers; '--sandbox=syscalls' makes none"))
        // Without a kind of sandbox grading has containers.
        let grading = try NBRunProcess(["grade", "x.md", "missing"] + arguments, in: folder)
        #expect(grading.messages.hasPrefix("missing: error: "), "\(grading.messages)")
      }
      let kind = try nbrun("--sandbox=much", "x.md")
      #expect(kind.status == UserFolder.usage && kind.messages.contains("much"))
      let missing = try nbrun("--sandbox", "--allow-read", "missing", "x.md")
      #expect(missing.status == UserFolder.usage && missing.messages.contains("'--allow-read' takes a file"))
      let watch = try NBRunProcess(["watch", "--sandbox", "x.md"], in: folder)
      #expect(watch.status == UserFolder.usage && watch.messages.contains("--sandbox=syscalls"))
      let why = try nbrun("why", "--sandbox", "x.md")
      #expect(why.status == 0 && why.output == "every cell runs: a container has no cache\n")
      for (arguments, reason) in [
        (["run", "--sandbox", "-"], "a container reads the notebook's file"),
        (["convert", "--sandbox", "x.md"], "Unknown option '--sandbox'"),
        (["merge", "--sandbox", "x"], "Unknown option '--sandbox'"),
      ] {
        let run = try NBRunProcess(arguments, in: folder)
        #expect(run.status != 0 && run.messages.contains(reason), "\(arguments): \(run.messages)")
      }
    }

    @Test(.enabled(if: Chromium.program != nil, "there is no Chromium"))
    func `Handouts are printed in the container, and ask no network`() throws {
      // A server of this machine that would be told of every request.
      let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(server) }
      var (address, length) = (sockaddr_in(), socklen_t(MemoryLayout<sockaddr_in>.size))
      (address.sin_family, address.sin_addr.s_addr) = (sa_family_t(AF_INET), UInt32(0x7F00_0001).bigEndian)
      let port = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
          guard bind(server, general, length) == 0, listen(server, 8) == 0 else { return UInt16(0) }
          return getsockname(server, general, &length) == 0 ? UInt16(bigEndian: pointer.pointee.sin_port) : 0
        }
      }
      try #require(port != 0)
      let asked = "http://127.0.0.1:\(port)/asked"
      try save(
        """
        ---
        html: true
        ---

        <meta http-equiv="refresh" content="0;url=\(asked)"> <img src="\(asked)"> ![a](\(asked).png)
        """, "own/x.md")
      for options in [["--sandbox"], []] {
        let run = try NBRunProcess(
          ["--pdf", "own/x.md"] + options, folder: folder.appending(path: "printed\(options.count)"),
          in: folder)
        #expect(run.status == 0, "\(run.messages)")
        let pdf = try Data(contentsOf: run.folder.appending(path: "x.pdf"))
        #expect(pdf.starts(with: Data("%PDF".utf8)))
      }
      var polled = pollfd(fd: server, events: Int16(POLLIN), revents: 0)
      #expect(poll(&polled, 1, 0) == 0, "a page has asked for something")
    }

    @Test func `Temporary files have a limit`() throws {
      try save(
        """
        ```swift
        import Foundation
        let path = FileManager.default.temporaryDirectory.appending(path: "much").path
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        let part = [UInt8](repeating: 1, count: 1 << 20)
        var count = 0
        while count < 200, write(file, part, part.count) == part.count { count += 1 }
        print(count < 100)
        ```
        """, "own/x.md")
      let run = try nbrun("--sandbox", "--disk-limit", "100MiB", "own/x.md")
      #expect(run.status == 0, "\(run.messages)")
      #expect(try printed("x") == ["true"])
    }
  }
}
