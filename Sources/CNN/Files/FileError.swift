/// Why a file cannot be read or written.
public struct FileError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, as facts.
  public enum Problem: Sendable, Equatable {
    /// The system refuses; what it says.
    case system(String)
    /// The file is larger than what is read into memory.
    case tooLarge(bytes: Int, limit: Int)
    /// The image has more pixels than are read.
    case tooManyPixels(rows: Int, columns: Int, limit: Int)
    /// The file ends early.
    case truncated(expected: Int, got: Int, what: String)
    /// There are bytes after the end.
    case trailing(expected: Int, got: Int)
    /// The file is of another kind, or breaks the rules of its kind.
    case malformed(String)
    /// The file is compressed; how to unpack it.
    case compressed(remedy: String)
    /// The elements are of a type that is not read, such as text.
    case numberType(String, tensor: String)
    /// There is no such tensor; those that there are.
    case noTensor(String, known: [String])
    /// The file differs from the model that loads it; the differences that were allowed.
    case differsFromModel(LoadReport, allowed: LoadDifferences)
    /// Two files that belong together do not go together.
    case inconsistent(String)
  }

  /// The file.
  public let path: String
  /// What is wrong with it.
  public let problem: Problem

  /// Creates an error.
  public init(path: String, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }
}

extension FileError {
  /// What happened, and a remedy.
  public var description: String { "\"\(path)\": \(explanation)" }

  private var explanation: String {
    switch problem {
    case .system(let message):
      "\(message)."
    case .tooLarge(let bytes, let limit):
      "the file needs \(bytes) bytes, more than the \(limit) that are read."
    case .tooManyPixels(let rows, let columns, let limit):
      "the image has \(rows) × \(columns) pixels, \(rows * columns) in all, more than the \(limit) that are read. "
        + "Scale it down first."
    case .truncated(let expected, let got, let what):
      "the file ends early: \(what) needs \(expected) bytes, there are \(got). Was it copied completely?"
    case .trailing(let expected, let got):
      "the file should end after \(expected) bytes, but has \(got)."
    case .malformed(let reason):
      "\(reason)."
    case .compressed(let remedy):
      "the file is compressed. \(remedy)"
    case .numberType(let type, let tensor):
      "\(tensor) has elements of type \(type), which cannot become single precision. "
        + "Save it as numbers of another type, such as float32."
    case .noTensor(let name, let known):
      "there is no \"\(name)\"; the file has \(Self.list(known))."
    case .differsFromModel(let report, let allowed):
      (["the file does not go with the model."] + report.sentences + [Self.remedy(report, allowed)])
        .joined(separator: " ")
    case .inconsistent(let reason):
      "\(reason)."
    }
  }

  /// Returns why a file does not give the tensor `name`: its type is not read, or there is none of that name.
  static func lacking(
    _ name: String, known: [String], skipped: [(name: String, type: String)], path: String
  ) -> FileError {
    guard let other = skipped.first(where: { $0.name == name }) else {
      return FileError(path: path, .noTensor(name, known: known))
    }
    return FileError(path: path, .numberType(other.type, tensor: "\"\(name)\""))
  }

  /// Returns how to load a file that differs from the model.
  private static func remedy(_ report: LoadReport, _ allowed: LoadDifferences) -> String {
    let spellings = [("missing", LoadDifferences.missing), ("unexpected", .unexpected), ("shapes", .shapes)]
    let needed = spellings.filter { allowed.union(report.differences).contains($0.1) }.map { ".\($0.0)" }
    let set = needed.count == 1 ? needed[0] : "[\(needed.joined(separator: ", "))]"
    let loading = "`allowing: \(set)` loads what fits."
    guard let unexpected = report.unexpected.first, let missing = report.missing.first else {
      return "To load it nevertheless, \(loading)"
    }
    let (from, to) = (unexpected.prefix { $0 != "." }, missing.prefix { $0 != "." })
    return "If only the names differ, map them, as in `names: [\"\(from)\": \"\(to)\"]`; \(loading)"
  }

  /// At most eight texts, names in quotes, and how many there are more.
  static func list(_ texts: [String], quoted: Bool = true) -> String {
    guard !texts.isEmpty else { return "nothing" }
    let more = texts.count > 8 ? " and \(texts.count - 8) more" : ""
    return texts.prefix(8).map { quoted ? "\"\($0)\"" : $0 }.joined(separator: ", ") + more
  }
}
