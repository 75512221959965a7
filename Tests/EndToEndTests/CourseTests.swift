import Foundation
import Notebooks
import Testing

extension ParallelRuns {
  /// The chapters of the course as a reader changes them.
  final class CourseTests: UserFolder {
    /// A change that a reader makes to a chapter.
    struct Change: CustomTestStringConvertible, Sendable {
      let chapter: String
      /// What the chapter says, and what the reader writes there.
      let edits: [(old: String, new: String)]

      init(_ chapter: String, _ edits: (String, String)...) {
        (self.chapter, self.edits) = (chapter, edits)
      }

      var testDescription: String {
        "\(chapter): \(edits.map { "\($0.old) → \($0.new)" }.joined(separator: ", "))"
      }
    }

    /// What the runs of a chapter have in common is compiled once.
    private static let cache = Fixtures.scratch.appending(path: "course-cache")
    private static let repository = Fixtures.folder.appending(path: "../../..").standardized

    /// Writes a chapter with a change, and the data that chapters read, to the folder of the test.
    private func save(_ change: Change, seedsBecome: (String) -> String = { $0 }) throws {
      let notebooks = Self.repository.appending(path: "notebooks")
      var text = try String(
        contentsOf: notebooks.appending(path: "\(change.chapter).md"), encoding: .utf8)
      for (old, new) in change.edits {
        try #require(text.contains(old), "\(change.chapter).md no longer says '\(old)'")
        text = text.replacing(old, with: new)
      }
      try save(seedsBecome(text), "\(change.chapter).md")
      let data = folder.appending(path: "data")
      if !FileManager.default.fileExists(atPath: data.path) {
        try FileManager.default.copyItem(at: notebooks.appending(path: "data"), to: data)
      }
    }

    private func run(_ chapter: String) throws -> NBRunProcess {
      try NBRunProcess(
        ["\(chapter).md"], folder: folder.appending(path: "output"), in: folder, cache: Self.cache)
    }

    // MARK: Changes that the open questions propose

    static let proposals: [Change] = [
      Change(
        "backprop", ("let chosen: Tensor = [[1, 0], [-1, 2]]", "let chosen: Tensor = [[1, 1], [1, 1]]"),
        ("let kernelSize = 5", "let kernelSize = 7"), ("let h: Float = 0.5", "let h: Float = 1e-6")),
      Change(
        "backprop",
        ("let w: Tensor = [[1, 2], [3, 4]]", "let w: Tensor = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]"),
        ("let momentum: Float = 0.9", "let momentum: Float = 0")),
      Change(
        "convolution-and-correlation", ("let w: Tensor = [1, 2, 3] ", "let w: Tensor = [1, 0, 0, 0.5] ")),
      Change("conv-layer", ("(kernel1, kernel2) = (5, 3)", "(kernel1, kernel2) = (7, 3)")),
      Change("multichannel-backprop", ("let filterCount = 6", "let filterCount = 2")),
      Change(
        "stride-and-resampling", ("let dz: Tensor = [[1, 2], [3, 4]]", "let dz: Tensor = [[1, 1], [1, 1]]")),
      Change(
        "pooling", ("let x: Tensor = [[1, 9, 2]", "let x: Tensor = [[1, 4, 2]"),
        ("let noiseLevel: Float = 0.1", "let noiseLevel: Float = 0.4")),
      Change("training-a-cnn", ("let ys: [Float] = [2, 4, 6]", "let ys: [Float] = [2, 4, 12]")),
      Change(
        "batchnorm-dropout", ("let x: Tensor = [[1], [2], [3], [4]]", "let x: Tensor = [[1], [2], [3], [40]]")
      ),
      Change("architectures", ("let deepest = 16", "let deepest = 8")),
      Change("other-convolutions", ("(before: [2], after: [0])\n", "(before: [0], after: [2])\n")),
      Change(
        "looking-inside", ("let window = 8", "let window = 14"), ("let markEvery = 1", "let markEvery = 2")),
      Change("getting-started", ("MaxPool2D(2)  ", "MaxPool2D(4)  ")),
    ]

    @Test(arguments: proposals)
    func `A chapter survives the changes that its questions propose`(_ change: Change) throws {
      try save(change)
      let run = try run(change.chapter)
      #expect(run.status == 0, "\(run.messages)")
    }

    // MARK: Numbers in the prose

    /// For each chapter, experiments of other sizes.
    static let sizes: [Change] = [
      Change("getting-started", ("count: 400, size: 16", "count: 320, size: 16")),
      Change("why-convolution", ("count: 200, size: 12", "count: 160, size: 12")),
      Change("convolution-and-correlation", ("count: 4, size: 24", "count: 6, size: 24")),
      Change("conv-layer", ("(kernel1, kernel2) = (5, 3)", "(kernel1, kernel2) = (3, 3)")),
      Change("backprop", ("count: 800, size: 16", "count: 640, size: 16")),
      Change("multichannel-backprop", ("count: 400, size: 12", "count: 360, size: 12")),
      Change("stride-and-resampling", ("count: 600, size: 18", "count: 480, size: 18")),
      Change("pooling", ("count: 400, size: 12", "count: 360, size: 12")),
      Change("training-a-cnn", ("let few = training[0..<60]", "let few = training[0..<50]")),
      Change("batchnorm-dropout", ("count: 300, size: 12", "count: 280, size: 12")),
      Change("architectures", ("count: 360, size: 12", "count: 320, size: 12")),
      Change("other-convolutions", ("count: 500, size: 16", "count: 400, size: 16")),
      Change("looking-inside", ("epochs: 20, optimizer", "epochs: 18, optimizer")),
    ]

    /// The numbers that results do not have by chance: those with decimals, and those of two digits and more.
    private static func numbers(in text: some StringProtocol) -> Set<String> {
      let pattern = /\d+(?:[,\u{202F}\u{A0}]\d{3})*(?:\.\d+)?/
      return Set(
        String(text).matches(of: pattern).map { $0.output.filter { $0.isNumber || $0 == "." } }.filter {
          $0.count > 1
        })
    }

    /// Returns the numbers that a reader of the stored page of `chapter` sees in its results.
    private static func numbers(of chapter: String, in output: URL) throws -> Set<String> {
      let result = try HandoutWriter.read(name: chapter, in: output.path)
      return result.cells.flatMap(\.outputs).reduce(into: []) { numbers, output in
        switch output {
        case .standardOutput(let text), .text(let text): numbers.formUnion(Self.numbers(in: text))
        case .table(let table):
          numbers.formUnion(Self.numbers(in: table.rows.joined().joined(separator: " ")))
        case .recorded(let value): numbers.formUnion(Self.numbers(in: value.spelling))
        case .standardError, .figure, .expectation, .diagnostic: break
        }
      }
    }

    /// Returns the lines of prose and captions in `text`, without what is code, a formula, a computed value or a comment.
    ///
    /// Answers are left out: they say what a changed page gives.
    private static func prose(of text: String) -> [(line: Int, words: String)] {
      var (isCode, isMatter, isFormula, isAnswer) = (false, false, false, false)
      return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
        index, line in
        if line == "---", index == 0 || isMatter { isMatter.toggle() }
        if line.hasPrefix("```") { isCode.toggle() }
        if line.hasPrefix("$$") { isFormula = !line.dropFirst(2).contains("$$") && !isFormula }
        if line.hasPrefix(":::") { isAnswer = line == "::: {.answer}" }
        let isCaption = line.firstMatch(of: /^\/\/\| (?:fig|tbl|lst)-cap:/) != nil
        if isMatter || isFormula || isAnswer || (isCode && !isCaption) { return nil }
        let hidden = /`[^`]*`|\$[^$]*\$|<!--.*-->|\]\([^)]*\)|@[\w#-]+|about \d+ minutes/
        return (index + 1, String(line).replacing(hidden, with: " "))
      }
    }

    @Test(arguments: sizes)
    func `No number in the prose contradicts the results of other seeds and sizes`(_ change: Change) throws {
      try save(change) { $0.replacing(/seed: (\d+)/) { "seed: 9\($0.output.1)" } }
      let run = try run(change.chapter)
      // Which digits are recognized may differ; that cells run may not.
      #expect([0, Int32(RunStatus.cellFailed.rawValue)].contains(run.status), "\(run.messages)")
      let stored = try Self.numbers(of: change.chapter, in: Self.repository.appending(path: "output"))
      let changed = stored.subtracting(
        try Self.numbers(of: change.chapter, in: folder.appending(path: "output")))
      #expect(!changed.isEmpty, "the seeds change something")
      let text = try String(
        contentsOf: Self.repository.appending(path: "notebooks/\(change.chapter).md"), encoding: .utf8)
      for (line, words) in Self.prose(of: text) {
        for number in Self.numbers(in: words).intersection(changed) {
          Issue.record(
            "\(change.chapter).md:\(line): '\(number)' is typed, and the results have another number")
        }
      }
    }
  }
}
