/// The names of the series of a panel, each beside a sample of its mark.
struct Legend {
  /// One line of the legend.
  struct Entry {
    var label: String
    var mark: any Mark
    var style: MarkStyle
  }

  static let textSize = 11.5
  static let lineHeight = 18.0
  static let padding = 8.0
  static let keyWidth = 20.0
  static let keyGap = 7.0
  /// The free space that must remain between the legend and data.
  static let clearance = 4.0

  let entries: [Entry]
  let theme: Theme

  init(_ entries: [Entry], theme: Theme) {
    self.entries = entries
    self.theme = theme
  }

  /// Draws the legend in a box of the page's color.
  func draw(on canvas: inout Canvas, in frame: Rectangle) {
    let box = Path(frame, cornerRadius: 4)
    canvas.fill(box, with: theme.background)
    canvas.stroke(
      Path(canvas.snapped(frame).inset(by: 0.5 / canvas.density), cornerRadius: 4),
      Stroke(width: 1 / canvas.density), with: theme.grid)
    for (index, entry) in entries.enumerated() {
      let middle = frame.y + Legend.padding + (Double(index) + 0.5) * Legend.lineHeight - 2
      let width = frame.width - 2 * Legend.padding
      draw(entry, on: &canvas, x: frame.x + Legend.padding, middle: middle, width: width)
    }
  }

  /// Draws one entry whose text is cut off at `width`.
  func draw(_ entry: Entry, on canvas: inout Canvas, x: Double, middle: Double, width: Double) {
    let key = Rectangle(x: x, y: middle - 6, width: Legend.keyWidth, height: 12)
    entry.mark.drawKey(on: &canvas, in: key, style: entry.style)
    let room = width - Legend.keyWidth - Legend.keyGap
    let text = canvas.typesetter.truncated(entry.label, to: room, size: Legend.textSize)
    canvas.draw(
      text, at: Point(x: key.maxX + Legend.keyGap, y: middle), anchor: TextAnchor(.start, .center),
      style: TextStyle(size: Legend.textSize, color: theme.text))
  }

  /// Returns the width of an entry.
  func width(of entry: Entry, _ typesetter: Typesetter) -> Double {
    Legend.keyWidth + Legend.keyGap + typesetter.width(of: entry.label, size: Legend.textSize)
  }
}

extension Legend {
  /// Returns the first of nine places in `plot` that no mark has drawn to; `nil` if there is none.
  ///
  /// Each pixel knows whether a mark has drawn to it, so this holds for every kind of mark.
  func freePlace(in plot: Rectangle, on canvas: Canvas) -> Rectangle? {
    let size = boxSize(in: plot, canvas.typesetter)
    let inner = plot.inset(by: 8)
    guard size.width <= inner.width, size.height <= inner.height else { return nil }
    let (left, center, right) = (inner.x, inner.midX - size.width / 2, inner.maxX - size.width)
    let (top, middle, bottom) = (inner.y, inner.midY - size.height / 2, inner.maxY - size.height)
    let corners = [
      (right, top), (left, top), (right, bottom), (left, bottom), (right, middle), (left, middle),
      (center, top), (center, bottom), (center, middle),
    ]
    for (x, y) in corners {
      let place = Rectangle(x: x, y: y, width: size.width, height: size.height)
      if !canvas.isMarked(in: place.inset(by: -Legend.clearance)) {
        return canvas.snapped(place)
      }
    }
    return nil
  }

  /// Returns the size of the box; a long name is cut off at three fifths of the plot's width.
  private func boxSize(in plot: Rectangle, _ typesetter: Typesetter) -> Size {
    let widest = entries.map { width(of: $0, typesetter) }.max() ?? 0
    return Size(
      width: (min(widest + 1, plot.width * 0.6) + 2 * Legend.padding).rounded(.up),
      height: Double(entries.count) * Legend.lineHeight + 2 * Legend.padding - 4)
  }
}

extension Legend {
  private static let entryGap = 18.0
  /// More names than these rows take would leave no room for the data.
  private static let rowLimit = 5

  /// Whether there are so many names that they stand beside the plot if they don't fit inside.
  func isBeside(width: Double, _ typesetter: Typesetter) -> Bool {
    rows(width: width * 0.85, typesetter).count > Legend.rowLimit
  }

  /// Returns the height that the legend takes above a plot.
  func rowsHeight(width: Double, _ typesetter: Typesetter) -> Double {
    // The plot is narrower than the panel by labels whose width is not known yet; a tenth more covers them.
    Double(rows(width: width * 0.85, typesetter).count) * Legend.lineHeight + 8
  }

  /// Draws the entries side by side, in as many rows as they need.
  func drawRows(on canvas: inout Canvas, in frame: Rectangle) {
    for (index, row) in rows(width: frame.width, canvas.typesetter).enumerated() {
      var x = frame.x
      for entry in row {
        let width = min(width(of: entry, canvas.typesetter) + 1, frame.width)
        draw(
          entry, on: &canvas, x: x, middle: frame.y + (Double(index) + 0.5) * Legend.lineHeight, width: width)
        x += width + Legend.entryGap
      }
    }
  }

  private func rows(width: Double, _ typesetter: Typesetter) -> [[Entry]] {
    var rows: [[Entry]] = []
    var used = Double.infinity
    for entry in entries {
      let needed = min(self.width(of: entry, typesetter) + 1, width)
      if used + Legend.entryGap + needed <= width {
        rows[rows.count - 1].append(entry)
        used += Legend.entryGap + needed
      } else {
        rows.append([entry])
        used = needed
      }
    }
    return rows
  }
}

extension Legend {
  private static let besideSize = 11.0
  private static let besideHeight = 13.0
  /// The space for the lines from the last points to the names.
  private static let leaderWidth = 16.0
  /// More names would make the panel higher than a page; of the others there is the number.
  private static let mostBeside = 60

  /// The entries that are named one by one beside a plot.
  private var entriesBeside: [Entry] {
    entries.count > Legend.mostBeside ? Array(entries.prefix(Legend.mostBeside - 1)) : entries
  }

  /// Returns the height of a plot beside which all names have room.
  var besideHeight: Double { Double(min(entries.count, Legend.mostBeside)) * Legend.besideHeight }

  /// Returns the width that the names take beside a plot.
  func besideWidth(of panel: Double, _ typesetter: Typesetter) -> Double {
    let widest = entriesBeside.map { typesetter.width(of: $0.label, size: Legend.besideSize) }.max() ?? 0
    return Legend.leaderWidth + min(widest + Legend.keyWidth + Legend.keyGap + 1, panel * 0.4).rounded(.up)
  }

  /// Draws the names at the right of a plot, each as near to the last point of its mark as the others let it.
  func drawBeside(_ plot: PlotArea, width: Double, on canvas: inout Canvas) {
    let frame = plot.frame
    var names: [(label: String, entry: Entry?, tip: Point?)] = entriesBeside.map { entry in
      let points = entry.mark.points
      let tip = points.indices.lazy.map { points[plot.x.isReversed ? $0 : points.count - 1 - $0] }
        .compactMap { plot.position(of: $0) }.first { frame.inset(by: -1).contains($0) }
      return (entry.label, entry, tip)
    }
    let rest = entries.count - names.count
    if rest > 0 { names.append(("… and \(rest) more", nil, nil)) }
    // What has no last point stands below the others, in the order of the marks.
    let order = names.indices.sorted {
      (names[$0].tip?.y ?? frame.maxY, $0) < (names[$1].tip?.y ?? frame.maxY, $1)
    }
    let height = Legend.besideHeight
    var middles: [Double] = []
    for index in order {
      let wanted = names[index].tip?.y ?? frame.maxY
      middles.append(max(wanted, (middles.last ?? frame.y - height / 2) + height))
    }
    // Pushed back up from the foot of the plot.
    var lowest = frame.maxY - height / 2
    for place in middles.indices.reversed() {
      middles[place] = min(middles[place], lowest)
      lowest = middles[place] - height
    }
    let left = frame.maxX + Legend.leaderWidth
    for (index, middle) in zip(order, middles) {
      let (label, entry, tip) = names[index]
      var x = left
      if let entry {
        if let tip {
          let bend = Point(x: frame.maxX + 3, y: tip.y)
          let path = Path(through: [tip, bend, Point(x: left - 3, y: middle)])
          canvas.stroke(path, Stroke(width: 0.75), with: entry.style.color.opacity(0.6))
        }
        let key = Rectangle(x: left, y: middle - 6, width: Legend.keyWidth, height: 12)
        entry.mark.drawKey(on: &canvas, in: key, style: entry.style)
        x = key.maxX + Legend.keyGap
      }
      let room = frame.maxX + width - x
      canvas.draw(
        canvas.typesetter.truncated(label, to: room, size: Legend.besideSize), at: Point(x: x, y: middle),
        anchor: TextAnchor(.start, .center), style: TextStyle(size: Legend.besideSize, color: theme.text))
    }
  }
}
