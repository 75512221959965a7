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
