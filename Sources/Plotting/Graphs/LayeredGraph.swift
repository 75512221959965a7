/// A graph whose vertices stand in layers and whose links go from one layer to the next.
///
/// "Along" is the way that arrows point; "across" is at right angles to it.
struct LayeredGraph {
  /// A node, or the place where an edge passes through a layer.
  struct Vertex {
    /// The number of the node; `nil` where an edge passes.
    var node: Int?
    /// The number of the edge whose label stands here.
    var label: Int?
    var layer: Int
    /// The extent across and along, in CSS pixels.
    var breadth: Double
    var depth: Double
    /// The middle, across and along, in CSS pixels.
    var across = 0.0
    var along = 0.0
  }

  /// An edge of the author's graph, as numbers of nodes.
  struct Connection {
    var from: Int
    var to: Int
    /// The number of the edge.
    var edge: Int
    /// The breadth and the depth of its label; `nil` without one.
    var label: Size?
  }

  /// The vertices; the nodes come first.
  var vertices: [Vertex]
  /// The vertices of each layer, in their order across.
  var layers: [[Int]] = []
  /// Pairs of vertices in neighboring layers.
  var links: [(from: Int, to: Int)] = []
  /// The vertices that each connection passes, against the arrow if it closes a circle.
  var chains: [(edge: Int, vertices: [Int], isReversed: Bool)] = []
  /// The neighbors of each vertex in the layer before and after.
  var before: [[Int]] = []
  var after: [[Int]] = []

  /// Puts nodes of the given extents (breadth and depth) into layers, orders them, and places them.
  init(nodes: [Size], connections: [Connection], gap: Double, spacing: Double) {
    let ranking = Ranking(count: nodes.count, connections: connections)
    vertices = nodes.enumerated().map { node, size in
      Vertex(
        node: node, label: nil, layer: ranking.layers[node], breadth: size.width, depth: size.height)
    }
    for (connection, isReversed) in zip(connections, ranking.isReversed) {
      addChain(connection, isReversed: isReversed)
    }
    layers = Array(repeating: [], count: (vertices.map(\.layer).max() ?? -1) + 1)
    for vertex in vertices.indices { layers[vertices[vertex].layer].append(vertex) }
    before = Array(repeating: [], count: vertices.count)
    after = before
    for link in links {
      after[link.from].append(link.to)
      before[link.to].append(link.from)
    }
    reduceCrossings()
    placeAcross(spacing: spacing)
    placeAlong(gap: gap)
  }

  /// Adds a vertex in each layer that a connection passes, the middle one with its label.
  private mutating func addChain(_ connection: Connection, isReversed: Bool) {
    let (start, end) =
      isReversed ? (connection.to, connection.from) : (connection.from, connection.to)
    var chain = [start]
    let inner = (vertices[start].layer + 1)..<max(vertices[start].layer + 1, vertices[end].layer)
    let labeled = connection.label == nil ? nil : inner.lowerBound + (inner.count - 1) / 2
    for layer in inner {
      let size = layer == labeled ? connection.label : nil
      chain.append(vertices.count)
      vertices.append(
        Vertex(
          node: nil, label: size == nil ? nil : connection.edge, layer: layer,
          breadth: size?.width ?? 4, depth: size?.height ?? 0))
    }
    chain.append(end)
    links += zip(chain, chain.dropFirst()).map { (from: $0, to: $1) }
    chains.append((connection.edge, chain, isReversed))
  }
}
