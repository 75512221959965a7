extension Graph {
  private static let titleSize = 13.5
  private static let textSize = 12.0
  private static let labelSize = 11.0
  /// The space between layers, for arrows, in CSS pixels.
  private static let gap = 32.0
  /// The space between nodes of a layer, in CSS pixels.
  private static let spacing = 16.0

  /// Where everything is, relative to the panel's top left corner.
  struct Layout {
    var size: Size
    var titleLines: [String]
    /// The frame of each node, and the lines of its text.
    var frames: [Rectangle]
    var texts: [[String]]
    /// The place of each label, by the number of its edge.
    var labels: [(edge: Int, center: Point)]
    /// The way of each arrow, by the number of its edge.
    var routes: [(edge: Int, path: Path, tip: Point, heading: Point)]
  }

  /// Returns the extent with the title.
  public func size(in typesetter: Typesetter) -> Size { layout(in: typesetter).size }

  func layout(in typesetter: Typesetter) -> Layout {
    let texts = nodes.map { node in
      node.text.split(separator: "\n", omittingEmptySubsequences: false).prefix(8)
        .map { typesetter.truncated(String($0), to: 260, size: Graph.textSize) }
    }
    let sizes = zip(nodes, texts).map { Graph.extent($0, $1, typesetter) }
    let graph = LayeredGraph(
      nodes: sizes.map(turned), connections: connections(typesetter), gap: Graph.gap,
      spacing: Graph.spacing)

    let lines = typesetter.wrapped(title, to: max(240, width(graph)), size: Graph.titleSize, limit: 3)
    let heading = lines.isEmpty ? 0 : Double(lines.count) * Graph.titleSize * Typesetter.lineHeight + 8
    let titleWidth = lines.map { typesetter.width(of: $0, size: Graph.titleSize) }.max() ?? 0
    let width = max(width(graph), titleWidth, 60)
    let origin = Point(x: ((width - self.width(graph)) / 2).rounded() + 1, y: heading.rounded() + 1)
    let frames = graph.vertices.prefix(nodes.count).enumerated().map { index, vertex in
      let center = origin + place(vertex.across, vertex.along)
      return Rectangle(
        x: center.x - sizes[index].width / 2, y: center.y - sizes[index].height / 2,
        width: sizes[index].width, height: sizes[index].height)
    }
    let extent = direction == .down ? graph.depth : graph.breadth
    return Layout(
      size: Size(width: (width + 2).rounded(.up), height: (heading + max(20, extent) + 2).rounded(.up)),
      titleLines: lines, frames: frames, texts: texts,
      labels: graph.vertices.compactMap { vertex in
        vertex.label.map { ($0, origin + place(vertex.across, vertex.along)) }
      },
      routes: graph.routes(isCircle: nodes.map { $0.shape == .circle }).map { route in
        (
          route.edge, route.path { origin + place($0, $1) }, origin + place(route.tip.x, route.tip.y),
          place(route.heading.x, route.heading.y)
        )
      })
  }

  /// Returns a place from distances across and along.
  private func place(_ across: Double, _ along: Double) -> Point {
    direction == .down ? Point(x: across, y: along) : Point(x: along, y: across)
  }

  /// Returns width and height as breadth and depth.
  private func turned(_ size: Size) -> Size {
    direction == .down ? size : Size(width: size.height, height: size.width)
  }

  private func width(_ graph: LayeredGraph) -> Double {
    direction == .down ? graph.breadth : graph.depth
  }

  private func connections(_ typesetter: Typesetter) -> [LayeredGraph.Connection] {
    var numbers: [String: Int] = [:]
    for (index, node) in nodes.enumerated() where numbers[node.name] == nil { numbers[node.name] = index }
    return edges.enumerated().compactMap { index, edge in
      guard let from = numbers[edge.from], let to = numbers[edge.to], from != to else { return nil }
      let text = Graph.label(edge, typesetter)
      let size =
        text.isEmpty
        ? nil
        : Size(
          width: typesetter.width(of: text, size: Graph.labelSize) + 8, height: Graph.labelSize * 1.3 + 2)
      return LayeredGraph.Connection(from: from, to: to, edge: index, label: size.map(turned))
    }
  }

  /// Returns the text on an arrow, as far as it is shown.
  static func label(_ edge: Edge, _ typesetter: Typesetter) -> String {
    typesetter.truncated(edge.label, to: 140, size: labelSize)
  }

  private static func extent(_ node: Node, _ lines: [String], _ typesetter: Typesetter) -> Size {
    let width = lines.map { typesetter.width(of: $0, size: textSize) }.max() ?? 0
    let height = Double(max(1, lines.count)) * textSize * Typesetter.lineHeight
    switch node.shape {
    case .box: return Size(width: max(34, width + 20).rounded(.up), height: (height + 12).rounded(.up))
    case .circle:
      let side = max(26, (width * width + height * height).squareRoot() + 4).rounded(.up)
      return Size(width: side, height: side)
    case .plain: return Size(width: max(10, width + 8).rounded(.up), height: (height + 4).rounded(.up))
    }
  }
}

extension Graph {
  /// Draws the panel.
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {
    let layout = layout(in: canvas.typesetter)
    let origin = Point(x: frame.x, y: frame.y)
    for (index, line) in layout.titleLines.enumerated() {
      let baseline = Graph.titleSize * (Double(index) * Typesetter.lineHeight + 1)
      canvas.draw(
        line, at: origin + Point(x: layout.size.width / 2, y: baseline), anchor: TextAnchor(.middle),
        style: TextStyle(size: Graph.titleSize, color: theme.text))
    }
    if nodes.isEmpty {
      canvas.draw(
        "no nodes", at: origin + Point(x: layout.size.width / 2, y: layout.size.height - 6),
        anchor: TextAnchor(.middle), style: TextStyle(size: Graph.textSize, color: theme.secondaryText))
    }
    for route in layout.routes { draw(route, from: origin, on: &canvas, theme) }
    for (edge, center) in layout.labels {
      let text = Graph.label(edges[edge], canvas.typesetter)
      let width = canvas.typesetter.width(of: text, size: Graph.labelSize) + 6
      let place = origin + center
      let height = Graph.labelSize * 1.3
      // The arrow passes behind its own label.
      canvas.fill(
        Path(Rectangle(x: place.x - width / 2, y: place.y - height / 2, width: width, height: height)),
        with: theme.background)
      canvas.draw(
        text, at: place, anchor: TextAnchor(.middle, .center),
        style: TextStyle(
          size: Graph.labelSize, color: edges[edge].color?.color(in: theme) ?? theme.secondaryText))
    }
    for (index, node) in nodes.enumerated() {
      var box = layout.frames[index]
      box.x += frame.x
      box.y += frame.y
      draw(node, layout.texts[index], in: box, on: &canvas, theme)
    }
  }

  private func draw(
    _ route: (edge: Int, path: Path, tip: Point, heading: Point), from origin: Point,
    on canvas: inout Canvas, _ theme: Theme
  ) {
    let edge = edges[route.edge]
    let ink = edge.color?.color(in: theme) ?? theme.secondaryText
    let width = 1.4
    canvas.stroke(
      route.path.mapped { $0 + origin },
      Stroke(
        width: width, cap: edge.dash == .dotted ? .round : .butt, dash: edge.dash.pattern.map { $0 * width }),
      with: ink)
    canvas.fill(
      Path(arrowheadAt: route.tip + origin, heading: route.heading, length: LayeredGraph.headLength),
      with: ink)
  }

  private func draw(
    _ node: Node, _ lines: [String], in box: Rectangle, on canvas: inout Canvas, _ theme: Theme
  ) {
    let inner = canvas.snapped(box).inset(by: 0.5)
    let outline: Path? =
      switch node.shape {
      case .box: Path(inner, cornerRadius: 5)
      case .circle: Path(circleAt: Point(x: inner.midX, y: inner.midY), radius: inner.width / 2)
      case .plain: nil
      }
    if let outline {
      let ink = node.color?.color(in: theme) ?? theme.axis
      canvas.fill(outline, with: theme.background)
      canvas.fill(outline, with: ink.opacity(theme == .light ? 0.14 : 0.06))
      canvas.stroke(outline, Stroke(width: 1.2), with: ink)
    }
    let lineHeight = Graph.textSize * Typesetter.lineHeight
    for (index, line) in lines.enumerated() {
      let middle = box.midY + (Double(index) - Double(lines.count - 1) / 2) * lineHeight
      canvas.draw(
        line, at: Point(x: box.midX, y: middle), anchor: TextAnchor(.middle, .center),
        style: TextStyle(size: Graph.textSize, color: theme.text))
    }
  }
}
