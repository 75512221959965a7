/// Returns the computational graph of a model: what is computed from what, with the shape of each value.
///
/// Layers are blue, parameters orange, sums, joined channels and the loss purple; inputs have no box. Backward,
/// gradients go against the arrows; where two arrows leave a value, its gradients add up.
///
/// - Parameters:
///   - input: The shape of one input, such as `[1, 28, 28]`; that of the built model if none is given.
///   - parameters: Whether weights and biases are shown, too.
///   - loss: Whether softmax and cross-entropy with a label `y` follow.
///   - folded: Whether a block is one node, and blocks in a row that are alike are one; by default in graphs of more
///     than 30 nodes, unless parameters are shown.
/// - Throws: `ModelError` when there is no shape and the model is not built, `ShapeError` when a layer cannot take
///   what comes to it.
public func graphFigure(
  _ model: Sequential, input: Shape? = nil, parameters: Bool = false, loss: Bool = false,
  folded: Bool? = nil, direction: Graph.Direction = .down, title: String = ""
) throws -> Figure {
  guard let shape = input ?? model.inputShape else { throw ModelError.notBuilt }
  var graph = try model.graph(input: shape, parameters: parameters, loss: loss)
  if folded ?? (!parameters && graph.nodes.count > mostUnfolded) {
    graph = try model.foldedGraph(input: shape, loss: loss)
  }
  let counts = [(ModelGraph.Kind.layer, "layers"), (.parameter, "parameters"), (.operation, "operations")]
    .compactMap { kind, noun in
      let count = graph.nodes.count { $0.kind == kind }
      return count == 0 ? nil : "\(count) \(count == 1 ? String(noun.dropLast()) : noun)"
    }
  let ways = graph.edges.prefix(24).map { "\($0.from) → \($0.to)" }.joined(separator: ", ")
  return Figure(
    title,
    description: "The computational graph of a model with \(counts.joined(separator: ", ")): \(ways)"
      + (graph.edges.count > 24 ? " and \(graph.edges.count - 24) more arrows." : ".")
  ) {
    Graph(
      graph.nodes.map(node), edges: graph.edges.map { Graph.Edge($0.from, $0.to) }, direction: direction)
  }
}

/// The most nodes of a graph that fits a page.
private let mostUnfolded = 30

private func node(_ node: ModelGraph.Node) -> Graph.Node {
  let shape = node.shape.rank == 0 ? "" : node.shape.dimensions.map(String.init).joined(separator: "×")
  func lines(_ parts: String...) -> String { parts.filter { !$0.isEmpty }.joined(separator: "\n") }
  switch node.kind {
  case .input: return .init(node.name, text: lines(node.name, shape), shape: .plain)
  case .parameter:
    let own = node.name.split(separator: ".").last.map(String.init) ?? node.name
    return .init(node.name, text: lines(own, shape), color: .orange)
  case .layer:
    let head = "\(node.name): \(node.type)"
    // A long name and what it is take a line each.
    return .init(
      node.name, text: head.count <= 30 ? lines(head, shape) : lines(node.name, node.type, shape),
      color: .blue)
  case .operation:
    return node.type == "+"
      ? .init(node.name, text: "+", shape: .circle, color: .purple)
      : .init(
        node.name, text: lines(node.name == node.type ? node.name : "\(node.name): \(node.type)", shape),
        color: .purple)
  }
}
