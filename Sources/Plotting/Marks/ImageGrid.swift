public import Display

/// Small images side by side: filters, feature maps, samples of a data set.
///
/// ```swift
/// let filters: [[[Double]]] = [[[-1, 1], [-1, 1]], [[-1, -1], [1, 1]]]
/// let panel = ImageGrid(filters.map { GridImage($0) }, colormap: .diverging)
/// ```
///
/// All images have one scale of colors, also with the other panels of a figure, unless `scale` is `.each` or a range. A
/// constant image takes the middle of the color map, one of zeros is black in gray, and a NaN is crossed out.
public struct ImageGrid: Panel {
  /// The images, row by row.
  public let images: [GridImage]
  /// The text above the grid; empty for none.
  public let title: String
  /// The number of images in a row.
  public let columns: Int
  /// How values become colors; images with red, green and blue don't use it.
  public private(set) var colormap: Colormap
  /// Which values become the ends of the color map.
  public private(set) var scale: ColorScaling
  /// Whether the scale of colors stands at the right; `nil` for yes unless it is that of gray pixels.
  public private(set) var showsColorBar: Bool?
  /// The longer side of an image, in CSS pixels; `nil` for a size that suits the number of pixels.
  public private(set) var imageSize: Double?

  /// Creates a grid; `columns` and `imageSize` are chosen to suit when they are `nil`.
  public init(
    _ images: [GridImage], title: String = "", columns: Int? = nil, colormap: Colormap = .gray,
    scale: ColorScaling = .shared, showsColorBar: Bool? = nil, imageSize: Double? = nil
  ) {
    self.images = images
    self.title = title
    self.columns = max(1, columns ?? ImageGrid.columns(for: images.count))
    self.colormap = colormap
    self.scale = scale
    self.showsColorBar = showsColorBar
    self.imageSize = imageSize
  }

  /// Returns the divisor of `count` that makes the most pleasant rows, at most 10 images long.
  private static func columns(for count: Int) -> Int {
    if count <= 8 { return count }
    // A full last row looks best; without one, eight a row is what a page takes.
    return (5...10).reversed().first { count % $0 == 0 } ?? 8
  }

  /// The kind, the labels and every pixel.
  public var data: JSON {
    .object([
      "kind": .string("images"), "title": .string(title), "colormap": .string(colormap.rawValue),
      "images": .array(images.map(\.data)),
    ])
  }

  /// The number and size of the images, and what their values span.
  public var description: String {
    let name = title.isEmpty ? "" : " “\(title)”"
    guard let first = images.first else { return "Grid\(name) without images" }
    let isUniform = images.allSatisfy { $0.width == first.width && $0.height == first.height }
    let extent = isUniform ? " of \(first.height)×\(first.width) pixels" : " of different sizes"
    let count = images.count == 1 ? "One image" : "\(images.count) images"
    return count + name + extent
      + ", values \(SeriesSummary.span(ofRows: images.flatMap { $0.planes.joined() }))"
  }
}

extension ImageGrid {
  static let titleSize = 13.5
  static let captionSize = 11.0
  /// The space between images, in CSS pixels.
  private static let gutter = 10.0
  private static let captionGap = 4.0

  /// Where everything is, relative to the panel's top left corner.
  struct Layout {
    var size: Size
    var titleLines: [String]
    /// The middle of the title, above that of the images.
    var titleMiddle: Double
    /// The rectangle of each image.
    var frames: [Rectangle]
    /// The lines below each image.
    var captions: [[String]]
    /// The scale of colors, and where its top left corner is.
    var bar: (ColorBar, Point)?
    /// The baseline of the remark that scales differ; `nil` for none.
    var note: Double?
  }

  /// Returns the extent with all titles.
  public func size(in typesetter: Typesetter) -> Size { layout(in: typesetter).size }

  func layout(in typesetter: Typesetter) -> Layout {
    let pixel = pixelSize
    let slotWidth = (Double(images.map(\.width).max() ?? 0) * pixel).rounded(.up)
    let slotHeight = (Double(images.map(\.height).max() ?? 0) * pixel).rounded(.up)
    let captions = images.map {
      typesetter.wrapped($0.title, to: max(slotWidth + 6, 34), size: ImageGrid.captionSize, limit: 2)
    }
    let widest = captions.joined().map { typesetter.width(of: $0, size: ImageGrid.captionSize) }.max() ?? 0
    let column = max(slotWidth, widest.rounded(.up))
    let columns = min(columns, max(1, images.count))
    let slots = Double(columns) * (column + ImageGrid.gutter) - ImageGrid.gutter
    let bar = colorBar(height: slotHeight, in: typesetter)
    let content = slots + (bar.map { ColorBar.gap + $0.size.width } ?? 0)
    let natural = typesetter.width(of: title, size: ImageGrid.titleSize)
    let width = max(content, min(natural, 240), 40).rounded(.up)
    let lines = typesetter.wrapped(title, to: width, size: ImageGrid.titleSize, limit: 3)
    let heading = lines.isEmpty ? 0 : Double(lines.count) * ImageGrid.titleSize * Typesetter.lineHeight + 6
    let indent = ((width - content) / 2).rounded()

    var frames: [Rectangle] = []
    var y = heading.rounded()
    for start in stride(from: 0, to: images.count, by: columns) {
      let row = start..<min(start + columns, images.count)
      for index in row {
        let (imageWidth, imageHeight) = (
          Double(images[index].width) * pixel, Double(images[index].height) * pixel
        )
        let x = indent + Double(index - start) * (column + ImageGrid.gutter)
        frames.append(
          Rectangle(
            x: x + ((column - imageWidth) / 2).rounded(), y: y + ((slotHeight - imageHeight) / 2).rounded(),
            width: imageWidth, height: imageHeight))
      }
      let captionLines = captions[row].map(\.count).max() ?? 0
      let captionHeight =
        captionLines == 0
        ? 0 : ImageGrid.captionGap + Double(captionLines) * ImageGrid.captionSize * Typesetter.lineHeight
      y += (slotHeight + captionHeight + ImageGrid.gutter).rounded(.up)
    }
    let bottom = max(heading + 20, y - ImageGrid.gutter + 1, heading + (bar?.size.height ?? 0))
    let barPlace = Point(x: indent + slots + ColorBar.gap, y: heading.rounded())
    let note = hasSeparateScales ? bottom + ImageGrid.captionSize * Typesetter.lineHeight : nil
    return Layout(
      size: Size(width: width, height: note.map { ($0 + 4).rounded(.up) } ?? bottom), titleLines: lines,
      titleMiddle: typesetter.titleMiddle(
        lines, near: indent + slots / 2, width: width, size: ImageGrid.titleSize),
      frames: frames, captions: captions, bar: bar.map { ($0, barPlace) }, note: note)
  }

  private func colorBar(height: Double, in typesetter: Typesetter) -> ColorBar? {
    guard hasColorBar, !images.isEmpty, scale != .each || images.count == 1 else { return nil }
    return ColorBar(
      colormap, limits: limits(of: images), height: max(height, ColorBar.leastHeight), in: typesetter)
  }

  /// Whether there are images that the color map gives their colors.
  private var usesColormap: Bool { images.contains { $0.planes.count == 1 } }
  private var hasColorBar: Bool { usesColormap && (showsColorBar ?? (colormap != .gray)) }
  /// Whether one color stands for different numbers in different images.
  private var hasSeparateScales: Bool { scale == .each && images.count > 1 }

  private func limits(of images: [GridImage]) -> ClosedRange<Double> {
    ColorScale.limits(
      colormap, values: images.lazy.flatMap { $0.planes.joined().joined() }, range: scale.range)
  }

  /// Returns the baselines below an image's frame.
  static func captionBaseline(_ line: Int, below frame: Rectangle) -> Double {
    frame.maxY + captionGap + captionSize * (Double(line) * Typesetter.lineHeight + 0.85)
  }

  /// The number of pixels along the longer side of the largest image.
  private var longestSide: Int { max(1, images.map { max($0.width, $0.height) }.max() ?? 1) }

  /// The side of an image's pixel: half CSS pixels, so that all are equal on a screen of density 2.
  private var pixelSize: Double {
    let longest = Double(longestSide)
    if let imageSize, imageSize.isFinite, imageSize > 0 { return imageSize / longest }
    let target = images.count == 1 ? 200.0 : images.count <= 4 ? 112 : 80
    let halves = (2 * target / longest).rounded()
    // Large images are shown pixel by pixel up to 256, and smaller than they are beyond.
    return halves >= 2 ? halves / 2 : min(1, 256 / longest)
  }
}

extension ImageGrid {
  /// Draws the panel.
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {
    let layout = layout(in: canvas.typesetter)
    for (index, line) in layout.titleLines.enumerated() {
      let baseline = frame.y + ImageGrid.titleSize * (Double(index) * Typesetter.lineHeight + 1)
      canvas.draw(
        line, at: Point(x: frame.x + layout.titleMiddle, y: baseline), anchor: TextAnchor(.middle),
        style: TextStyle(size: ImageGrid.titleSize, color: theme.text))
    }
    if images.isEmpty {
      canvas.draw(
        "no images", at: Point(x: frame.x + layout.size.width / 2, y: frame.y + layout.size.height - 6),
        anchor: TextAnchor(.middle), style: TextStyle(size: ImageGrid.captionSize, color: theme.secondaryText)
      )
    }
    let shared = ColorScale(colormap, theme: theme, limits: limits(of: images))
    let style = TextStyle(size: ImageGrid.captionSize, color: theme.secondaryText)
    for (index, image) in images.enumerated() {
      var place = layout.frames[index]
      place.x += frame.x
      place.y += frame.y
      let scale =
        scale == .each ? ColorScale(colormap, theme: theme, limits: limits(of: [image])) : shared
      draw(image, scale, in: canvas.snapped(place), on: &canvas, theme)
      for (line, text) in layout.captions[index].enumerated() {
        canvas.draw(
          text, at: Point(x: place.midX, y: ImageGrid.captionBaseline(line, below: place)),
          anchor: TextAnchor(.middle), style: style)
      }
    }
    if let (bar, corner) = layout.bar {
      bar.draw(on: &canvas, at: Point(x: frame.x + corner.x, y: frame.y + corner.y), theme: theme)
    }
    if let note = layout.note {
      canvas.draw(
        "each image has its own scale", at: Point(x: frame.x + layout.size.width / 2, y: frame.y + note),
        anchor: TextAnchor(.middle), style: style)
    }
  }

  private func draw(
    _ image: GridImage, _ scale: ColorScale, in frame: Rectangle, on canvas: inout Canvas, _ theme: Theme
  ) {
    guard image.width > 0, image.height > 0 else { return }
    if let average = canvas.average(rows: image.height, columns: image.width, in: frame) {
      let small = image.averaged(average)
      canvas.fillCells(rows: small.height, columns: small.width, in: frame) { row, column in
        small.color(row, column, scale) ?? theme.gap
      }
      return canvas.drawFrame(frame.inset(by: -0.5), width: 1, color: theme.divider)
    }
    canvas.fillCells(rows: image.height, columns: image.width, in: frame) { row, column in
      image.color(row, column, scale) ?? theme.background
    }
    let (width, height) = (frame.width / Double(image.width), frame.height / Double(image.height))
    for row in 0..<image.height {
      for column in 0..<image.width where image.color(row, column, scale) == nil {
        let cell = Rectangle(
          x: frame.x + Double(column) * width, y: frame.y + Double(row) * height, width: width, height: height
        )
        canvas.crossOut(cell, theme: theme)
      }
    }
    // The frame stands outside, so that it hides no pixel of the image.
    canvas.drawFrame(frame.inset(by: -0.5), width: 1, color: theme.divider)
  }
}

extension ImageGrid: ColoredPanel {
  func colorDemand(in typesetter: Typesetter) -> ColorDemand? {
    guard scale != .each, usesColormap else { return nil }
    let span = ColorScale.limits(.gray, values: images.lazy.flatMap { $0.planes.joined().joined() })
    return ColorDemand(colormap: colormap, span: span, range: scale.range, needsColorBar: hasColorBar)
  }

  func colored(_ colormap: Colormap, _ range: ClosedRange<Double>, showsColorBar: Bool) -> ImageGrid {
    var grid = self
    (grid.colormap, grid.scale, grid.showsColorBar) = (colormap, .range(range), showsColorBar)
    return grid
  }

  func cellDemand(in typesetter: Typesetter) -> CellDemand? {
    guard imageSize == nil, !images.isEmpty else { return nil }
    return CellDemand(
      size: Size(width: pixelSize, height: pixelSize), count: longestSide, hasNumbers: false)
  }

  func withCells(_ size: Size) -> ImageGrid {
    var grid = self
    grid.imageSize = size.width * Double(longestSide)
    return grid
  }
}
