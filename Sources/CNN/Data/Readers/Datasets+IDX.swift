extension Datasets {
  /// Which part of a collection to read.
  public enum Part: String, Sendable {
    /// The images to learn from.
    case train
    /// The images to judge a model by.
    case test
  }

  /// Reads images and labels from two IDX files, such as those of MNIST; pixels go from 0 to 1.
  ///
  /// The files may be packed by gzip.
  ///
  /// - Parameter classes: The names of the classes; the labels' numbers if none are given.
  /// - Throws: `FileError` when a file is damaged or they do not go together, `DataError` when a label is no
  ///   class.
  public static func idx(images: String, labels: String, classes: [String]? = nil) throws -> Dataset {
    let pictures = try IDXFile(reading: images, axes: 3)
    let numbers = try IDXFile(reading: labels, axes: 1)
    guard pictures.shape[0] == numbers.shape[0] else {
      throw FileError(
        path: labels, .inconsistent("it has \(numbers.shape[0]) labels for \(pictures.shape[0]) images"))
    }
    let indices = numbers.bytes.map { Int($0) }
    return try Dataset(
      images: Tensor(
        shape: [pictures.shape[0], 1, pictures.shape[1], pictures.shape[2]],
        scalars: pictures.bytes.map { Float($0) / 255 }),
      labels: indices, classes: classes ?? (0...(indices.max() ?? 0)).map(String.init))
  }

  /// Reads images and labels from a folder of IDX files called like those of MNIST, unpacked or `.gz`; pixels go from 0 to 1.
  ///
  ///     let train = try Datasets.idx(in: "data/digits")
  ///     let test = try Datasets.idx(in: "data/digits", .test)
  ///
  /// The files are called `train-images-idx3-ubyte` or `train-images.idx3-ubyte`, and so on; those of the test part begin
  /// with `t10k`.
  ///
  /// - Parameter classes: The names of the classes; the labels' numbers if none are given.
  /// - Throws: as `idx(images:labels:)`, and `FileError` when the folder lacks a file.
  public static func idx(in folder: String, _ part: Part = .train, classes: [String]? = nil) throws -> Dataset
  {
    func file(_ name: String, _ kind: String) throws(FileError) -> String {
      let stem = "\(part == .train ? "train" : "t10k")-\(name)"
      for ending in ["-\(kind)-ubyte", ".\(kind)-ubyte"] {
        for packed in ["", ".gz"] where FileContents.exists("\(folder)/\(stem)\(ending)\(packed)") {
          return "\(folder)/\(stem)\(ending)\(packed)"
        }
      }
      throw FileError(
        path: folder, .inconsistent("there is no \"\(stem)-\(kind)-ubyte\", unpacked or as .gz"))
    }
    return try idx(images: file("images", "idx3"), labels: file("labels", "idx1"), classes: classes)
  }

  /// Reads MNIST, handwritten digits of 28 × 28 pixels, from its files in a folder, unpacked or `.gz`.
  ///
  /// - Throws: as `idx(in:_:classes:)`.
  public static func mnist(in folder: String, _ part: Part = .train) throws -> Dataset {
    try idx(in: folder, part, classes: (0...9).map(String.init))
  }

  /// Reads Fashion-MNIST, garments of 28 × 28 pixels, from its files in a folder, unpacked or `.gz`.
  ///
  /// - Throws: as `idx(in:_:classes:)`.
  public static func fashionMNIST(in folder: String, _ part: Part = .train) throws -> Dataset {
    try idx(
      in: folder, part,
      classes: [
        "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
        "ankle boot",
      ])
  }
}
