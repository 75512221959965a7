import Foundation
import Notebooks
import Testing

/// What a call may write, decided before it does.
@Suite final class OutputPlanTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "nbrun-\(UUID())").path
  private let page =
    "<!DOCTYPE html>\n<html><head><meta name=\"generator\" content=\"nbrun\"></head>\n<body><p></body></html>"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func save(_ text: String, _ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: FilePath.folder(of: "\(folder)/\(name)"), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
  }

  private func text(_ name: String) -> String? {
    try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  /// Plans a run of the notebook `name` to `out`.
  private func plan(
    _ name: String, to out: String = "out", _ formats: Set<HandoutFormat> = [.html], pdf: Bool = false,
    force: Bool = false
  ) throws(NotebookError) {
    var plan = OutputPlan(inputs: ["\(folder)/\(name)"], replacesOthers: force)
    let files = HandoutFiles(ofNotebookAt: "\(folder)/\(name)", in: "\(folder)/\(out)")
    try plan.add(files, of: "\(folder)/\(name)", as: formats, pdf: pdf)
  }

  private func occupied(_ path: String, by name: String = "x.md") -> NotebookError {
    .occupied(path: "\(folder)/\(path)", writer: .notebook("\(folder)/\(name)"))
  }

  /// Writes what a run of `x.md` gives that draws `figures`.
  private func write(figures: [String], _ formats: [HandoutFormat] = []) throws {
    let notebook = MarkdownReader.read(
      text: "# X\n\n```swift\n//| label: fig-a\n1\n```\n", path: "\(folder)/x.md")
    let outputs = figures.map { name in
      Output.figure(
        .init(name: name, lightPNG: [1], darkPNG: nil, width: nil, height: nil, description: "", data: ""))
    }
    let result = NotebookResult(
      cells: [.init(number: 1, name: "fig-a", outcome: .succeeded, outputs: outputs)])
    try HandoutWriter.write(Handout(html: page), notebook: notebook, result: result, to: "\(folder)/out")
    let files = HandoutFiles(of: notebook, in: "\(folder)/out")
    try files.list(formats.map { files.path($0) })
    for format in formats { try HandoutWriter.write("text", to: files.path(format)) }
  }

  @Test func `A notebook is never an output, whatever the user says and whatever leads to it`() throws {
    try save("# X\n", "x.md")
    try FileManager.default.createSymbolicLink(atPath: "\(folder)/here", withDestinationPath: ".")
    try FileManager.default.createDirectory(atPath: "\(folder)/hard", withIntermediateDirectories: true)
    try FileManager.default.linkItem(atPath: "\(folder)/x.md", toPath: "\(folder)/hard/x.md")
    for out in [".", "here", "hard"] {
      for force in [false, true] {
        #expect(
          throws: NotebookError.overwritesInput(
            path: "\(folder)/\(out)/x.md", input: "\(folder)/x.md", writer: .notebook("\(folder)/x.md"))
        ) { try plan("x.md", to: out, [.markdown], force: force) }
      }
    }
    try plan("x.md", to: ".", [.html])
  }

  @Test(arguments: HandoutFormat.all)
  func `A file that no run has written is refused, and replaced on request`(format: HandoutFormat) throws {
    try save("# X\n", "x.md")
    let name = "out/x.\(format.fileExtension)"
    try save("mine", name)
    #expect(throws: occupied(name)) { try plan("x.md", [format]) }
    try plan("x.md", [format], force: true)
    // A record beside it tells of no other file than those that it lists.
    try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    try write(figures: [])
    try save("mine", name)
    #expect(throws: occupied(name)) { try plan("x.md", [format]) }
    if format != .html {
      try write(figures: [], [format])
      try plan("x.md", [format])
      // Another run that writes something else forgets nothing.
      try write(figures: [], [.swift])
      try plan("x.md", [format])
    }
  }

  @Test(arguments: ["results.json", "run.json", "files.json"])
  func `A record that is none of this notebook is somebody's file`(name: String) throws {
    try save("# X\n", "x.md")
    for text in ["{\"mine\": 1}", "not JSON", "[\"../x.md\"]", ""] {
      try save(text, "out/x/\(name)")
      #expect(throws: occupied("out/x/\(name)"), "\(text)") { try plan("x.md", [.html, .ipynb]) }
    }
    try FileManager.default.removeItem(atPath: "\(folder)/out/x/\(name)")
    try write(figures: [])
    try plan("x.md")
    try FileManager.default.moveItem(atPath: "\(folder)/out/x", toPath: "\(folder)/out/y")
    try save("# Y\n", "y.md")
    #expect(throws: occupied("out/y/results.json", by: "y.md")) { try plan("y.md") }
  }

  @Test func `Only figures that the record lists are removed`() throws {
    try save("# X\n\n```swift\n//| label: fig-a\n1\n```\n", "x.md")
    try write(figures: ["fig-a", "fig-a-2"])
    for name in ["photo.png", "fig-b.png", "notes.txt"] { try save("mine", "out/x/\(name)") }
    try plan("x.md")
    try write(figures: [])
    let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out/x").sorted()
    #expect(left == ["fig-b.png", "notes.txt", "photo.png", "results.json"])
  }

  @Test(arguments: ["fig-a.png", "fig-a-dark.png", "fig-a-2.png", "fig-a-2-dark.png"])
  func `A picture that has the name of a figure is refused before anything runs`(name: String) throws {
    try save("# X\n\n```swift\n//| label: fig-a\n1\n```\n", "x.md")
    try save("mine", "out/x/\(name)")
    #expect(throws: occupied("out/x/\(name)")) { try plan("x.md") }
    // Where no plan has seen it, nothing is written.
    if name == "fig-a.png" {
      #expect(throws: occupied("out/x/\(name)")) { try write(figures: ["fig-a"]) }
      #expect(
        text("out/x/\(name)") == "mine" && text("out/x.html") == nil && text("out/x/results.json") == nil)
    }
  }

  @Test func `A record that somebody edited leads to no other file`() throws {
    try write(figures: ["fig-a"])
    let record = try #require(text("out/x/results.json"))
    try save("mine", "out/photo.png")
    for other in ["../photo.png", "notes.txt"] {
      try save(record.replacing("\"fig-a.png\"", with: "\"\(other)\""), "out/x/results.json")
      try save("mine", "out/x/notes.txt")
      try write(figures: [])
      #expect(text("out/photo.png") == "mine" && text("out/x/notes.txt") == "mine")
    }
  }

  @Test func `A folder that is a link is treated like any other`() throws {
    try save("# X\n\n```swift\n//| label: fig-a\n1\n```\n", "x.md")
    try save("mine", "pictures/holiday.png")
    try FileManager.default.createDirectory(atPath: "\(folder)/out", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/out/x", withDestinationPath: "../pictures")
    try plan("x.md")
    for figures in [["fig-a"], []] { try write(figures: figures) }
    #expect(text("pictures/holiday.png") == "mine")
    try save("mine", "pictures/fig-a.png")
    #expect(throws: occupied("out/x/fig-a.png")) { try plan("x.md") }
  }

  @Test func `What is no file where one has to be is told before anything runs`() throws {
    try save("# X\n", "x.md")
    try save("", "file")
    for out in ["file", "file/below/it"] {
      #expect(throws: NotebookError.unwritable(path: "\(folder)/file", reason: "it is not a folder")) {
        try plan("x.md", to: out)
      }
    }
    try save("", "out/x")
    #expect(throws: NotebookError.unwritable(path: "\(folder)/out/x", reason: "it is not a folder")) {
      try plan("x.md")
    }
    try save("", "other/x.html/file")
    #expect(throws: NotebookError.unwritable(path: "\(folder)/other/x.html", reason: "it is a folder")) {
      try plan("x.md", to: "other", force: true)
    }
    try FileManager.default.createDirectory(atPath: "\(folder)/link", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/link/x.html", withDestinationPath: "nowhere")
    #expect(throws: occupied("link/x.html")) { try plan("x.md", to: "link") }
    let name = String(repeating: "n", count: 252)
    try save("# N\n", name + ".md")
    #expect(
      throws: NotebookError.unwritable(path: "\(folder)/out/\(name).html", reason: "file name too long")
    ) {
      try plan(name + ".md")
    }
  }

  @Test(arguments: ["aus gabe-ö", "漢字/漢", "e\u{301}", "out/"])
  func `Folders have names in any script`(out: String) throws {
    try save("# X\n", "\u{301}.md")
    let files = HandoutFiles(ofNotebookAt: "\(folder)/\u{301}.md", in: "\(folder)/\(out)")
    try files.list([files.path(.ipynb), files.pdf])
    try HandoutWriter.write("text", to: files.path(.ipynb))
    try plan("\u{301}.md", to: out, [.html, .ipynb], pdf: true)
    #expect(files.written().contains(files.path(.ipynb)))
    let copy = HandoutFiles(ofNotebookAt: "\u{301}.md", in: "copy")
    #expect(files.copies(to: copy).map(\.path) == ["copy/\u{301}/files.json", "copy/\u{301}.ipynb"])
  }

  @Test func `Two things never get one path`() throws {
    for name in ["a.md", "a.html.md"] { try save("# X\n", name) }
    var plan = OutputPlan(inputs: [], replacesOthers: false)
    try plan.add(HandoutFiles(ofNotebookAt: "a.md", in: "out"), of: "a.md")
    #expect(
      throws: NotebookError.writtenTwice(
        path: "out/a.html", writers: [.notebook("a.md"), .notebook("a.html.md")])
    ) { try plan.add(HandoutFiles(ofNotebookAt: "a.html.md", in: "out"), of: "a.html.md") }
    #expect(HandoutFiles(ofNotebookAt: "in/...md", in: "out").parts == "out/...md")
  }

  @Test func `Drafts of a killed run are removed, those of a living one stay`() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/true")
    try process.run()
    process.waitUntilExit()
    let dead = process.processIdentifier
    let living = getppid()
    func draft(_ name: String, of process: pid_t) -> String {
      FilePath.name(of: Draft.path(of: name)).replacing(".\(getpid()).part", with: ".\(process).part")
    }
    let gone = [
      draft("x.html", of: dead), draft("x.jsonl", of: dead), draft("x.pdf", of: dead),
      "x/" + draft("fig-a.png", of: dead),
    ]
    let kept = [
      draft("x.html", of: living), draft("y.html", of: dead), ".x.html.part", ".x.html.mine.part",
      // Another machine writes it.
      ".x.html.elsewhere.\(dead).part", "x/.fig-a.png.elsewhere.\(dead).part",
      String(draft("x.html", of: dead).dropFirst()),
    ]
    for name in gone + kept { try save("half", "out/\(name)") }
    try write(figures: ["fig-a"])
    for name in gone { #expect(text("out/\(name)") == nil, "\(name)") }
    for name in kept { #expect(text("out/\(name)") == "half", "\(name)") }
    try save("half", "out/\(draft("index.html", of: dead))")
    try HandoutWriter.write("page", to: "\(folder)/out/index.html")
    #expect(text("out/\(draft("index.html", of: dead))") == nil)
  }

  @Test func `The formats of one notebook have drafts of their own, however long its name`() {
    let name = String(repeating: "漢", count: 80)
    let drafts = HandoutFormat.all.map { Draft.path(of: "out/\(name).\($0.fileExtension)") }
    #expect(Set(drafts).count == drafts.count)
    #expect(drafts.allSatisfy { FilePath.name(of: $0).utf8.count <= 255 })
  }

  @Test(arguments: [
    ("a", ".", "a"), ("/a", "/", "a"), ("a/b", "a", "b"), ("./a", ".", "a"), ("/a/b/c", "/a/b", "c"),
    ("-", ".", "-"),
  ])
  func `A path has a folder and a name`(path: String, folder: String, name: String) {
    #expect(FilePath.folder(of: path) == folder && FilePath.name(of: path) == name)
  }
}
