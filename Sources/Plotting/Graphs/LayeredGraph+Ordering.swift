extension LayeredGraph {
  private static let sweeps = 16
  /// With more links the count of crossings would take longer than it is worth.
  private static let countedLinks = 3000

  /// Orders each layer by the mean place of its neighbors, to and fro, and keeps the order with fewest crossings.
  mutating func reduceCrossings() {
    guard layers.count > 1 else { return }
    var best = layers
    var fewest = crossings
    for sweep in 0..<LayeredGraph.sweeps where fewest > 0 {
      let isForward = sweep.isMultiple(of: 2)
      let order = isForward ? Array(1..<layers.count) : (0..<layers.count - 1).reversed()
      for layer in order {
        let neighbors = isForward ? before : after
        let reference = layers[isForward ? layer - 1 : layer + 1]
        var places: [Int: Double] = [:]
        for (place, vertex) in reference.enumerated() { places[vertex] = Double(place) }
        let keyed = layers[layer].enumerated().map { place, vertex in
          let around = neighbors[vertex].compactMap { places[$0] }
          let mean = around.isEmpty ? Double(place) : around.reduce(0, +) / Double(around.count)
          return (vertex: vertex, mean: mean, place: place)
        }
        layers[layer] = keyed.sorted { ($0.mean, $0.place) < ($1.mean, $1.place) }.map(\.vertex)
      }
      let count = crossings
      if count < fewest { (best, fewest) = (layers, count) }
    }
    layers = best
  }

  /// The number of pairs of links that cross; 1, for "unknown", when there are very many links.
  var crossings: Int {
    guard links.count <= LayeredGraph.countedLinks else { return 1 }
    var places = Array(repeating: 0, count: vertices.count)
    for layer in layers {
      for (place, vertex) in layer.enumerated() { places[vertex] = place }
    }
    var byLayer: [[(Int, Int)]] = Array(repeating: [], count: layers.count)
    for link in links { byLayer[vertices[link.from].layer].append((places[link.from], places[link.to])) }
    var count = 0
    for pairs in byLayer {
      for (index, a) in pairs.enumerated() {
        for b in pairs[(index + 1)...] where (a.0 < b.0 && a.1 > b.1) || (a.0 > b.0 && a.1 < b.1) {
          count += 1
        }
      }
    }
    return count
  }
}
