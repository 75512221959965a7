/// An opaque picture to draw on.
///
/// Coordinates are CSS pixels from the top left corner.
public struct Canvas {
  /// The extent in CSS pixels.
  public let size: Size
  /// The number of device pixels in a CSS pixel.
  public let density: Double
  /// The fonts to set text in.
  public let typesetter: Typesetter
  /// The whole picture, in device pixels.
  package let bounds: PixelBounds
  /// Each device pixel, row by row.
  var pixels: [Pixel]
  /// Whether what is drawn now shows data, which a legend must not hide.
  var drawsMarks = false
  /// The area that is being drawn to.
  private(set) var clip: PixelBounds
  // Kept between shapes, so that a line of many pieces doesn't allocate for each.
  private var accumulator = AreaAccumulator()
  private var coverage = Coverage()

  /// The largest number of device pixels; 32 million take 128 MB.
  private static let pixelLimit = 32e6

  /// Creates a canvas of one color.
  /// - Throws: `PlotError.tooLarge` beyond 32 million device pixels.
  package init(size: Size, density: Double, background: Color, typesetter: Typesetter) throws(PlotError) {
    let (width, height) = ((size.width * density).rounded(.up), (size.height * density).rounded(.up))
    guard width >= 1, height >= 1, width * height <= Canvas.pixelLimit else {
      throw .tooLarge(width: width, height: height)
    }
    self.size = size
    self.density = density
    self.typesetter = typesetter
    bounds = PixelBounds(left: 0, top: 0, width: Int(width), height: Int(height))
    clip = bounds
    pixels = Array(repeating: Pixel(background), count: bounds.width * bounds.height)
  }

  /// Returns the color of a device pixel.
  package func color(column: Int, row: Int) -> Color {
    Color(hex: pixels[row * bounds.width + column].key)
  }

  /// Fills the inside of `path` under the non-zero winding rule.
  public mutating func fill(_ path: Path, with color: Color) {
    let contours = path.flattened(density: density)
    let covered = PixelBounds(covering: contours.lazy.flatMap(\.points)).intersection(clip)
    guard !covered.isEmpty else { return }
    var outlines = AreaAccumulator()
    swap(&outlines, &accumulator)
    outlines.reset(covered)
    for contour in contours { outlines.add(contour.points) }
    blend(&outlines, color)
    swap(&outlines, &accumulator)
  }

  /// Draws a line along `path`.
  public mutating func stroke(_ path: Path, _ stroke: Stroke, with color: Color) {
    let radius = stroke.width * density / 2
    guard radius > 0, radius.isFinite else { return }
    let dash = stroke.dash.map { $0 * density }
    let stroker = Stroker(radius: radius, cap: stroke.cap, join: stroke.join)
    let polygons = path.flattened(density: density)
      .flatMap { dash.isEmpty ? [$0] : $0.dashed(dash) }
      .flatMap(stroker.polygons)
    var union = Coverage()
    swap(&union, &coverage)
    union.reset(PixelBounds(covering: polygons.lazy.flatMap(\.self)).intersection(clip))
    for polygon in polygons {
      let covered = PixelBounds(covering: polygon).intersection(union.bounds)
      guard !covered.isEmpty else { continue }
      accumulator.reset(covered)
      accumulator.add(polygon)
      union.formUnion(&accumulator)
    }
    blend(&union, color)
    swap(&union, &coverage)
  }

  /// Calls `body` with drawing held inside `rectangle`, to whole device pixels.
  public mutating func clipped<Result>(to rectangle: Rectangle, _ body: (inout Canvas) -> Result) -> Result {
    let outer = clip
    defer { clip = outer }
    clip = outer.intersection(devicePixels(of: rectangle))
    return body(&self)
  }
}

extension Canvas {
  /// Lays `color` over each pixel as far as `coverage` says, and clears that.
  mutating func blend(_ coverage: inout Coverage, _ color: Color) {
    var ink = Ink(color, isMark: drawsMarks)
    let (area, width) = (coverage.bounds, bounds.width)
    pixels.withUnsafeMutableBufferPointer { pixels in
      coverage.drain { row, column, amount in
        let place = (area.top + row) * width + area.left + column
        pixels[place] = ink.over(pixels[place], coverage: amount)
      }
    }
  }

  /// Lays `color` over each pixel as far as the outlines in `accumulator` cover it.
  mutating func blend(_ accumulator: inout AreaAccumulator, _ color: Color) {
    var ink = Ink(color, isMark: drawsMarks)
    let (area, width) = (accumulator.bounds, bounds.width)
    pixels.withUnsafeMutableBufferPointer { pixels in
      accumulator.drain { row, first, line in
        let start = (area.top + row) * width + area.left + first
        for column in line.indices where line[column] != 0 {
          pixels[start + column] = ink.over(pixels[start + column], coverage: Float(line[column]))
        }
      }
    }
  }

  /// Lays `color` over whole pixels.
  mutating func fill(_ area: PixelBounds, with color: Color) {
    let area = area.intersection(clip)
    guard !area.isEmpty else { return }
    var ink = Ink(color, isMark: drawsMarks)
    let (solid, width) = (ink.solid, bounds.width)
    pixels.withUnsafeMutableBufferPointer { pixels in
      for row in area.top..<area.bottom {
        let line = pixels[row * width + area.left..<row * width + area.right]
        if let solid {
          UnsafeMutableBufferPointer(rebasing: line).update(repeating: solid)
        } else {
          for place in line.indices { pixels[place] = ink.over(pixels[place], coverage: 1) }
        }
      }
    }
  }
}

extension Canvas {
  /// Draws the outline of a rectangle in whole device pixels, centered on its sides.
  mutating func drawFrame(_ frame: Rectangle, width: Double, color: Color) {
    let half = width / 2
    for y in [frame.y, frame.maxY] {
      drawHorizontalLine(from: frame.x - half, to: frame.maxX + half, y: y, width: width, color: color)
    }
    for x in [frame.x, frame.maxX] {
      drawVerticalLine(x: x, from: frame.y - half, to: frame.maxY + half, width: width, color: color)
    }
  }

  /// Marks a cell whose value cannot be shown: a cross on the page's color, or all of the cell when it is tiny.
  mutating func crossOut(_ cell: Rectangle, theme: Theme) {
    let frame = snapped(cell)
    if min(frame.width, frame.height) < 5 { return fill(Path(frame), with: theme.gap) }
    fill(Path(frame), with: theme.background)
    let inner = frame.inset(by: min(frame.width, frame.height) * 0.28)
    var cross = Path(from: Point(x: inner.x, y: inner.y), to: Point(x: inner.maxX, y: inner.maxY))
    cross.append(Path(from: Point(x: inner.maxX, y: inner.y), to: Point(x: inner.x, y: inner.maxY)))
    stroke(cross, Stroke(width: max(1, min(2, frame.width / 12)), cap: .round), with: theme.gap)
  }
}

extension Canvas {
  /// Fills a matrix of equal cells, each device pixel with the cell that its center lies in.
  ///
  /// Cells have neither seams nor mixed edges. `rectangle` is moved to whole device pixels.
  mutating func fillCells(
    rows: Int, columns: Int, in rectangle: Rectangle, _ color: (_ row: Int, _ column: Int) -> Color
  ) {
    let frame = snapped(rectangle)
    guard rows > 0, columns > 0, frame.width > 0, frame.height > 0 else { return }
    let area = PixelBounds(
      left: Int((frame.x * density).rounded()), top: Int((frame.y * density).rounded()),
      width: Int((frame.width * density).rounded()), height: Int((frame.height * density).rounded()))
    let visible = area.intersection(clip)
    guard !visible.isEmpty else { return }
    func cell(_ offset: Int, _ extent: Int, _ count: Int) -> Int {
      min(count - 1, Int((Double(offset) + 0.5) * Double(count) / Double(extent)))
    }
    var lastRow = -1
    let remarks = drawsMarks ? Pixel.marked : 0
    // The cell of each column, and the pixels of the row of cells at hand.
    let cells = (visible.left..<visible.right).map { cell($0 - area.left, area.width, columns) }
    var line: [Pixel] = []
    for y in visible.top..<visible.bottom {
      let row = cell(y - area.top, area.height, rows)
      if row != lastRow {
        let inks = (0..<columns).map { Pixel(bits: Pixel(color(row, $0)).bits | remarks) }
        line = cells.map { inks[$0] }
        lastRow = row
      }
      let start = y * bounds.width + visible.left
      pixels.replaceSubrange(start..<start + line.count, with: line)
    }
  }
}

extension Canvas {
  /// Returns the nearest boundary between device pixels, in CSS pixels.
  public func snapped(_ coordinate: Double) -> Double {
    (coordinate * density).rounded() / density
  }

  /// Returns the rectangle with each side on a boundary between device pixels.
  public func snapped(_ rectangle: Rectangle) -> Rectangle {
    let (x, y) = (snapped(rectangle.x), snapped(rectangle.y))
    return Rectangle(
      x: x, y: y, width: snapped(rectangle.maxX) - x, height: snapped(rectangle.maxY) - y)
  }

  /// Returns the whole device pixels that are nearest to `rectangle`; none if a side is not finite.
  func pixels(in rectangle: Rectangle) -> PixelBounds {
    func boundary(_ coordinate: Double) -> Int? {
      let place = (coordinate * density).rounded()
      // No canvas is that large, and no sum of two such numbers overflows.
      return place.isNaN ? nil : Int(max(-1e9, min(1e9, place)))
    }
    guard let left = boundary(rectangle.x), let right = boundary(rectangle.maxX),
      let top = boundary(rectangle.y), let bottom = boundary(rectangle.maxY)
    else { return PixelBounds(left: 0, top: 0, width: 0, height: 0) }
    return PixelBounds(left: left, top: top, width: right - left, height: bottom - top)
  }

  /// Makes a part of the page blank again, with a border for what reaches beyond it.
  mutating func erase(_ rectangle: Rectangle, _ background: Color) {
    fill(pixels(in: rectangle.inset(by: -4)), with: background)
  }

  /// Draws a horizontal line of whole device pixels, so that its edges are sharp.
  public mutating func drawHorizontalLine(
    from left: Double, to right: Double, y: Double, width: Double, color: Color
  ) {
    let thickness = hairline(width)
    let top = snapped(y - thickness / 2)
    fill(
      pixels(in: Rectangle(x: left, y: top, width: right - left, height: thickness)), with: color)
  }

  /// Draws a vertical line of whole device pixels, so that its edges are sharp.
  public mutating func drawVerticalLine(
    x: Double, from top: Double, to bottom: Double, width: Double, color: Color
  ) {
    let thickness = hairline(width)
    let left = snapped(x - thickness / 2)
    fill(
      pixels(in: Rectangle(x: left, y: top, width: thickness, height: bottom - top)), with: color)
  }

  /// Returns the thickness of at least one device pixel that is nearest to `width`.
  private func hairline(_ width: Double) -> Double {
    max(1, (width * density).rounded()) / density
  }
}
