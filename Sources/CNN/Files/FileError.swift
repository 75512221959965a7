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
