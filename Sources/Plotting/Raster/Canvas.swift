internal import Glibc

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
    let (width, height) = (ceil(size.width * density), ceil(size.height * density))
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
