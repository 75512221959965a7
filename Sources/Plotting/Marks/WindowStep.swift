public import Display

/// One step of a window that slides over a map: the map with the window, the output so far, and how it is computed.
///
/// ```swift
/// let window: Set = [CellIndex(row: 0, column: 0), CellIndex(row: 0, column: 1)]
/// let panel = WindowStep(
///   "z(0, 0)", map: Heatmap([[1, 2, 3]], highlighted: window),
///   output: Heatmap([[1, .nan]], empty: [CellIndex(row: 0, column: 1)]), sum: "1·1 + 2·0 = 1")
/// ```
public struct WindowStep: Panel {
  /// The text above both matrices.
  public let title: String
  /// The map that the window slides over, at the left.
  public private(set) var map: Heatmap
  /// What has been computed so far, at the right.
  public private(set) var output: Heatmap
  /// How the output of this step is computed, below both.
  public let sum: String

  /// Creates a step.
  public init(_ title: String, map: Heatmap, output: Heatmap, sum: String) {
    self.title = title
    self.map = map
    self.output = output
    self.sum = sum
  }

  /// The kind, both matrices and the texts.
  public var data: JSON {
    .object([
      "kind": .string("step"), "title": .string(title), "map": map.data, "output": output.data,
      "sum": .string(sum),
    ])
  }

  /// The title and the sum.
  public var description: String { "Step “\(title)”: \(sum)" }
}

extension WindowStep: HeatmapGroup {
  var heatmaps: [Heatmap] { [map, output] }

  func with(_ heatmaps: [Heatmap]) -> WindowStep {
    var step = self
    (step.map, step.output) = (heatmaps[0], heatmaps[1])
    return step
  }
}

extension WindowStep {
  private static let titleSize = 13.5
  private static let sumSize = 12.0
  /// The space between both matrices, for the arrow.
  private static let gap = 52.0
  private static let mostLines = 3

  /// Returns the extent of both matrices with the texts above and below.
  public func size(in typesetter: Typesetter) -> Size {
    let (a, b) = (map.size(in: typesetter), output.size(in: typesetter))
    let width = a.width + WindowStep.gap + b.width
    let lines = typesetter.wrapped(
      sum, to: width, size: WindowStep.sumSize, limit: WindowStep.mostLines)
    let below = Double(lines.count) * WindowStep.sumSize * Typesetter.lineHeight + 6
    return Size(width: width, height: (heading + max(a.height, b.height) + below).rounded(.up))
  }

  private var heading: Double { title.isEmpty ? 0 : WindowStep.titleSize * Typesetter.lineHeight + 6 }

  /// Draws the panel.
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {
    let typesetter = canvas.typesetter
    let (a, b) = (map.size(in: typesetter), output.size(in: typesetter))
    let (width, height) = (a.width + WindowStep.gap + b.width, max(a.height, b.height))
    canvas.draw(
      typesetter.truncated(title, to: width, size: WindowStep.titleSize),
      at: Point(x: frame.x + width / 2, y: frame.y + WindowStep.titleSize), anchor: TextAnchor(.middle),
      style: TextStyle(size: WindowStep.titleSize, color: theme.text))
    let top = frame.y + heading
    func place(_ size: Size, x: Double) -> Rectangle {
      Rectangle(
        x: x, y: (top + (height - size.height) / 2).rounded(), width: size.width, height: size.height)
    }
    map.draw(on: &canvas, in: place(a, x: frame.x), theme: theme)
    output.draw(on: &canvas, in: place(b, x: frame.x + a.width + WindowStep.gap), theme: theme)
    let (left, right) = (frame.x + a.width + 12, frame.x + a.width + WindowStep.gap - 12)
    let middle = top + height / 2
    canvas.stroke(
      Path(from: Point(x: left, y: middle), to: Point(x: right - 5, y: middle)), Stroke(width: 1.6),
      with: theme.highlight)
    canvas.fill(
      Path(arrowheadAt: Point(x: right, y: middle), heading: Point(x: 1, y: 0), length: 9),
      with: theme.highlight)
    let lines = typesetter.wrapped(
      sum, to: width, size: WindowStep.sumSize, limit: WindowStep.mostLines)
    for (index, line) in lines.enumerated() {
      let baseline = top + height + 6 + WindowStep.sumSize * (Double(index) * Typesetter.lineHeight + 0.9)
      canvas.draw(
        line, at: Point(x: frame.x + width / 2, y: baseline), anchor: TextAnchor(.middle),
        style: TextStyle(size: WindowStep.sumSize, color: theme.text))
    }
  }
}
