import Foundation
import Notebooks
import Testing

/// Which settings a sweep has, and what their folders are called.
struct SweepSettingsTests {
  private let notebook = MarkdownReader.read(
    text: """
      ---
      params:
        rate: { value: 0.1, min: 0.001, max: 1, scale: log }
        width: { value: 2, min: 1, max: 3 }
        name: { value: plain, choices: [plain, "a,b/c", Öl] }
        kernel: [3, 3]
        flip: false
      ---
      """, path: "n/x.md")

  private func folders(_ source: SweepSettings) throws -> [String] {
    try source.settings(of: notebook) { _ in { 0 } }.map(\.folder)
  }

  @Test func `A grid has every combination, the last parameter fastest`() throws {
    #expect(notebook.problems.isEmpty)
    #expect(
      try folders(.grid(["rate=0.1,1e-2", "width=1,2"])) == [
        "rate=0.1,width=1", "rate=0.1,width=2", "rate=0.01,width=1", "rate=0.01,width=2",
      ])
  }

  @Test func `Values with commas stand in brackets or quotes, and folders hold what file systems take`()
    throws
  {
    #expect(
      try folders(.grid(["kernel=[3,5],[7]", "name='a,b/c',Öl"])) == [
        "kernel=3+5,name=a%2Cb%2Fc", "kernel=3+5,name=Öl", "kernel=7,name=a%2Cb%2Fc", "kernel=7,name=Öl",
      ])
    let long = try folders(.grid(["kernel=[\((1000...1099).map(String.init).joined(separator: ","))]"]))
    #expect(long[0].utf8.count <= 200 && long[0].hasPrefix("kernel=1000+1001+"))
    let other = try folders(.grid(["kernel=[\((1000...1098).map(String.init).joined(separator: ",")),7]"]))
    #expect(long != other)
  }

  @Test func `The values of a setting are those that a call with them has`() throws {
    let settings = try SweepSettings.grid(["rate=1", "kernel=[5]", "flip=true"]).settings(of: notebook) { _ in
      { 0 }
    }
    #expect(settings[0].arguments == ["-p", "rate=1", "-p", "kernel=[5]", "-p", "flip=true"])
    #expect(settings[0].assignments.map(\.value.literal) == ["1", "[5]", "true"])
    var changed = notebook
    try changed.apply([ParameterOverride(assignment: "rate=1")])
    #expect(changed.frontMatter.parameters[0].value == settings[0].assignments[0].value)
  }

  @Test(arguments: SweepSettingsTests.wrongGrids)
  func `What is no grid is reported`(grid: [String], message: String) {
    let error = #expect(throws: NotebookError.self) { try folders(.grid(grid)) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  private static let wrongGrids: [([String], String)] = [
    (["rate"], "--grid rate: error: expected 'name=value,value'"),
    (["rate="], "--grid rate=: error: expected 'name=value,value'"),
    (["rat=1"], "--grid rat=1: error: n/x.md has no parameter 'rat'; did you mean 'rate'?"),
    (["width=1,many"], "--grid width=1,many: error: 'width' takes a whole number (n/x.md:4), not 'many'"),
    (["width=1,4"], "--grid width=1,4: error: 'width' takes a number from 1 to 3 (n/x.md:4), not 4"),
    (
      ["name=Oil"],
      "--grid name=Oil: error: 'name' takes one of \"plain\", \"a,b/c\", \"Öl\" (n/x.md:5), not \"Oil\""
    ),
    (["width=1", "width=2"], "--grid width=2: error: 'width' has values already"),
    (["rate=0.1,0.10"], "--grid: error: rate=0.1 comes twice"),
  ]

  @Test func `A grid has at most a hundred thousand settings`() {
    let rates = (1...400).map { "0.\($0)1" }.joined(separator: ",")
    let kernels = (1...400).map { "[\($0)]" }.joined(separator: ",")
    let error = #expect(throws: NotebookError.self) {
      try folders(.grid(["rate=" + rates, "kernel=" + kernels]))
    }
    #expect(error?.message.contains("these are more than 100000 settings") == true)
  }

  @Test func `A table has a setting in each line`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "nbrun-\(UUID().uuidString).tsv")
    defer { try? FileManager.default.removeItem(at: file) }
    func folders(of text: String) throws -> [String] {
      try Data(text.utf8).write(to: file)
      return try self.folders(.table(path: file.path))
    }
    #expect(
      try folders(of: "rate\twidth\r\n0.1\t2\r\n.5\t3\r\n") == ["rate=0.1,width=2", "rate=0.5,width=3"])
    for (text, message) in [
      ("", "expected a line with the names"), ("rate\n", "expected a line with the names"),
      ("rate\twidth\n0.1\n", ":2: error: expected 2 values with tabs between them, not 1"),
      ("rate\n0.1\n0.2\n0.1\n", ":4: error: rate=0.1 is the setting of \(file.path):2, too"),
      ("rate\trate\n1\t1\n", "it has two columns 'rate'"),
      ("rate\n0.1\nx\n", ":3: error: 'rate' takes a number"),
    ] {
      let error = #expect(throws: NotebookError.self) { try folders(of: text) }
      #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }
  }

  @Test func `Random settings come from the ranges, each once, and are the same for one seed`() throws {
    func settings(_ count: Int, seed: UInt64) throws -> [SweepSetting] {
      try SweepSettings.random(count: count, seed: seed).settings(of: notebook) { seed in
        var state = seed
        return {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Double(state >> 11) * 0x1p-53
        }
      }
    }
    let drawn = try settings(400, seed: 1)
    #expect(Set(drawn.map(\.folder)).count == 400)
    #expect(try drawn == settings(400, seed: 1))
    #expect(try drawn != settings(400, seed: 2))
    let rates = drawn.compactMap { Double($0.assignments[0].text) }
    #expect(rates.count == 400 && rates.allSatisfy { (0.001...1).contains($0) })
    // On a logarithmic scale, a third of the numbers is in each power of ten.
    for range in [0.001..<0.01, 0.01..<0.1, 0.1..<1.1] {
      #expect((80...190).contains(rates.count { range.contains($0) }))
    }
    #expect(Set(drawn.map(\.assignments[1].text)) == ["1", "2", "3"])
    #expect(Set(drawn.map(\.assignments[2].text)) == ["plain", "a,b/c", "Öl"])
    // What has no range keeps its value.
    #expect(drawn[0].assignments.map(\.name) == ["rate", "width", "name"])
  }

  @Test func `More random settings than there are is an error`() {
    let few = MarkdownReader.read(
      text: "---\nparams:\n  n: { value: 1, min: 1, max: 3 }\n---\n", path: "x.md")
    let error = #expect(throws: NotebookError.self) {
      try SweepSettings.random(count: 4, seed: 1).settings(of: few) { _ in
        var next = 0.0
        return {
          next = (next + 0.37).truncatingRemainder(dividingBy: 1)
          return next
        }
      }
    }
    #expect(error?.message.contains("only 3 settings were found") == true)
    let none = MarkdownReader.read(text: "---\nparams:\n  n: 1\n---\n", path: "x.md")
    let missing = #expect(throws: NotebookError.self) {
      try SweepSettings.random(count: 1, seed: 1).settings(of: none) { _ in { 0 } }
    }
    #expect(missing?.message.contains("no parameter of x.md has a range") == true)
  }
}
