import Foundation
import Notebooks

/// A notebook of the corpus and what it has to lead to.
struct CorpusCase: Sendable {
  /// What the notebooks of a folder are wrong in.
  enum Kind: String, CaseIterable {
    case document, compiling, running
  }

  /// The folder that it lies in.
  let kind: Kind
  /// The name of its files, without extensions.
  let name: String

  /// Where the notebooks of the corpus are.
  private static let folder = Fixtures.folder.appending(path: "corpus")

  /// Returns the cases in the folder of `kind`; a notebook without an expectation is among them, and so is the reverse.
  static func all(of kind: Kind) throws -> [CorpusCase] {
    let files = try FileManager.default.contentsOfDirectory(
      at: folder.appending(path: kind.rawValue), includingPropertiesForKeys: nil)
    return Set(files.map { $0.deletingPathExtension().lastPathComponent }).sorted()
      .map { CorpusCase(kind: kind, name: $0) }
  }

  /// Runs the notebook in a folder of its own, and returns what is not as it should be.
  ///
  /// What it writes goes to a folder in `outputs`.
  func complaints(compilingCells grouping: String, outputs: URL) throws -> [String] {
    let files = CorpusCase.folder.appending(path: kind.rawValue)
    var bytes = try Data(contentsOf: files.appending(path: name + ".md"))
    let text = try String(contentsOf: files.appending(path: name + ".expected"), encoding: .utf8)
    var expected: CorpusExpectation
    do throws(CorpusExpectation.Malformed) {
      expected = try CorpusExpectation(text, for: name)
    } catch {
      return ["line \(error.line) of the expectation: \(error.reason)"]
    }
    if let limit = expected.timeLimit {
      let seconds = try SmallRun.seconds()
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.contains("timeout: \(limit)s\n") else {
        return ["the notebook has no time limit of \(limit)s"]
      }
      bytes = Data(text.replacing("timeout: \(limit)s\n", with: "timeout: \(seconds)s\n").utf8)
      expected.setTimeLimit(seconds)
    }
    let folder = try Fixtures.makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try bytes.write(to: folder.appending(path: name + ".md"))
    let run = try NBRunProcess(
      ["run", "--no-cache", "--to", "html,jsonl", "--compile-cells", grouping, name + ".md"]
        + expected.arguments,
      folder: outputs.appending(path: name), in: folder)
    return complaints(about: run, expected, source: lines(of: bytes))
  }

  private func complaints(
    about run: NBRunProcess, _ expected: CorpusExpectation, source: [String]
  ) -> [String] {
    var complaints: [String] = []
    if run.status != expected.status {
      complaints.append("exit status \(run.status), not \(expected.status)")
    }
    let messages = CorpusMessage.all(in: run.messages, about: name)
    for (index, wanted) in expected.messages.enumerated() {
      guard messages.indices.contains(index) else {
        complaints.append("not told: \(wanted)")
        continue
      }
      if !messages[index].isMeant(by: wanted) {
        complaints.append("told: \(messages[index].head)\n    not: \(wanted)")
      }
    }
    complaints += messages.dropFirst(expected.messages.count).map { "told, and not expected: \($0.head)" }
    // Of a file that is no text no line is shown.
    if expected.hasHandout { complaints += messages.compactMap { $0.complaint(aboutExcerptOf: source) } }
    complaints += handoutComplaints(run, expected, messages)
    return complaints.isEmpty ? [] : complaints + ["the terminal:\n" + run.messages]
  }

  private func handoutComplaints(
    _ run: NBRunProcess, _ expected: CorpusExpectation, _ messages: [CorpusMessage]
  ) -> [String] {
    guard let page = try? run.handout(name), let result = try? run.results(name) else {
      return expected.hasHandout ? ["there is no handout"] : []
    }
    guard expected.hasHandout else { return ["there is a handout"] }
    // The code of cells holds every word that they print, and excerpts hold lines of it.
    let shown = page.replacing(/<pre class="(?:code|excerpt)[^>]*>.*?<\/pre>/.dotMatchesNewlines(), with: "")
    let outcomes = result.cells.map(\.outcome.rawValue)
    return
      (outcomes == expected.outcomes ? [] : ["cells: \(outcomes.joined(separator: ", "))"])
      + expected.survivors.filter { !shown.contains($0) }.map { "not in the handout: \($0)" }
      + expected.absentees.filter { shown.contains($0) }.map { "in the handout: \($0)" }
      + messages.compactMap { message in
        guard message.isError, let place = message.place,
          !page.contains("\(name).md:\(place.line):\(place.column)")
        else { return nil }
        return "not in the handout: \(message.head)"
      }
  }

  /// The lines of a notebook; those of Windows and of old Macs too.
  private func lines(of bytes: Data) -> [String] {
    let text = String(decoding: bytes, as: UTF8.self).unicodeScalars.drop { $0 == "\u{FEFF}" }
    return String(String.UnicodeScalarView(text)).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
