extension LayeredGraph {
  /// The way of an arrow, in distances across (x) and along (y).
  struct Route {
    var edge: Int
    /// Pairs of a start and an end, joined by straight lines; between a start and its end the way bends.
    var stops: [(start: Point, end: Point)]
    var tip: Point
    var heading: Point

    /// Returns the way in the places that `place` gives.
    func path(_ place: (Double, Double) -> Point) -> Path {
      var path = Path()
      for (index, stop) in stops.enumerated() {
        let (a, b) = (stop.start, stop.end)
        if index == 0 { path.move(to: place(a.x, a.y)) } else { path.addLine(to: place(a.x, a.y)) }
        let middle = (a.y + b.y) / 2
        path.addCurve(to: place(b.x, b.y), control1: place(a.x, middle), control2: place(b.x, middle))
      }
      return path
    }
  }

  /// The length of an arrowhead, in CSS pixels.
  static let headLength = 8.0

  /// The extent across.
  var breadth: Double { vertices.map { $0.across + $0.breadth / 2 }.max() ?? 0 }
  /// The extent along.
  var depth: Double { vertices.map { $0.along + $0.depth / 2 }.max() ?? 0 }

  /// Returns the ways of all arrows.
  ///
  /// An arrow bends between layers only; through a layer it goes straight, so it crosses no node and no label.
  /// Several arrows at one side of a box spread over it.
  func routes(isCircle: [Bool]) -> [Route] {
    let ends = layers.map { (layer) -> (low: Double, high: Double) in
      let lows = layer.map { vertices[$0].along - vertices[$0].depth / 2 }
      let highs = layer.map { vertices[$0].along + vertices[$0].depth / 2 }
      return (lows.min() ?? 0, highs.max() ?? 0)
    }
    return chains.map { chain in
      var stops: [(start: Point, end: Point)] = []
      for (index, pair) in zip(chain.vertices, chain.vertices.dropFirst()).enumerated() {
        let (a, b) = (vertices[pair.0], vertices[pair.1])
        let (isFirst, isLast) = (index == 0, index + 2 == chain.vertices.count)
        let start = a.across + (isFirst ? port(pair.0, to: pair.1, in: after, isCircle) : 0)
        let end = b.across + (isLast ? port(pair.1, to: pair.0, in: before, isCircle) : 0)
        if isFirst {
          // From the node's own side straight to where its layer ends.
          let side = Point(x: start, y: a.along + a.depth / 2)
          stops.append((side, side))
        }
        stops.append((Point(x: start, y: ends[a.layer].high), Point(x: end, y: ends[b.layer].low)))
        if isLast {
          let side = Point(x: end, y: b.along - b.depth / 2)
          stops.append((side, side))
        }
      }
      return LayeredGraph.finished(
        Route(edge: chain.edge, stops: stops, tip: .zero, heading: .zero), chain.isReversed)
    }
  }

  /// Returns the distance of an arrow's end from the middle of its node.
  private func port(_ vertex: Int, to other: Int, in neighbors: [[Int]], _ isCircle: [Bool]) -> Double {
    let around = neighbors[vertex]
    guard around.count > 1, let node = vertices[vertex].node, !isCircle[node] else { return 0 }
    let order = around.sorted { (vertices[$0].across, $0) < (vertices[$1].across, $1) }
    guard let place = order.firstIndex(of: other) else { return 0 }
    let part = (Double(place) + 0.5) / Double(order.count) - 0.5
    return part * min(vertices[vertex].breadth * 0.7, 26 * Double(order.count - 1))
  }

  /// Turns the way of an arrow that closes a circle, and leaves room for the head.
  private static func finished(_ route: Route, _ isReversed: Bool) -> Route {
    var route = route
    if isReversed { route.stops = route.stops.reversed().map { ($0.end, $0.start) } }
    guard let last = route.stops.last else { return route }
    let heading = Point(x: 0, y: isReversed ? -1 : 1)
    (route.tip, route.heading) = (last.end, heading)
    let neck = last.end - heading * (headLength * 0.7)
    route.stops[route.stops.count - 1] = (neck, neck)
    return route
  }
}
