extension ImageGrid {
  static let titleSize = 13.5
  static let captionSize = 10.5
  /// The space between images, in CSS pixels.
  private static let gutter = 10.0
  private static let captionGap = 4.0

  /// Where everything is, relative to the panel's top left corner.
  struct Layout {
    var size: Size
    var titleLines: [String]
    /// The rectangle of each image.
    var frames: [Rectangle]
    /// The lines below each image.
    var captions: [[String]]
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
    let content = Double(columns) * (column + ImageGrid.gutter) - ImageGrid.gutter
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
    return Layout(
      size: Size(width: width, height: max(heading + 20, y - ImageGrid.gutter + 1)), titleLines: lines,
      frames: frames, captions: captions)
  }

  /// Returns the baselines below an image's frame.
  static func captionBaseline(_ line: Int, below frame: Rectangle) -> Double {
    frame.maxY + captionGap + captionSize * (Double(line) * Typesetter.lineHeight + 0.85)
  }

  /// The side of an image's pixel: half CSS pixels, so that all are equal on a screen of density 2.
  private var pixelSize: Double {
    let longest = Double(max(1, images.map { max($0.width, $0.height) }.max() ?? 1))
    if let imageSize, imageSize.isFinite, imageSize > 0 { return imageSize / longest }
    let target = images.count == 1 ? 200.0 : images.count <= 4 ? 112 : 80
    let halves = (2 * target / longest).rounded()
    // Large images are shown pixel by pixel up to 256, and smaller than they are beyond.
    return halves >= 2 ? halves / 2 : min(1, 256 / longest)
  }
}
