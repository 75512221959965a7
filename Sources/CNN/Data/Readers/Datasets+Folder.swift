extension Datasets {
  /// Reads a folder of PNG files: each subfolder is a class, and holds the images of that class.
  ///
  /// All images must have one size and be either gray or in color. Classes and images come in the order of
  /// their names; use `shuffled()` or `stratifiedSplit(at:)` before the images are divided. Files with other
  /// endings, and names that begin with a dot, are left out.
  ///
  /// - Throws: `FileError` when a file is damaged, differs from the others, or there are none.
  public static func images(in folder: String) throws -> Dataset {
    let classes = try FileContents.names(in: folder).filter { FileContents.isFolder("\(folder)/\($0)") }
    guard !classes.isEmpty else {
      throw FileError(path: folder, .inconsistent("it has no subfolders, expected one for each class"))
    }
    var scalars: [Float] = []
    var labels: [Int] = []
    var first: (path: String, shape: Shape)?
    for (label, name) in classes.enumerated() {
      let files = try FileContents.names(in: "\(folder)/\(name)").filter { $0.lowercased().hasSuffix(".png") }
      guard !files.isEmpty else {
        throw FileError(path: "\(folder)/\(name)", .inconsistent("it has no PNG files"))
      }
      for file in files {
        let path = "\(folder)/\(name)/\(file)"
        let image = try Tensor(png: path)
        let expected = first ?? (path, image.shape)
        guard image.shape == expected.shape else {
          throw FileError(
            path: path,
            .inconsistent("the image is \(image.shape), but \"\(expected.path)\" is \(expected.shape)"))
        }
        first = expected
        scalars += image.scalars
        labels.append(label)
      }
    }
    return try Dataset(
      images: Tensor(shape: (first?.shape ?? []).batched(labels.count), scalars: scalars), labels: labels,
      classes: classes)
  }
}
