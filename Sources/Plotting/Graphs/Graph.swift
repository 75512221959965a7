public import Display

/// Boxes with text and arrows between them, such as the computation of a loss.
///
/// ```swift
/// display(
///   Figure {
///     Graph([.init("x"), .init("w"), .init("z", text: "z = x ⋆ w")], edges: [.init("x", "z"), .init("w", "z")])
///   })
/// ```
///
/// Nodes stand in layers, so that arrows point one way; an arrow over several layers passes between the nodes.
///
/// - SeeAlso: Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures",
///   IEEE Transactions on Systems, Man, and Cybernetics 11, 1981.
public struct Graph: Panel {
  /// The way that most arrows point.
  public enum Direction: String, Sendable, CaseIterable {
    case right, down
  }

  /// The boxes.
  ///
  /// Of two with the same name, the first one counts.
  public let nodes: [Node]
  /// The arrows.
  ///
  /// One from a node to itself is left out.
  public let edges: [Edge]
  /// The text above the graph; empty for none.
  public let title: String
  /// The way that most arrows point; those that close a circle point back.
  public let direction: Direction

  /// Creates a graph; stops if an arrow names a node that is not there.
  public init(_ nodes: [Node], edges: [Edge], title: String = "", direction: Direction = .right) {
    let names = Set(nodes.map(\.name))
    for edge in edges {
      for name in [edge.from, edge.to] where !names.contains(name) {
        let known =
          nodes.isEmpty
          ? "there is no node" : "the nodes are " + nodes.map { "'\($0.name)'" }.joined(separator: ", ")
        fatalError("Graph has an arrow '\(edge.from)' → '\(edge.to)', but no node '\(name)'; \(known)")
      }
    }
    self.nodes = nodes
    self.edges = edges
    self.title = title
    self.direction = direction
  }

  /// Creates a chain: each node has an arrow to the next.
  public init(chain nodes: [Node], title: String = "", direction: Direction = .right) {
    self.init(
      nodes, edges: zip(nodes, nodes.dropFirst()).map { Edge($0.name, $1.name) }, title: title,
      direction: direction)
  }

  /// The kind, the title, the nodes and the arrows.
  public var data: JSON {
    .object([
      "kind": .string("graph"), "title": .string(title), "direction": .string(direction.rawValue),
      "nodes": .array(
        nodes.map {
          .object([
            "name": .string($0.name), "text": .string($0.text), "shape": .string($0.shape.rawValue),
          ])
        }),
      "edges": .array(
        edges.map {
          .object(["from": .string($0.from), "to": .string($0.to), "label": .string($0.label)])
        }),
    ])
  }

  /// The nodes and the arrows, in words.
  public var description: String {
    let name = title.isEmpty ? "Graph" : "Graph “\(title)”"
    if nodes.isEmpty { return name + " without nodes" }
    let count = nodes.count == 1 ? "1 node" : "\(nodes.count) nodes"
    if edges.isEmpty { return name + " of \(count) without arrows" }
    let shown = edges.prefix(12).map { edge in
      "\(edge.from) → \(edge.to)" + (edge.label.isEmpty ? "" : " (\(edge.label))")
    }
    let rest = edges.count > 12 ? " and \(edges.count - 12) more" : ""
    return name + " of \(count): " + shown.joined(separator: ", ") + rest
  }
}

extension Graph {
  /// A box with text.
  public struct Node: Sendable {
    /// What surrounds the text.
    public enum Shape: String, Sendable, CaseIterable {
      /// A rectangle with rounded corners.
      case box
      /// A circle, for operations such as "+".
      case circle
      /// Nothing.
      case plain
    }

    /// The name that edges refer to.
    public var name: String
    /// The text; line breaks divide lines.
    public var text: String
    /// What surrounds the text.
    public var shape: Shape
    /// The color of the outline and, faintly, of the inside; `nil` for gray.
    public var color: SeriesColor?

    /// Creates a box; without a text it shows its name.
    public init(_ name: String, text: String? = nil, shape: Shape = .box, color: SeriesColor? = nil) {
      self.name = name
      self.text = text ?? name
      self.shape = shape
      self.color = color
    }
  }
}

extension Graph {
  /// An arrow from one node to another.
  public struct Edge: Sendable {
    /// The name of the node where the arrow begins.
    public var from: String
    /// The name of the node that it points to.
    public var to: String
    /// The text on the arrow; empty for none.
    public var label: String
    /// The color; `nil` for gray.
    public var color: SeriesColor?
    /// How the arrow is broken up.
    public var dash: Dash

    /// Creates an arrow.
    public init(
      _ from: String, _ to: String, label: String = "", color: SeriesColor? = nil, dash: Dash = .solid
    ) {
      self.from = from
      self.to = to
      self.label = label
      self.color = color
      self.dash = dash
    }
  }
}
