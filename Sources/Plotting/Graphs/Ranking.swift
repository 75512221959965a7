/// The layer of each node: behind all nodes with an arrow to it, and as near to them as it can be.
struct Ranking {
  /// The layer of each node, from 0.
  private(set) var layers: [Int]
  /// Whether each connection points against the layers, because it closes a circle.
  private(set) var isReversed: [Bool]

  /// Ranks the nodes from 0 to `count` − 1.
  ///
  /// Nodes are taken away in the order in which no arrow points to them any more; where every node that remains
  /// is on a circle or behind one, the first one is taken, and the arrows to it are turned.
  init(count: Int, connections: [LayeredGraph.Connection]) {
    layers = Array(repeating: 0, count: count)
    isReversed = Array(repeating: false, count: connections.count)
    var leaving: [[Int]] = Array(repeating: [], count: count)
    var arriving = leaving
    var waiting = Array(repeating: 0, count: count)
    for (index, connection) in connections.enumerated() {
      leaving[connection.from].append(index)
      arriving[connection.to].append(index)
      waiting[connection.to] += 1
    }
    var order: [Int] = []
    var place = Array(repeating: -1, count: count)
    var ready = (0..<count).filter { waiting[$0] == 0 }
    var (next, first) = (0, 0)
    while order.count < count {
      if next == ready.count {
        while place[first] >= 0 { first += 1 }
        waiting[first] = -1
        ready.append(first)
      }
      let node = ready[next]
      next += 1
      place[node] = order.count
      order.append(node)
      for index in leaving[node] {
        let target = connections[index].to
        waiting[target] -= 1
        if waiting[target] == 0, place[target] < 0 { ready.append(target) }
      }
    }
    for (index, connection) in connections.enumerated() {
      isReversed[index] = place[connection.from] > place[connection.to]
    }
    /// Returns the other end and the number of layers of a connection.
    func length(_ index: Int) -> Int { connections[index].label == nil ? 1 : 2 }
    for node in order {
      let forward = arriving[node].filter { !isReversed[$0] }.map {
        layers[connections[$0].from] + length($0)
      }
      let turned = leaving[node].filter { isReversed[$0] }.map { layers[connections[$0].to] + length($0) }
      layers[node] = (forward + turned).max() ?? 0
    }
    // A node without predecessors, such as a weight, stands right before what uses it.
    for node in order.reversed() {
      let hasPredecessor =
        arriving[node].contains { !isReversed[$0] } || leaving[node].contains { isReversed[$0] }
      if hasPredecessor { continue }
      let forward = leaving[node].filter { !isReversed[$0] }.map { layers[connections[$0].to] - length($0) }
      let turned = arriving[node].filter { isReversed[$0] }.map { layers[connections[$0].from] - length($0) }
      if let nearest = (forward + turned).min() { layers[node] = nearest }
    }
    let least = layers.min() ?? 0
    layers = layers.map { $0 - least }
  }
}
