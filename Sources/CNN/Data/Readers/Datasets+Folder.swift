extension Datasets {
  /// The endings of the files that are read as images.
  private static let imageEndings = [".png", ".jpg", ".jpeg"]

  /// Reads a folder of PNG and JPEG files: each subfolder is a class, and holds the images of that class.
  ///
  /// All images must come out in one size: `resize` and `crop` see to that. Images are gray if every file is;
  /// otherwise all get three channels. `channels` can choose. The steps are those of ``Tensor/init(image:channels:resize:crop:)``.
  ///
  ///     let data = try Datasets.images(in: "pets", channels: .color, resize: .shorterSide(64), crop: 64)
  ///
  /// Classes and images come in the order of their names; use `shuffled()` or `stratifiedSplit(at:)` before the
  /// images are divided. Files with endings other than `.png`, `.jpg` and `.jpeg` are left out, and so are names
  /// that begin with a dot.
  ///
  /// - Parameters:
  ///   - channels: How many channels the images get.
  ///   - resize: The size the images are resized to; their own if none is given.
  ///   - crop: The size of the part in the middle that is taken: a number for a square, or `[rows, columns]`.
  /// - Throws: `FileError` when a file is damaged, an image has another size than the others, or there are none;
  ///   `DataError` when a size has no pixels.
  public static func images(
    in folder: String, channels: ImageChannels = .automatic, resize: ImageResize? = nil,
    crop: (any SizesConvertible)? = nil
  ) throws -> Dataset {
    let preparation = try ImagePreparation(channels, resize, crop)
    let classes = try classFolders(in: folder)
    var images: [Tensor] = []
    var labels: [Int] = []
    var firstPath = ""
    for (label, name) in classes.enumerated() {
      let files = try FileContents.names(in: "\(folder)/\(name)").filter(isImage)
      guard !files.isEmpty else {
        throw FileError(path: "\(folder)/\(name)", .inconsistent("it has no PNG or JPEG files"))
      }
      for file in files {
        let path = "\(folder)/\(name)/\(file)"
        let image = try preparation.image(reading: path)
        if images.isEmpty { firstPath = path }
        if let size = images.first?.planeSize, size != image.planeSize {
          throw FileError(
            path: path,
            .inconsistent(
              "the image has \(image.planeSize.rows) × \(image.planeSize.columns) pixels, "
                + "but \"\(firstPath)\" has \(size.rows) × \(size.columns). "
                + "Choose a size for all, as with `resize: .to([\(size.rows), \(size.columns)])`"))
        }
        images.append(image)
        labels.append(label)
      }
    }
    let channelCount = images.map { $0.shape[0] }.max() ?? 0
    let size = images[0].planeSize
    try FileContents.checkMemory(
      MemoryLayout<Float>.size * images.count * channelCount * size.rows * size.columns, path: folder)
    var scalars: [Float] = []
    scalars.reserveCapacity(images.count * channelCount * size.rows * size.columns)
    for image in images { scalars += (channelCount == 3 ? ImagePreparation.color(image) : image).scalars }
    return try Dataset(
      images: Tensor(shape: [images.count, channelCount, size.rows, size.columns], scalars: scalars),
      labels: labels, classes: classes)
  }

  /// Returns the names of the subfolders.
  private static func classFolders(in folder: String) throws(FileError) -> [String] {
    let names = try FileContents.names(in: folder)
    let classes = names.filter { FileContents.isFolder("\(folder)/\($0)") }
    guard classes.isEmpty else { return classes }
    let found =
      names.isEmpty
      ? "the folder is empty"
      : names.contains(where: isImage)
        ? "its images are in no subfolder" : "it has no subfolders"
    throw FileError(
      path: folder, .inconsistent("\(found); put the images of each class into a folder of its own"))
  }

  private static func isImage(_ name: String) -> Bool {
    imageEndings.contains { name.lowercased().hasSuffix($0) }
  }
}
