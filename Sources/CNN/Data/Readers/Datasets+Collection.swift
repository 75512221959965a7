extension Datasets {
  /// Reads the collection whose files are in a folder: CIFAR-10, CIFAR-100, or IDX files called like those of MNIST.
  ///
  ///     let train = try Datasets.collection(in: folder, upTo: 5000)
  ///     let test = try Datasets.collection(in: folder, .test, upTo: 5000)
  ///
  /// - Parameter count: Only so many images are returned, the first ones; nil for all of them.
  /// - Throws: as `cifar10(in:_:)`, `cifar100(in:_:groups:)` and `idx(in:_:classes:)`.
  public static func collection(
    in folder: String, _ part: Part = .train, upTo count: Int? = nil
  ) throws -> Dataset {
    func contains(_ names: String...) -> Bool { names.contains { FileContents.exists("\(folder)/\($0)") } }
    let all =
      if contains("data_batch_1.bin", "test_batch.bin") {
        try cifar10(in: folder, part)
      } else if contains("train.bin", "test.bin") {
        try cifar100(in: folder, part)
      } else {
        try idx(in: folder, part)
      }
    return all[0..<min(all.count, count ?? .max)]
  }
}
