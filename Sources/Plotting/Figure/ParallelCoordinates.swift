public import Display

/// Upright axes side by side, and a line across them for each item: what many settings have in common with their results.
///
/// ```swift
/// let panel = ParallelCoordinates(
///   "Settings",
///   axes: [
///     .init("rate", [0.1, 0.1, 0.2], scale: .log10),
///     .init("width", [4, 8, 8]),
///     .init("accuracy", [0.91, 0.95, 0.88]),
///   ])
/// ```
///
/// Lines have the colors of their values on the last axis, and the highest ones are on top. An item without a number on
/// the last axis is gray and beneath; a NaN elsewhere breaks its line.
public struct ParallelCoordinates: Panel {
  /// One of the upright axes.
  public struct ItemAxis: Sendable {
    /// What stands below the axis.
    public let label: String
    /// The value of each item.
    public let values: [Double]
    /// How values map to heights.
    public let scale: AxisScale
    /// The names of the values 0, 1, 2 and so on, if they stand for something else than numbers.
    public let names: [String]

    /// Creates an axis of numbers, or of `names`, which the values count from 0.
    public init(_ label: String, _ values: [Double], scale: AxisScale = .linear, names: [String] = []) {
      (self.label, self.values, self.scale, self.names) = (label, values, scale, names)
    }
  }

  /// The text above the axes; empty for none.
  public let title: String
  /// The axes, from left to right.
  public let axes: [ItemAxis]
  /// The width with all labels, in CSS pixels.
  public let width: Double
  /// The height with all labels, in CSS pixels.
  public let height: Double

  /// Creates a panel; stops unless every axis has as many values.
  public init(_ title: String = "", axes: [ItemAxis], width: Double = 640, height: Double = 340) {
    for axis in axes {
      requireEqualCounts(
        "ParallelCoordinates",
        ["values on the first axis": axes[0].values.count, "values on another one": axis.values.count])
    }
    (self.title, self.axes, self.width, self.height) = (title, axes, width, height)
  }

  /// The kind, the labels and every value.
  public var data: JSON {
    let axes = axes.map { axis in
      JSON.object([
        "label": .string(axis.label), "scale": .string(axis.scale.rawValue),
        "values": .numbers(axis.values), "names": .strings(axis.names),
      ])
    }
    return .object([
      "kind": .string("parallel-coordinates"), "title": .string(title), "axes": .array(axes),
    ])
  }

  /// How many items there are, over which axes, and where the highest value of the last axis lies.
  public var description: String {
    let count = axes.first?.values.count ?? 0
    var text = "Parallel coordinates" + (title.isEmpty ? "" : " “\(title)”")
    text += " of \(count) \(count == 1 ? "item" : "items") over " + axes.map(\.label).joined(separator: ", ")
    guard let last = axes.last,
      let best = last.values.indices.filter({ !last.values[$0].isNaN }).max(by: {
        last.values[$0] < last.values[$1]
      })
    else { return text }
    let place = axes.map { "\($0.label) \($0.text(of: $0.values[best]))" }
    return text + ": the highest \(last.label) is at " + place.joined(separator: ", ")
  }

  // MARK: Drawing

  private static let textSize = 11.0
  private static let titleSize = 13.5
  /// From this many items on, lines are thin.
  private static let manyItems = 100

  /// Returns the extent, which is the given one.
  public func size(in typesetter: Typesetter) -> Size { Size(width: width, height: height) }

  /// Draws the lines, and the axes with their labels above them.
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {
    let text = TextStyle(size: Self.textSize, color: theme.secondaryText)
    let heading = title.isEmpty ? 0 : Self.titleSize * Typesetter.lineHeight + 6
    canvas.draw(
      canvas.typesetter.truncated(title, to: frame.width, size: Self.titleSize),
      at: Point(x: frame.midX, y: frame.y + Self.titleSize), anchor: TextAnchor(.middle),
      style: TextStyle(size: Self.titleSize, color: theme.text))
    let (top, bottom) = (frame.y + heading + 8, frame.maxY - 26)
    let places = axes.map { $0.ticks(height: bottom - top) }
    func widest(_ index: Int) -> Double {
      places[index].labels.map { canvas.typesetter.width(of: $0, size: Self.textSize) }.max() ?? 0
    }
    guard let last = axes.indices.last else { return }
    let half = axes.indices.map { canvas.typesetter.width(of: axes[$0].label, size: Self.textSize) / 2 }
    let left = frame.x + half[0]
    let right = frame.maxX - max(half[last], widest(last) + 8)
    let step = last == 0 ? 0 : (right - left) / Double(last)
    let columns = axes.indices.map { left + Double($0) * step }
    let mappings = axes.map { axis in
      AxisMapping(limits: axis.limits, scale: axis.scale, start: bottom, end: top)
    }
    drawLines(on: &canvas, columns, mappings, theme)
    for (index, axis) in axes.enumerated() {
      canvas.drawVerticalLine(x: columns[index], from: top, to: bottom, width: 1, color: theme.axis)
      for (value, label) in zip(places[index].values, places[index].labels) {
        guard let y = mappings[index].position(of: value) else { continue }
        canvas.drawHorizontalLine(
          from: columns[index], to: columns[index] + 4, y: y, width: 1, color: theme.axis)
        let label = canvas.typesetter.truncated(label, to: max(step - 12, 40), size: Self.textSize)
        let width = canvas.typesetter.width(of: label, size: Self.textSize)
        // Lines run behind the labels.
        let box = Rectangle(x: columns[index] + 6, y: y - 7, width: width + 4, height: 14)
        canvas.fill(Path(box, cornerRadius: 2), with: theme.background.opacity(0.8))
        canvas.draw(
          label, at: Point(x: columns[index] + 8, y: y), anchor: TextAnchor(.start, .center), style: text)
      }
      canvas.draw(
        canvas.typesetter.truncated(axis.label, to: max(step - 4, 40), size: Self.textSize),
        at: Point(x: columns[index], y: bottom + 18), anchor: TextAnchor(.middle),
        style: TextStyle(size: Self.textSize, color: theme.text))
    }
  }

  private func drawLines(
    on canvas: inout Canvas, _ columns: [Double], _ mappings: [AxisMapping], _ theme: Theme
  ) {
    let results = axes.last?.values ?? []
    let order = results.indices.sorted {
      (results[$0].isNaN ? -.infinity : results[$0]) < (results[$1].isNaN ? -.infinity : results[$1])
    }
    let finite = results.filter(\.isFinite)
    let limits = (finite.min() ?? 0)...(finite.max() ?? 0)
    let width = results.count < Self.manyItems ? 1.8 : 1
    for item in order {
      let points = axes.indices.map { index in
        mappings[index].position(of: axes[index].values[item]).map { Point(x: columns[index], y: $0) }
      }
      let span = limits.upperBound - limits.lowerBound
      let place = span > 0 ? (results[item] - limits.lowerBound) / span : 1
      let color = results[item].isFinite ? Self.color(at: place, theme) : theme.divider
      canvas.stroke(Path(through: points), Stroke(width: width), with: color.opacity(0.8))
    }
  }
}

extension ParallelCoordinates {
  /// Returns the color at `place`, from 0 to 1; the ends of the map are too close to the page's color for lines.
  private static func color(at place: Double, _ theme: Theme) -> Color {
    Colormap.sequential.color(at: theme == .light ? 0.85 * place : 0.15 + 0.85 * place, theme: theme)
  }
}

extension ParallelCoordinates.ItemAxis {
  /// The values at both ends of the axis.
  fileprivate var limits: ClosedRange<Double> {
    if !names.isEmpty { return 0...Double(max(1, names.count - 1)) }
    return AxisLimits.limits(of: values, scale: scale, padding: 0)
  }

  fileprivate func ticks(height: Double) -> Ticks {
    if !names.isEmpty { return Ticks(values: names.indices.map(Double.init), labels: names) }
    // An axis that has few values has those.
    let distinct = Set(values.filter { scale.canShow($0) }).sorted()
    if (1...6).contains(distinct.count) {
      return Ticks(values: distinct, labels: distinct.map { NumberFormat.short($0) })
    }
    let intervals = max(1, Int(height / 50))
    return switch scale {
    case .linear: .linear(limits, intervals: intervals)
    case .log10: .logarithmic(limits, intervals: intervals)
    case .log2: .powersOfTwo(limits, intervals: intervals)
    }
  }

  fileprivate func text(of value: Double) -> String {
    let index = Int(exactly: value) ?? -1
    return names.indices.contains(index) ? names[index] : NumberFormat.short(value)
  }
}
