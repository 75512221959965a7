public import Display

/// Two matrices side by side, with arrows from cells of the first to cells of the second.
///
///     CellArrows(from: Heatmap(x), to: Heatmap(pooled), links: maxima)
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
  public let from: Heatmap
  /// The matrix at the right.
  public let to: Heatmap
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
