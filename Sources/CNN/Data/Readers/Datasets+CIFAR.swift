extension Datasets {
  /// Reads CIFAR-10, color images of 32 × 32 pixels, from the files of its binary version in a folder.
  ///
  /// Pixels go from 0 to 1. Each record is the label and 3 · 1024 bytes: red, green, blue, row by row.
  ///
  /// - Throws: `FileError` when a file cannot be read or is damaged.
  /// - SeeAlso: Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
  public static func cifar10(in folder: String, _ part: Part = .train) throws -> Dataset {
    let files = part == .train ? (1...5).map { "data_batch_\($0).bin" } : ["test_batch.bin"]
    try check(files, in: folder, from: "cifar-10-binary.tar.gz")
    let classes = try names("\(folder)/batches.meta.txt", count: 10)
    return try cifar(files: files.map { "\(folder)/\($0)" }, labelBytes: 1, labelIndex: 0, classes: classes)
  }

  /// Reads CIFAR-100 from the files of its binary version in a folder, by its 100 classes or 20 groups.
  ///
  /// Each record begins with the label of the group and that of the class.
  ///
  /// - Throws: `FileError` when a file cannot be read or is damaged.
  public static func cifar100(
    in folder: String, _ part: Part = .train, groups: Bool = false
  ) throws -> Dataset {
    try check(["\(part.rawValue).bin"], in: folder, from: "cifar-100-binary.tar.gz")
    let classes = try names(
      "\(folder)/\(groups ? "coarse" : "fine")_label_names.txt", count: groups ? 20 : 100)
    return try cifar(
      files: ["\(folder)/\(part.rawValue).bin"], labelBytes: 2, labelIndex: groups ? 0 : 1, classes: classes)
  }

  /// Throws unless a folder has the files of an archive.
  private static func check(_ files: [String], in folder: String, from archive: String) throws(FileError) {
    for file in files where !FileContents.exists("\(folder)/\(file)") {
      // The version for Python has the same names without an ending.
      let isForPython = FileContents.exists("\(folder)/\(file.dropLast(4))")
      throw FileError(
        path: folder,
        .inconsistent(
          "\(isForPython ? "this is the version for Python" : "there is no \"\(file)\""). "
            + "Unpack \(archive), the binary version, and name the folder that comes out"))
    }
  }

  private static func cifar(
    files: [String], labelBytes: Int, labelIndex: Int, classes: [String]
  ) throws -> Dataset {
    let record = labelBytes + 3 * 1024
    var scalars: [Float] = []
    var labels: [Int] = []
    for path in files {
      let bytes = try FileContents.read(path)
      if bytes.starts(with: [0x1f, 0x8b]) {
        throw FileError(path: path, .compressed(remedy: "Unpack it with tar -xzf first."))
      }
      guard !bytes.isEmpty, bytes.count.isMultiple(of: record) else {
        let whole = (bytes.count / record + 1) * record
        throw FileError(
          path: path, .truncated(expected: whole, got: bytes.count, what: "a whole number of images"))
      }
      for start in stride(from: 0, to: bytes.count, by: record) {
        let label = Int(bytes[start + labelIndex])
        guard label < classes.count else {
          throw FileError(
            path: path,
            .malformed("image \(start / record) has label \(label), but there are \(classes.count) classes"))
        }
        labels.append(label)
        scalars += bytes[start + labelBytes..<start + record].lazy.map { Float($0) / 255 }
      }
    }
    return try Dataset(
      images: Tensor(shape: [labels.count, 3, 32, 32], scalars: scalars), labels: labels, classes: classes)
  }

  /// Returns the names in a text file, one a line; numbers if there is no such file.
  private static func names(_ path: String, count: Int) throws(FileError) -> [String] {
    guard FileContents.exists(path) else { return (0..<count).map(String.init) }
    let text = String(decoding: try FileContents.read(path), as: UTF8.self)
    let names = text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.isEmpty }
    guard names.count == count else {
      throw FileError(path: path, .inconsistent("it names \(names.count) classes, expected \(count)"))
    }
    return names
  }
}
