public import Display

/// A small plot inside a plot, such as an enlarged part of it.
///
/// ```swift
/// let losses = [2.3, 1.1, 0.4, 0.2, 0.13, 0.12, 0.11]
/// let axes = Axes("Training", x: "epoch", y: "loss") {
///   Line(y: losses)
///   Inset(Axes(xRange: 4...6, yRange: 0.1...0.14) { Line(y: losses) })
/// }
/// ```
///
/// With both ranges it is an enlargement: the part that it shows is framed in the plot around it. The inset stands in
/// the corner where it hides least of the marks before it, so it should come last.
public struct Inset: Mark {
  /// The small plot.
  public let axes: Axes
  /// The share of the plot's width and height that it takes, from 0.2 to 0.7.
  public let share: Double

  /// Creates an inset; of the axes, width and height do not count.
  public init(_ axes: Axes, share: Double = 0.42) {
    self.axes = axes
    self.share = share.isFinite ? min(0.7, max(0.2, share)) : 0.42
  }

  /// The part of the outer plot that it enlarges; nil if it does not say which.
  var enlarged: (x: ClosedRange<Double>, y: ClosedRange<Double>)? {
    guard let x = axes.xRange, let y = axes.yRange else { return nil }
    return (x, y)
  }

  /// Empty: it has a legend of its own.
  public var label: String { "" }
  /// None: each of its marks has its own.
  public var color: SeriesColor? { nil }
  /// None: the limits of the plot are those of its other marks.
  public var points: [DataPoint] { [] }
  /// No: its marks have a cycle of their own.
  public var takesColor: Bool { false }
  /// Empty: it belongs to the plot around it.
  public var chartName: String { "" }
  /// What it shows.
  public func summary(on outer: Axes) -> String {
    let part = enlarged.map { ", x from \(Inset.text($0.x)) and y from \(Inset.text($0.y))" } ?? ""
    return "inset\(part): \(axes.description)"
  }
  /// The kind, and the data of the small plot.
  public var data: JSON { .object(["kind": .string("inset"), "axes": axes.data]) }

  private static func text(_ range: ClosedRange<Double>) -> String {
    "\(NumberFormat.short(range.lowerBound)) to \(NumberFormat.short(range.upperBound))"
  }
}

extension Inset {
  /// The space between the inset and the axes around it, in CSS pixels.
  private static let gap = 8.0
  private static let padding = 6.0

  /// Draws the small plot on a ground of its own, and the frame around what it enlarges.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    let theme = style.theme
    let size = Size(
      width: (plot.frame.width * share).rounded(), height: (plot.frame.height * share).rounded())
    let part = framed(in: plot)
    let box = canvas.snapped(corner(for: size, in: plot.frame, avoiding: part, on: canvas))
    if let part {
      canvas.drawFrame(part, width: 1, color: theme.secondaryText)
      for (start, end) in Inset.links(from: part, to: box) {
        canvas.stroke(Path(from: start, to: end), Stroke(width: 1), with: theme.secondaryText.opacity(0.6))
      }
    }
    canvas.fill(Path(box), with: theme.background)
    canvas.drawFrame(box, width: 1, color: theme.grid)
    // To its own legend the inset is an empty page; to the one of the plot around it, it is all data.
    canvas.mark(box, as: false)
    axes.draw(on: &canvas, in: box.inset(by: Inset.padding), theme: theme)
    canvas.mark(box, as: true)
    canvas.drawsMarks = true
  }

  /// Draws nothing: an inset has no entry in the legend.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {}

  /// Returns where the enlarged part lies in the outer plot; nil if none of it is there.
  private func framed(in plot: PlotArea) -> Rectangle? {
    guard let enlarged,
      let low = plot.position(of: DataPoint(x: enlarged.x.lowerBound, y: enlarged.y.lowerBound)),
      let high = plot.position(of: DataPoint(x: enlarged.x.upperBound, y: enlarged.y.upperBound))
    else { return nil }
    let frame = plot.frame
    let (left, right) = (max(frame.x, min(low.x, high.x)), min(frame.maxX, max(low.x, high.x)))
    let (top, bottom) = (max(frame.y, min(low.y, high.y)), min(frame.maxY, max(low.y, high.y)))
    guard left < right, top < bottom else { return nil }
    return Rectangle(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// Returns the corner in which the least is hidden; what is enlarged should be seen.
  private func corner(
    for size: Size, in frame: Rectangle, avoiding part: Rectangle?, on canvas: Canvas
  ) -> Rectangle {
    let (left, right) = (frame.x + Inset.gap, frame.maxX - size.width - Inset.gap)
    let (top, bottom) = (frame.y + Inset.gap, frame.maxY - size.height - Inset.gap)
    let boxes = [(right, top), (left, top), (right, bottom), (left, bottom)].map { x, y in
      Rectangle(x: x, y: y, width: size.width, height: size.height)
    }
    let costs = boxes.map { box in
      canvas.markedPixels(in: box) + (part.map { $0.intersects(box) } ?? false ? Int.max / 2 : 0)
    }
    let best = costs.indices.min { costs[$0] < costs[$1] } ?? 0
    return boxes[best]
  }

  /// Returns the lines between corners of the two rectangles that face each other.
  private static func links(from part: Rectangle, to box: Rectangle) -> [(Point, Point)] {
    func corners(_ frame: Rectangle) -> [Point] {
      [
        Point(x: frame.x, y: frame.y), Point(x: frame.maxX, y: frame.y),
        Point(x: frame.x, y: frame.maxY), Point(x: frame.maxX, y: frame.maxY),
      ]
    }
    let isBeside = box.x > part.maxX || box.maxX < part.x
    let isAbove = box.maxY < part.y || box.y > part.maxY
    // Of the corners those two that the other rectangle does not hide.
    let isFalling = (box.midX > part.midX) == (box.midY > part.midY)
    let pairs = isBeside && isAbove ? (isFalling ? [1, 2] : [0, 3]) : []
    let (starts, ends) = (corners(part), corners(box))
    if !pairs.isEmpty { return pairs.map { (starts[$0], ends[$0]) } }
    let side =
      isBeside
      ? (box.x > part.maxX ? [(1, 0), (3, 2)] : [(0, 1), (2, 3)])
      : (box.maxY < part.y ? [(0, 2), (1, 3)] : [(2, 0), (3, 1)])
    return side.map { (starts[$0.0], ends[$0.1]) }
  }
}
