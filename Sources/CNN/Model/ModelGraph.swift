/// The computational graph of a model: what is computed from what.
public struct ModelGraph: Sendable, Equatable {
  /// What a node stands for.
  public enum Kind: String, Sendable {
    /// What is put in: images, labels.
    case input
    /// What training changes.
    case parameter
    /// What a layer gives.
    case layer
    /// A sum, a joining of channels, or a part of the loss.
    case operation
  }

  /// A value in the graph.
  public struct Node: Sendable, Equatable {
    /// The name, which no other node has: that of a layer or a parameter.
    public let name: String
    /// What it is, such as `Conv2D`.
    public let type: String
    /// What it stands for.
    public let kind: Kind
    /// Its shape for one input.
    public let shape: Shape
  }

  /// A value that is used by another one; backward, the gradient goes the other way.
  public struct Edge: Sendable, Hashable {
    /// The name of the value that is used.
    public let from: String
    /// The name of the value that is computed from it.
    public let to: String
  }

  /// The values, each after those that it is computed from.
  public internal(set) var nodes: [Node] = []
  /// The uses; where two go out of one node, their gradients add up.
  public internal(set) var edges: [Edge] = []

  /// Returns the names of the values that are computed from `node`.
  public func users(of node: String) -> [String] { edges.filter { $0.from == node }.map(\.to) }

  /// Returns the names of the values that `node` is computed from.
  public func sources(of node: String) -> [String] { edges.filter { $0.to == node }.map(\.from) }

  mutating func add(
    _ name: String, _ type: String, _ kind: Kind, _ shape: Shape, from sources: [String]
  ) -> String {
    nodes.append(Node(name: name, type: type, kind: kind, shape: shape))
    edges += sources.map { Edge(from: $0, to: name) }
    return name
  }
}

extension ModelGraph: CustomStringConvertible {
  /// The graph in the DOT language of Graphviz, top to bottom.
  public var dot: String {
    func quoted(_ text: String) -> String {
      "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
    }
    let boxes = nodes.map { node in
      let style =
        switch node.kind {
        case .input: "shape=ellipse"
        case .parameter: "shape=ellipse, style=dashed"
        case .layer: "shape=box"
        case .operation: "shape=circle"
        }
      let title = node.type.isEmpty ? node.name : "\(node.name): \(node.type)"
      return "  \(quoted(node.name)) [\(style), label=\(quoted("\(title)  \(node.shape)"))];"
    }
    let arrows = edges.map { "  \(quoted($0.from)) -> \(quoted($0.to));" }
    return (["digraph model {"] + boxes + arrows + ["}"]).joined(separator: "\n")
  }

  /// The graph in the DOT language.
  public var description: String { dot }
}
