/// Why a network of an ONNX file cannot become a model, or a model a file: everything that is in the way.
public struct ONNXConversionError: Error, Equatable, CustomStringConvertible {
  /// Something that has no equal on the other side.
  public struct Problem: Sendable, Equatable {
    /// The name of the node or layer; empty for what concerns the whole network.
    public let name: String
    /// The operator of the node, or the type of the layer.
    public let operation: String
    /// What is wrong, and a remedy if there is one.
    public let reason: String

    /// Creates a problem.
    public init(name: String, operation: String, reason: String) {
      self.name = name
      self.operation = operation
      self.reason = reason
    }
  }

  /// The file; empty if there is none.
  public internal(set) var path: String
  /// What is in the way, in the order of the network.
  public let problems: [Problem]

  /// Creates an error.
  public init(path: String = "", problems: [Problem]) {
    self.path = path
    self.problems = problems
  }

  /// All problems, each with the nodes or layers that have it.
  public var description: String {
    var groups: [(operation: String, reason: String, names: [String])] = []
    for problem in problems {
      if let index = groups.firstIndex(where: {
        $0.operation == problem.operation && $0.reason == problem.reason
      }) {
        groups[index].names.append(problem.name)
      } else {
        groups.append((problem.operation, problem.reason, [problem.name]))
      }
    }
    let lines = groups.map { group in
      let names = group.names.filter { !$0.isEmpty }.map { "\"\($0)\"" }.joined(separator: ", ")
      let owner = [group.operation, names].filter { !$0.isEmpty }.joined(separator: " ")
      return "- \(owner.isEmpty ? "" : owner + ": ")\(group.reason)."
    }
    let file = path.isEmpty ? "" : "\"\(path)\": "
    return ([file + "the network cannot be converted."] + lines).joined(separator: "\n")
  }
}

/// Why one node or layer cannot be converted.
struct NodeFailure: Error {
  /// What is wrong; nil if the shape of the input is unknown, as a node before it could not be converted.
  let reason: String?

  init(_ reason: String) { self.reason = reason }

  private init() { reason = nil }

  static let unknownShape = NodeFailure()
}
