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
    case .extraTensors(let names):
      "the model has no place for \(Self.list(names)). Do its layers have the names that the file uses?"
    case .shape(let name, let expected, let got):
      "\"\(name)\" has shape \(got), the model needs \(expected)."
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

  /// At most eight names, and how many there are more.
  private static func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "nothing" }
    let more = names.count > 8 ? " and \(names.count - 8) more" : ""
    return names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ") + more
  }
}
