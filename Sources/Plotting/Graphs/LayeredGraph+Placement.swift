extension LayeredGraph {
  private static let rounds = 32

  /// Moves each vertex as near to the mean of its neighbors as the order and the spacing allow.
  mutating func placeAcross(spacing: Double) {
    for layer in layers {
      var edge = 0.0
      for vertex in layer {
        vertices[vertex].across = edge + vertices[vertex].breadth / 2
        edge += vertices[vertex].breadth + spacing
      }
      for vertex in layer { vertices[vertex].across -= (edge - spacing) / 2 }
    }
    for round in 0..<LayeredGraph.rounds {
      let isLate = round >= LayeredGraph.rounds / 2
      for layer in round.isMultiple(of: 2) ? Array(layers.indices) : layers.indices.reversed() {
        // In later rounds both sides count, so that nodes stand amid what they are joined to.
        let wish = layers[layer].map { vertex in
          let sides =
            isLate ? before[vertex] + after[vertex] : round.isMultiple(of: 2) ? before[vertex] : after[vertex]
          if sides.isEmpty { return vertices[vertex].across }
          return mean(sides, around: vertex)
        }
        place(layers[layer], near: wish, spacing: spacing)
      }
    }
    let left = vertices.map { $0.across - $0.breadth / 2 }.min() ?? 0
    for vertex in vertices.indices { vertices[vertex].across -= left }
  }

  /// Returns the mean place of neighbors; where an edge passes on, the rest of it counts most, to be straight.
  private func mean(_ neighbors: [Int], around vertex: Int) -> Double {
    var (sum, weights) = (0.0, 0.0)
    for neighbor in neighbors {
      let weight = vertices[vertex].node == nil && vertices[neighbor].node == nil ? 8.0 : 1
      sum += weight * vertices[neighbor].across
      weights += weight
    }
    return sum / weights
  }

  /// Minimizes the sum of squared distances from `wish` over all places that keep order and spacing.
  ///
  /// Without the extents that the vertices take, this is isotonic regression, solved by pooling neighbors that
  /// want to stand in the wrong order. Where an edge passes, a bend would show, so it counts more.
  ///
  /// - SeeAlso: Barlow, Bartholomew, Bremner and Brunk, "Statistical Inference under Order Restrictions", 1972.
  private mutating func place(_ layer: [Int], near wish: [Double], spacing: Double) {
    var pools: [(sum: Double, weight: Double, count: Int)] = []
    var offsets: [Double] = []
    var offset = 0.0
    for (index, vertex) in layer.enumerated() {
      let half = vertices[vertex].breadth / 2
      if index > 0 { offset += vertices[layer[index - 1]].breadth / 2 + spacing + half }
      offsets.append(offset)
      let weight = vertices[vertex].node == nil ? 4.0 : 1
      pools.append(((wish[index] - offset) * weight, weight, 1))
      while pools.count > 1 {
        let (a, b) = (pools[pools.count - 2], pools[pools.count - 1])
        if a.sum / a.weight <= b.sum / b.weight { break }
        pools.removeLast(2)
        pools.append((a.sum + b.sum, a.weight + b.weight, a.count + b.count))
      }
    }
    var index = 0
    for pool in pools {
      for _ in 0..<pool.count {
        vertices[layer[index]].across = pool.sum / pool.weight + offsets[index]
        index += 1
      }
    }
  }

  /// Puts layers one behind the other, each as deep as its deepest vertex.
  mutating func placeAlong(gap: Double) {
    var edge = 0.0
    for layer in layers {
      let depth = layer.map { vertices[$0].depth }.max() ?? 0
      for vertex in layer { vertices[vertex].along = edge + depth / 2 }
      edge += depth + gap
    }
  }
}
