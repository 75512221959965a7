public import Display

/// Small images side by side: filters, feature maps, samples of a data set.
///
///     ImageGrid(filters.map { GridImage($0) }, colormap: .diverging)
///
/// A constant image takes the middle of the color map, and a NaN is crossed out.
public struct ImageGrid: Panel {
  /// The images, row by row.
  public let images: [GridImage]
  /// The text above the grid; empty for none.
  public let title: String
  /// The number of images in a row.
  public let columns: Int
  /// How values become colors; images with red, green and blue don't use it.
  public let colormap: Colormap
  /// Which values become the ends of the color map.
  public let scale: ImageScale
  /// The longer side of an image, in CSS pixels; `nil` for a size that suits the number of pixels.
  public let imageSize: Double?

  /// Creates a grid; `columns` and `imageSize` are chosen to suit when they are `nil`.
  public init(
    _ images: [GridImage], title: String = "", columns: Int? = nil, colormap: Colormap = .gray,
    scale: ImageScale = .shared, imageSize: Double? = nil
  ) {
    self.images = images
    self.title = title
    self.columns = max(1, columns ?? ImageGrid.columns(for: images.count))
    self.colormap = colormap
    self.scale = scale
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
}
