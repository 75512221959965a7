/// How many channels the images that are read have.
public enum ImageChannels: Sendable {
  /// Those of the files: 1 for gray and 3 for color. Of several files, 1 if all are gray, otherwise 3.
  ///
  /// Gray is what the file says it is: a color image is in color even if it shows only shades of gray.
  case automatic
  /// One: of a color image, the brightness 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601).
  case gray
  /// Three: red, green and blue, which are equal in a gray image.
  case color
}

/// To which size images are resized when they are read.
///
/// Pixels are interpolated by ``resize(_:to:)``, that is, bilinear with antialiasing.
public struct ImageResize: Sendable, Equatable {
  private enum Target: Equatable {
    case size([Int])
    case shorterSide(Int)
  }

  private let target: Target

  /// To exactly this size, for which images of another aspect ratio are stretched.
  ///
  /// A number stands for a square; otherwise it is `[rows, columns]`.
  public static func to(_ size: some SizesConvertible) -> ImageResize {
    ImageResize(target: .size(size.sizes))
  }

  /// To so many pixels along the shorter side; the aspect ratio is kept.
  ///
  /// The longer side gets ⌊pixels · longer / shorter⌋. A crop then gives all images the same size.
  public static func shorterSide(_ pixels: Int) -> ImageResize { ImageResize(target: .shorterSide(pixels)) }

  /// Throws unless the size has pixels.
  fileprivate func check() throws(DataError) {
    switch target {
    case .size(let size): _ = try ImagePreparation.size(size, "the size to resize to")
    case .shorterSide(let pixels): _ = try ImagePreparation.size([pixels], "the shorter side to resize to")
    }
  }

  /// Returns the size that an image of `size` gets.
  fileprivate func size(of size: Size2D) -> Size2D {
    switch target {
    case .size(let size): size.size2D
    case .shorterSide(let pixels):
      size.rows <= size.columns
        ? Size2D(rows: pixels, columns: pixels * size.columns / size.rows)
        : Size2D(rows: pixels * size.rows / size.columns, columns: pixels)
    }
  }
}

/// What is done with each image after it is read: channels, then size, then crop.
struct ImagePreparation {
  let channels: ImageChannels
  let resize: ImageResize?
  let crop: Size2D?

  /// Throws unless all sizes have pixels.
  init(_ channels: ImageChannels, _ resize: ImageResize?, _ crop: (any SizesConvertible)?) throws(DataError) {
    try resize?.check()
    (self.channels, self.resize) = (channels, resize)
    if let crop { self.crop = try Self.size(crop.sizes, "the crop") } else { self.crop = nil }
  }

  /// Reads an image.
  ///
  /// - Throws: `FileError` when the file cannot be read, or the image is smaller than the crop.
  func image(reading path: String) throws(FileError) -> Tensor {
    var image = try ImageFile(reading: path).pixels
    switch channels {
    case .automatic: break
    case .gray: image = Self.gray(image)
    case .color: image = Self.color(image)
    }
    if let size = resize?.size(of: image.planeSize) {
      let count = product([image.shape[0], size.rows, size.columns, MemoryLayout<Float>.size])
      guard let count else { throw FileError(path: path, .system("Out of memory")) }
      try FileContents.checkMemory(count, path: path)
      image = CNN.resize(image, to: size)
    }
    if let crop {
      let size = image.planeSize
      guard crop.rows <= size.rows && crop.columns <= size.columns else {
        throw FileError(
          path: path,
          .inconsistent(
            "the image has \(size.rows) × \(size.columns) pixels, too few for a crop of \(crop.rows) × \(crop.columns). "
              + "Resize it first, as with `resize: .shorterSide(\(max(crop.rows, crop.columns)))`"))
      }
      image = centerCrop(image, to: crop)
    }
    return image
  }

  /// Returns an image with three channels.
  static func color(_ image: Tensor) -> Tensor {
    guard image.shape[0] == 1 else { return image }
    return Tensor(
      shape: image.shape.droppingFirst.batched(3), scalars: image.scalars + image.scalars + image.scalars)
  }

  /// Returns an image with one channel.
  private static func gray(_ image: Tensor) -> Tensor {
    guard image.shape[0] == 3 else { return image }
    let count = image.count / 3
    let scalars = (0..<count).map { (index) -> Float in
      let (red, green) = (image.scalars[index], image.scalars[count + index])
      return 0.299 * red + 0.587 * green + 0.114 * image.scalars[2 * count + index]
    }
    return Tensor(shape: image.shape.droppingFirst.batched(1), scalars: scalars)
  }

  /// Returns a height and a width, unless there are other sizes than one or two, or one has no pixels.
  fileprivate static func size(_ sizes: [Int], _ what: String) throws(DataError) -> Size2D {
    guard sizes.count == 1 || sizes.count == 2 else {
      throw .outOfRange(what, value: "\(sizes)", allowed: "a number, or [rows, columns]")
    }
    guard sizes.allSatisfy({ $0 > 0 }) else {
      throw .outOfRange(what, value: "\(sizes.size2D)", allowed: "at least 1 pixel")
    }
    return sizes.size2D
  }
}

extension Tensor {
  /// Reads a PNG or JPEG file: `[1, H, W]` for gray and `[3, H, W]` for color, from 0 to 1.
  ///
  /// A sample of 8 bits is divided by 255, one of 16 bits by 65535; transparent is black. Samples are those of
  /// the file: no gamma, color profile or orientation tag is applied. JPEG is decoded in exact integer
  /// arithmetic, as other programs that use libjpeg-turbo do.
  ///
  ///     let image = try Tensor(image: "cat.jpg", channels: .color, resize: .shorterSide(256), crop: 224)
  ///
  /// - Parameters:
  ///   - channels: How many channels the image gets.
  ///   - resize: The size the image is resized to; its own if none is given.
  ///   - crop: The size of the part in the middle that is taken: a number for a square, or `[rows, columns]`.
  /// - Throws: `FileError` when the file cannot be read, is damaged, has more than 178 million pixels, or is
  ///   smaller than the crop; `DataError` when a size has no pixels.
  public init(
    image path: String, channels: ImageChannels = .automatic, resize: ImageResize? = nil,
    crop: (any SizesConvertible)? = nil
  ) throws {
    self = try ImagePreparation(channels, resize, crop).image(reading: path)
  }

  /// Reads a PNG file: `[1, H, W]` for gray and `[3, H, W]` for color, from 0 to 1; transparent is black.
  ///
  /// - Throws: `FileError` when the file cannot be read, has more than 178 million pixels, or is no sound PNG
  ///   file.
  public init(png path: String) throws(FileError) {
    self = try ImageFile(png: FileContents.read(path), path: path).pixels
  }
}
