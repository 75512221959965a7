public import Display

/// Two matrices side by side, with arrows from cells of the first to cells of the second.
///
/// ```swift
/// let maximum = CellArrows.Link(
///   from: CellIndex(row: 0, column: 1), to: CellIndex(row: 0, column: 0))
/// let panel = CellArrows(
///   from: Heatmap([[1, 3], [2, 0]]), to: Heatmap([[3]]), links: [maximum])
/// ```
///
/// This is how max pooling routes values, or, from right to left, their gradients.
public struct CellArrows: Panel {
  /// An arrow from a cell to a cell.
  public struct Link: Sendable, Hashable {
    /// The cell of the first matrix.
    public var from: CellIndex
    /// The cell of the second matrix.
    public var to: CellIndex

    /// Creates an arrow.
    public init(from: CellIndex, to: CellIndex) {
      self.from = from
      self.to = to
    }
  }

  /// The matrix at the left.
  public private(set) var from: Heatmap
  /// The matrix at the right.
  public private(set) var to: Heatmap
  /// The arrows.
  ///
  /// One from or to a cell that doesn't exist is left out.
  public let links: [Link]
  /// Whether arrows point from the second matrix to the first, as gradients flow.
  public let isBackward: Bool
  /// The color; `nil` is the one of frames around cells.
  public let color: SeriesColor?

  /// Creates matrices with arrows between them.
  public init(
    from: Heatmap, to: Heatmap, links: [Link], isBackward: Bool = false, color: SeriesColor? = nil
  ) {
    self.from = from
    self.to = to
    self.links = links
    self.isBackward = isBackward
    self.color = color
  }

  /// The kind, both matrices and the arrows.
  public var data: JSON {
    .object([
      "kind": .string("arrows"), "from": from.data, "to": to.data, "isBackward": .bool(isBackward),
      "links": .array(
        links.map {
          .array([.int($0.from.row), .int($0.from.column), .int($0.to.row), .int($0.to.column)])
        }),
    ])
  }

  /// Both matrices and the number of arrows, or where they go when there are few.
  public var description: String {
    let shown = links.filter(isInside)
    let places = shown.map { link in
      let (a, b) = isBackward ? (link.to, link.from) : (link.from, link.to)
      return "(\(a.row), \(a.column)) → (\(b.row), \(b.column))"
    }
    let arrows =
      shown.isEmpty
      ? "no arrows" : shown.count > 8 ? "\(shown.count) arrows" : "arrows \(places.joined(separator: ", "))"
    return "\(from.description). \(to.description). Between them \(arrows)"
  }

  /// Returns whether both cells exist.
  func isInside(_ link: Link) -> Bool {
    func holds(_ map: Heatmap, _ cell: CellIndex) -> Bool {
      (0..<map.rowCount).contains(cell.row) && (0..<map.columnCount).contains(cell.column)
    }
    return holds(from, link.from) && holds(to, link.to)
  }
}

extension CellArrows: HeatmapGroup {
  var heatmaps: [Heatmap] { [from, to] }

  func with(_ heatmaps: [Heatmap]) -> CellArrows {
    var arrows = self
    (arrows.from, arrows.to) = (heatmaps[0], heatmaps[1])
    return arrows
  }
}

extension CellArrows {
  /// The space between the matrices, for the arrows, in CSS pixels.
  private static let gap = 72.0

  /// Returns the extent of both matrices and the space between them.
  public func size(in typesetter: Typesetter) -> Size {
    let (a, b) = (from.size(in: typesetter), to.size(in: typesetter))
    return Size(width: a.width + CellArrows.gap + b.width, height: max(a.height, b.height))
  }

  /// Draws the panel.
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {
    let (a, b) = (from.size(in: canvas.typesetter), to.size(in: canvas.typesetter))
    let height = max(a.height, b.height)
    let left = Rectangle(
      x: frame.x, y: frame.y + ((height - a.height) / 2).rounded(), width: a.width, height: a.height)
    let right = Rectangle(
      x: frame.x + a.width + CellArrows.gap, y: frame.y + ((height - b.height) / 2).rounded(),
      width: b.width, height: b.height)
    from.draw(on: &canvas, in: left, theme: theme)
    to.draw(on: &canvas, in: right, theme: theme)

    let starts = HeatmapLayout(from, in: canvas.typesetter).moved(to: Point(x: left.x, y: left.y))
    let ends = HeatmapLayout(to, in: canvas.typesetter).moved(to: Point(x: right.x, y: right.y))
    let ink = color?.color(in: theme) ?? theme.highlight
    for link in links where isInside(link) {
      let start = starts.rectangle(link.from.row, link.from.column)
      let end = ends.rectangle(link.to.row, link.to.column)
      let a = Point(x: start.maxX - min(5, start.width * 0.14), y: CellArrows.height(in: start, link.to))
      let b = Point(x: end.x + min(2, end.width * 0.1), y: CellArrows.height(in: end, link.to))
      drawArrow(isBackward ? b : a, isBackward ? a : b, on: &canvas, ink, theme)
    }
  }

  /// Returns where an arrow leaves or meets a cell: above or below its number.
  ///
  /// Arrows to one row of targets are above and below in turn, so that they can be told apart.
  private static func height(in cell: Rectangle, _ target: CellIndex) -> Double {
    let part = target.column.isMultiple(of: 2) ? 0.16 : 0.84
    return cell.height < 12 ? cell.midY : cell.y + part * cell.height
  }

  /// Draws a curve that leaves and arrives level, with a halo that sets it off any color.
  private func drawArrow(
    _ start: Point, _ end: Point, on canvas: inout Canvas, _ ink: Color, _ theme: Theme
  ) {
    let way: Double = end.x >= start.x ? 1 : -1
    let neck = Point(x: end.x - way * 6, y: end.y)
    let bend = max(16, abs(end.x - start.x) / 2)
    var path = Path()
    path.move(to: start)
    path.addCurve(
      to: neck, control1: Point(x: start.x + way * bend, y: start.y),
      control2: Point(x: neck.x - way * bend, y: neck.y))
    canvas.stroke(path, Stroke(width: 4, cap: .round), with: theme.background.opacity(0.75))
    canvas.stroke(path, Stroke(width: 1.6, cap: .round), with: ink)
    canvas.fill(Path(circleAt: start, radius: 2.4), with: ink)
    canvas.fill(Path(arrowheadAt: end, heading: Point(x: way, y: 0), length: 9), with: ink)
  }
}
